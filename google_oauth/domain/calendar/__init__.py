"""Events, and their layout over days, weeks and months."""
