"""Production's settings with short lives in the cache, so that minutes hold what is else spread over a day."""

from config.settings import *  # noqa: F403 - Django reads a module's names
from config.settings import API_CACHE_TIMEOUT

# Seconds.
API_CACHE_TIMEOUT = dict.fromkeys(API_CACHE_TIMEOUT, 8)
API_CACHE_BACKOFF = 2.0
API_CACHE_BACKOFF_MAX = 5.0
