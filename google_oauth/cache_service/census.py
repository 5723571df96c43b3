"""What is kept, counted from the metadata of the entries and never from their bodies."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from google_oauth.cache_service import clock
from google_oauth.cache_service.datasets import DATA_SETS
from google_oauth.cache_service.keys import hash_name, service_of
from google_oauth.cache_service.meta import Meta
from google_oauth.cache_service.scanning import OnStep, hash_names
from google_oauth.cache_service.walk import metadata_in
from google_oauth.exceptions import CacheUnavailable, RedisUnavailable


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
        for place, meta in metadata_in(hashes(service, user_id, on_step)):
            census.add(service_of(place.hash_name), meta)
    except RedisUnavailable as exc:
        raise CacheUnavailable(f"Redis does not answer ({exc.code})") from exc
    return census


def hashes(
    service: str | None = None, user_id: int | None = None, on_step: OnStep | None = None
) -> Iterator[str]:
    """The names of the hashes that this is about, each once: a scan may meet one twice."""
    if user_id is None:
        return iter(set(hash_names(service, on_step)))
    services = DATA_SETS if service is None else [service]
    return (hash_name(name, user_id) for name in services)


def _iso(seconds: float | None) -> str | None:
    return None if seconds is None else clock.moment(seconds).isoformat()
