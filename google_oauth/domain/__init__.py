"""Frozen types and pure functions that turn the JSON of Google and Huntflow into what pages show.

Reading is tolerant. A missing key, a wrong type or an unknown value becomes "", None or the documented
default. Only an item without an id is left out. No function raises because of data, reads a clock or words a
label: callers pass the time and the words.
"""
