"""Huntflow's API v2: one user's pair, bounded calls, masked JSON, the project's exceptions."""
