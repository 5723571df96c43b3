"""Reports for operators and the cache page: entries, counters, log lines."""
