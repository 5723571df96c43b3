"""What is kept, counted from the metadata of the entries and never from their bodies."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from google_oauth.cache_service.datasets import DATA_SETS
from google_oauth.cache_service.storage import clock
from google_oauth.cache_service.storage.keys import hash_name, service_of
from google_oauth.cache_service.storage.metadata import times_in
from google_oauth.cache_service.storage.scan import OnStep, distinct, fields_in, hash_names
from google_oauth.exceptions import CacheUnavailable, RedisUnavailable


@dataclass(slots=True)
class Census:
    """Entries per service, fresh and in all, and the oldest and newest time (seconds since the epoch)."""

    entries: Counter[str] = field(default_factory=Counter)
    fresh: Counter[str] = field(default_factory=Counter)
    oldest: float | None = None
    newest: float | None = None

    def add(self, service: str, fields: Iterable[bytes]) -> None:
        """Count the entries of one hash by their metadata; those without an answer are none."""
        now = clock.now()
        times = [known for known in map(times_in, fields) if known]
        if not times:
            return
        self.entries[service] += len(times)
        self.fresh[service] += sum(now < fresh_until for _, fresh_until in times)
        first, last = min(times)[0], max(times)[0]
        self.oldest = first if self.oldest is None or first < self.oldest else self.oldest
        self.newest = last if self.newest is None or last > self.newest else self.newest

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
        for name, fields in fields_in(hashes(service, user_id, on_step)):
            census.add(service_of(name), fields.values())
    except RedisUnavailable as exc:
        raise CacheUnavailable(f"Redis does not answer ({exc.code})") from exc
    return census


def hashes(
    service: str | None = None, user_id: int | None = None, on_step: OnStep | None = None
) -> Iterator[str]:
    """The names of the hashes that this is about, each once."""
    if user_id is None:
        return distinct(hash_names(service, on_step))
    services = DATA_SETS if service is None else [service]
    return (hash_name(name, user_id) for name in services)


def _iso(seconds: float | None) -> str | None:
    return None if seconds is None else clock.moment(seconds).isoformat()
