"""Sessions of signed-in users: their length, their list, their end, and the log of them."""
