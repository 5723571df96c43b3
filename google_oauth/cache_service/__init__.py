"""The cache of answers from Google and Huntflow, in Redis."""

from google_oauth.cache_service.conf import conf as cache_conf
from google_oauth.cache_service.datasets import DATA_SETS, DataSet, Noun, data_set_of, register
from google_oauth.cache_service.engine import process as _process  # noqa: F401 - registers itself
from google_oauth.cache_service.engine.lookup import bypassing_redis
from google_oauth.cache_service.entry import CacheEntry, Failure, Fetched, Item, Items, NotModified
from google_oauth.cache_service.facades import GoogleAPICache, HuntflowAPICache
from google_oauth.cache_service.report.log import log_sync
from google_oauth.cache_service.service import CacheService

__all__ = [
    "DATA_SETS",
    "CacheEntry",
    "CacheService",
    "DataSet",
    "Failure",
    "Fetched",
    "GoogleAPICache",
    "HuntflowAPICache",
    "Item",
    "Items",
    "NotModified",
    "Noun",
    "bypassing_redis",
    "cache_conf",
    "data_set_of",
    "log_sync",
    "register",
]
