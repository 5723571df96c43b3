"""The cache of what Google and Huntflow answered: entries in Redis, refreshed one at a time."""

from google_oauth.cache_service.engine import process as _lifecycle  # noqa: F401 - registers itself
from google_oauth.cache_service.engine.lookup import bypassing_redis
from google_oauth.cache_service.entry import CacheEntry, Failure, Fetched, NotModified
from google_oauth.cache_service.facades import GoogleAPICache, HuntflowAPICache
from google_oauth.cache_service.report.log import log_sync
from google_oauth.cache_service.service import CacheService

__all__ = [
    "CacheEntry",
    "CacheService",
    "Failure",
    "Fetched",
    "GoogleAPICache",
    "HuntflowAPICache",
    "NotModified",
    "bypassing_redis",
    "log_sync",
]
