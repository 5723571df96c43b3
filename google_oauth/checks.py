"""System checks: wrong configuration is said at start, with an id and a hint, not met by a user later."""
