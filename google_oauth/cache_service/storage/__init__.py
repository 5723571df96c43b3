"""Entries in Redis: keys, fields, scripts, sealing, invalidation."""

from collections.abc import Iterator
from contextlib import contextmanager

from google_oauth.exceptions import CacheUnavailable, RedisUnavailable


@contextmanager
def requiring_redis(failed: str = "Redis does not answer") -> Iterator[None]:
    """Raise CacheUnavailable with the message `failed` when Redis does not execute a command."""
    try:
        yield
    except RedisUnavailable as exc:
        raise CacheUnavailable(f"{failed} ({exc.code})") from exc
