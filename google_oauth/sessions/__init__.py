"""Sessions of signed-in users: length, list, end, and log."""
