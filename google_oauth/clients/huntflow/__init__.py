"""Huntflow's API v2 with one user's token pair: bounded calls that return masked JSON."""
