"""The figures of docs/cache.md, one function for each row."""
