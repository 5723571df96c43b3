"""One module per command; each parses arguments, calls one function and prints."""
