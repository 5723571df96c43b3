"""Reports for operators and the cache page: entries, counters, log lines."""

from collections.abc import Iterator
from contextlib import contextmanager

from google_oauth.exceptions import CacheUnavailable, RedisUnavailable


@contextmanager
def requiring_redis() -> Iterator[None]:
    """Raise CacheUnavailable when Redis does not answer."""
    try:
        yield
    except RedisUnavailable as exc:
        raise CacheUnavailable(f"Redis does not answer ({exc.code})") from exc
