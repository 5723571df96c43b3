"""Reading through the cache in bounded time, with one refresh at a time."""
