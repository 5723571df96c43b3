"""Checks of the source that no linter brings, and the upkeep of the message catalogue; for development only."""
