"""A signed-in user's Huntflow."""
