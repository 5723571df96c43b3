"""What the pages show: frozen types and pure functions over the JSON of Google and Huntflow.

Foreign JSON is read tolerantly: a missing key, a wrong type or a value that is not known yet becomes an
empty text, None or the documented default, and only what cannot be shown at all (no id) is left out.
Nothing here raises because of data, reads a clock, or words a label; callers pass the time and the words.
"""
