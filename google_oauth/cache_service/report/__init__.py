"""What the cache holds and how well it works: entries, counters, log lines."""
