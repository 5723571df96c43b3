"""What is kept, counted from the metadata of the entries and never from their bodies."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from google_oauth.cache_service import clock
from google_oauth.cache_service.datasets import DATA_SETS
from google_oauth.cache_service.keys import Place, hash_name, service_of
from google_oauth.cache_service.meta import Meta, unpack
from google_oauth.cache_service.scanning import STEP, OnStep, hash_names
from google_oauth.exceptions import CacheUnavailable, RedisUnavailable
from google_oauth.redis_access import WRONG_TYPE, call


@dataclass(slots=True)
class Census:
    """Entries per service, fresh and in all, and the oldest and newest time (seconds since the epoch)."""

    entries: Counter[str] = field(default_factory=Counter)
    fresh: Counter[str] = field(default_factory=Counter)
    oldest: float | None = None
    newest: float | None = None

    def add(self, service: str, meta: Meta) -> None:
        """Count one entry; metadata without an answer are none."""
        if meta.cached_at is None:
            return
        self.entries[service] += 1
        self.fresh[service] += meta.is_fresh
        self.oldest = min(self.oldest or meta.cached_at, meta.cached_at)
        self.newest = max(self.newest or meta.cached_at, meta.cached_at)

    def as_dict(self) -> dict[str, Any]:
        """The census as `get_cache_stats` gives it."""
        return {
            "total_keys": self.entries.total(),
            "services": dict(sorted(self.entries.items())),
            "oldest_cache": _iso(self.oldest),
            "newest_cache": _iso(self.newest),
            "fresh": {name: self.fresh[name] for name in sorted(self.entries)},
            "stale": {name: self.entries[name] - self.fresh[name] for name in sorted(self.entries)},
        }


def take(*, service: str | None = None, user_id: int | None = None, on_step: OnStep | None = None) -> Census:
    """Count what is kept: all of it, a service's, a user's, or a user's of one service.

    Raises CacheUnavailable when Redis does not answer.
    """
    census = Census()
    try:
        for name in _hashes(service, user_id, on_step):
            _count(name, census)
    except RedisUnavailable as exc:
        raise CacheUnavailable(f"Redis does not answer ({exc.code})") from exc
    return census


def _count(name: str, census: Census) -> None:
    """Count the entries of one hash; a key of another type under our name holds none."""
    try:
        for meta in _metadata(name):
            census.add(service_of(name), meta)
    except RedisUnavailable as exc:
        if exc.code != WRONG_TYPE:
            raise


def _hashes(service: str | None, user_id: int | None, on_step: OnStep | None) -> Iterator[str]:
    """Each hash once: a scan may meet one twice."""
    if user_id is None:
        return iter(set(hash_names(service, on_step)))
    services = DATA_SETS if service is None else [service]
    return (hash_name(name, user_id) for name in services)


def _metadata(name: str) -> Iterator[Meta]:
    """The metadata in one hash that can be read, in bounded steps."""
    cursor, seen = 0, set[bytes]()
    while True:
        here = cursor
        cursor, fields = call(lambda client: client.hscan(name, here, match="m:*", count=STEP))  # noqa: B023 - called at once
        for key, value in fields.items():
            if key not in seen:
                seen.add(key)
                yield from _understood(Place(name, key[2:].decode()), value)
        if cursor == 0:
            return


def _understood(place: Place, value: bytes) -> Iterator[Meta]:
    try:
        yield unpack(place, value)
    except ValueError:
        return


def _iso(seconds: float | None) -> str | None:
    return None if seconds is None else clock.moment(seconds).isoformat()
