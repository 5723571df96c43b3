"""Entries in Redis: keys, fields, scripts, sealing, invalidation."""
