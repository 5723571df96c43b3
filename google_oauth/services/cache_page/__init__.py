"""The cache page: its numbers, clearing, and refreshing one entry. Cached data are never read or returned."""

from google_oauth.cache_service.report.counters import HitCounts, Series
from google_oauth.cache_service.report.entries import EntryInfo, EntryTotals
from google_oauth.redis_access import redis_state

__all__ = ["EntryInfo", "EntryTotals", "HitCounts", "Series", "redis_state"]
