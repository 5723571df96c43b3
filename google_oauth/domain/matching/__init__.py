"""Which candidate an event is about."""
