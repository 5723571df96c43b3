"""What the cache page shows, and refreshing one of its rows."""
