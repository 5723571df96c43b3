"""Reading through the cache: from the store while fresh, else by one refresh at a time, in bounded time."""
