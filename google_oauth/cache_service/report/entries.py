"""Entries of the cache, one by one or in numbers, from their metadata. Bodies are never read.

All functions raise CacheUnavailable when Redis does not answer.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from math import inf
from typing import Any

from google_oauth.cache_service.datasets import DATA_SETS
from google_oauth.cache_service.entry import Failure
from google_oauth.cache_service.storage import clock, requiring_redis
from google_oauth.cache_service.storage.failures import parse_note
from google_oauth.cache_service.storage.keys import EntryAddress, backoff_name, hash_name, service_of, user_of
from google_oauth.cache_service.storage.metadata import Metadata, times_in
from google_oauth.cache_service.storage.scan import OnStep, distinct, fields_in, hash_names, metadata_in
from google_oauth.cache_service.storage.stored import is_live, public_failure
from google_oauth.redis_access import execute


@dataclass(frozen=True, slots=True)
class EntryInfo:
    """One entry without its data.

    `cached_at` is None for a failed refresh of an entry that is not stored. Only `entries_of` knows `refreshing`.
    """

    service: str
    user_id: int
    digest: str
    canonical_parameters: str
    cached_at: datetime | None
    fresh_until: datetime | None
    is_fresh: bool
    failure: Failure | None
    refreshing: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        parameters: dict[str, Any] = json.loads(self.canonical_parameters)
        return parameters


@dataclass(slots=True)
class EntryTotals:
    """Numbers of entries. `failing` counts failed refreshes, also of entries that are not stored.

    `first` and `last` are the times of the oldest and newest entry, in epoch seconds.
    """

    entries: int = 0
    fresh: int = 0
    failing: int = 0
    first: float = inf
    last: float = -inf
    failure: Failure | None = None

    @property
    def stale(self) -> int:
        return self.entries - self.fresh

    @property
    def oldest(self) -> datetime | None:
        return clock.to_datetime(self.first) if self.entries else None

    @property
    def newest(self) -> datetime | None:
        return clock.to_datetime(self.last) if self.entries else None

    def add(self, info: EntryInfo) -> None:
        if info.failure:
            self.failing += 1
            self.failure = max(self.failure or info.failure, info.failure, key=lambda failure: failure.at)
        if info.cached_at:
            seconds = info.cached_at.timestamp()
            self._add(1, info.is_fresh, seconds, seconds)

    def add_times(self, times: Sequence[tuple[float, float]]) -> None:
        """Add entries: for each, when it was cached and when it turns stale, in epoch seconds."""
        now = clock.now()
        fresh = sum(now < fresh_until for _, fresh_until in times)
        self._add(len(times), fresh, min(times)[0], max(times)[0])

    def _add(self, entries: int, fresh: int, first: float, last: float) -> None:
        self.entries += entries
        self.fresh += fresh
        self.first = min(self.first, first)
        self.last = max(self.last, last)


@dataclass(slots=True)
class CacheTotals:
    whole: EntryTotals = field(default_factory=EntryTotals)
    services: dict[str, EntryTotals] = field(default_factory=lambda: defaultdict(EntryTotals))
    users: dict[int, EntryTotals] = field(default_factory=lambda: defaultdict(EntryTotals))


def entries_of(user_id: int) -> list[EntryInfo]:
    """The user's entries, stored or failed; the latest event first."""
    with requiring_redis():
        found = sorted(_infos(user_id), key=_last_event, reverse=True)
        leases = execute(partial(_leases, found)) if found else []
    return [
        replace(info, refreshing=is_live(lease or b"")) for info, lease in zip(found, leases, strict=True)
    ]


def totals() -> CacheTotals:
    found = CacheTotals()
    with requiring_redis():
        for info in _infos():
            for each in (found.whole, found.services[info.service], found.users[info.user_id]):
                each.add(info)
    return found


def totals_by_service(
    service: str | None = None, user_id: int | None = None, on_step: OnStep | None = None
) -> dict[str, EntryTotals]:
    """The numbers of entries without failures: all, or those of a service, a user or both.

    Several times faster than `totals`: it reads only the times, which are not encrypted.
    """
    found: dict[str, EntryTotals] = defaultdict(EntryTotals)
    with requiring_redis():
        for name, fields in fields_in(_hash_names(service, user_id, on_step)):
            if times := [known for known in map(times_in, fields.values()) if known]:
                found[service_of(name)].add_times(times)
    return dict(sorted(found.items()))


def as_statistics(services: Mapping[str, EntryTotals]) -> dict[str, Any]:
    oldest = min((each.oldest for each in services.values() if each.oldest), default=None)
    newest = max((each.newest for each in services.values() if each.newest), default=None)
    return {
        "total_keys": sum(each.entries for each in services.values()),
        "services": {name: each.entries for name, each in services.items()},
        "oldest_cache": oldest.isoformat() if oldest else None,
        "newest_cache": newest.isoformat() if newest else None,
        "fresh": {name: each.fresh for name, each in services.items()},
        "stale": {name: each.stale for name, each in services.items()},
    }


def backoff_of(upstream: str, user_id: int) -> Failure | None:
    """The failure for which the upstream must not be asked at present."""
    with requiring_redis():
        line = execute(lambda client: client.get(backoff_name(upstream, user_id)))
    try:
        note = parse_note(line) if line else None
    except ValueError:
        return None
    return public_failure(note) if note and note.retry_at > clock.now() else None


def _infos(user_id: int | None = None) -> Iterator[EntryInfo]:
    for address, meta in metadata_in(_hash_names(user_id=user_id)):
        if meta.cached_at is not None or meta.failure:
            yield _info(address, meta)


def _hash_names(
    service: str | None = None, user_id: int | None = None, on_step: OnStep | None = None
) -> Iterator[str]:
    if user_id is None:
        return distinct(hash_names(service, on_step))
    return (hash_name(name, user_id) for name in ([service] if service else DATA_SETS))


def _leases(entries: Sequence[EntryInfo], client: Any) -> list[bytes | None]:
    """The lease field of each entry, by one command for each data set."""
    addresses = [EntryAddress(hash_name(info.service, info.user_id), info.digest) for info in entries]
    by_hash: dict[str, list[EntryAddress]] = defaultdict(list)
    for address in addresses:
        by_hash[address.hash_name].append(address)
    with client.pipeline(transaction=False) as pipe:
        for name, own in by_hash.items():
            pipe.hmget(name, [address.fields[-1] for address in own])
        answers = pipe.execute()
    leases = {
        address: lease
        for own, answer in zip(by_hash.values(), answers, strict=True)
        for address, lease in zip(own, answer, strict=True)
    }
    return [leases[address] for address in addresses]


def _info(address: EntryAddress, meta: Metadata) -> EntryInfo:
    stored = meta.cached_at is not None
    return EntryInfo(
        service=service_of(address.hash_name),
        user_id=user_of(address.hash_name),
        digest=address.digest,
        canonical_parameters=meta.parameters,
        cached_at=clock.to_datetime(meta.cached_at) if meta.cached_at is not None else None,
        fresh_until=clock.to_datetime((meta.cached_at or 0.0) + meta.timeout) if stored else None,
        is_fresh=meta.is_fresh,
        failure=public_failure(meta.failure) if meta.failure else None,
    )


def _last_event(info: EntryInfo) -> datetime:
    moments = [info.cached_at, info.failure.at if info.failure else None]
    return max(moment for moment in moments if moment)
