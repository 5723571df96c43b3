"""What is kept, entry by entry or summed up, told from metadata and never from a body."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from google_oauth.cache_service.entry import Failure
from google_oauth.cache_service.report.census import hashes
from google_oauth.cache_service.storage import clock
from google_oauth.cache_service.storage.failures import parse_note
from google_oauth.cache_service.storage.keys import EntryAddress, backoff_name, hash_name, service_of, user_of
from google_oauth.cache_service.storage.metadata import Metadata
from google_oauth.cache_service.storage.scan import metadata_in
from google_oauth.cache_service.storage.stored import is_live, public_failure
from google_oauth.exceptions import CacheUnavailable, RedisUnavailable
from google_oauth.redis_access import execute


@dataclass(frozen=True, slots=True)
class Kept:
    """One entry without its data. `cached_at` is None where nothing is stored and only a failure is known.

    `fresh_until` is when it turns stale, or turned so. `refreshing` is looked up only for a single user's entries.
    """

    service: str
    user_id: int
    digest: str
    question: str
    cached_at: datetime | None
    fresh_until: datetime | None
    is_fresh: bool
    failure: Failure | None
    refreshing: bool = False

    @property
    def parameters(self) -> dict[str, Any]:
        """What was asked."""
        parameters: dict[str, Any] = json.loads(self.question)
        return parameters


@dataclass(slots=True)
class Holding:
    """A number of entries: how many, how many of them fresh, their ages, and the failure that came last.

    `failing` counts questions whose last refresh failed, those with nothing stored among them.
    """

    entries: int = 0
    fresh: int = 0
    failing: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None
    failure: Failure | None = None

    @property
    def stale(self) -> int:
        """How many are older than their timeout."""
        return self.entries - self.fresh

    def add(self, kept: Kept) -> None:
        """Count one more."""
        if kept.failure:
            self.failing += 1
            self.failure = max(self.failure or kept.failure, kept.failure, key=lambda failure: failure.at)
        if kept.cached_at is None:
            return
        self.entries += 1
        self.fresh += kept.is_fresh
        self.oldest = min(self.oldest or kept.cached_at, kept.cached_at)
        self.newest = max(self.newest or kept.cached_at, kept.cached_at)


@dataclass(slots=True)
class Survey:
    """Everything that is kept, by service and by user."""

    whole: Holding = field(default_factory=Holding)
    services: dict[str, Holding] = field(default_factory=lambda: defaultdict(Holding))
    users: dict[int, Holding] = field(default_factory=lambda: defaultdict(Holding))


def entries_of(user_id: int) -> list[Kept]:
    """The user's entries, and the questions whose refresh failed with nothing stored, the newest first.

    Raises CacheUnavailable when Redis does not answer.
    """
    found = sorted(_inventory(user_id), key=_moment, reverse=True)
    try:
        leases = execute(partial(_leases, found)) if found else []
    except RedisUnavailable as exc:
        raise CacheUnavailable(f"Redis does not answer ({exc.code})") from exc
    return [
        replace(kept, refreshing=is_live(lease or b"")) for kept, lease in zip(found, leases, strict=True)
    ]


def survey() -> Survey:
    """Sum up all entries. Raises CacheUnavailable when Redis does not answer."""
    found = Survey()
    for kept in _inventory():
        for holding in (found.whole, found.services[kept.service], found.users[kept.user_id]):
            holding.add(kept)
    return found


def rest_of(upstream: str, user_id: int) -> Failure | None:
    """Why the upstream wants to be left alone by this user, if it does.

    Raises CacheUnavailable when Redis does not answer.
    """
    try:
        line = execute(lambda client: client.get(backoff_name(upstream, user_id)))
    except RedisUnavailable as exc:
        raise CacheUnavailable(f"Redis does not answer ({exc.code})") from exc
    try:
        note = parse_note(line) if line else None
    except ValueError:
        return None
    return public_failure(note) if note and note.retry_at > clock.now() else None


def _inventory(user_id: int | None = None) -> Iterator[Kept]:
    try:
        for place, meta in metadata_in(hashes(user_id=user_id)):
            if meta.cached_at is not None or meta.failure:
                yield _kept(place, meta)
    except RedisUnavailable as exc:
        raise CacheUnavailable(f"Redis does not answer ({exc.code})") from exc


def _leases(entries: Sequence[Kept], client: Any) -> list[bytes | None]:
    """What is in the lease field of each: a command for each data set, however many entries it has."""
    asked: dict[str, list[EntryAddress]] = defaultdict(list)
    places = [EntryAddress(hash_name(kept.service, kept.user_id), kept.digest) for kept in entries]
    for place in places:
        asked[place.hash_name].append(place)
    with client.pipeline(transaction=False) as pipe:
        for name, own in asked.items():
            pipe.hmget(name, [place.fields[-1] for place in own])
        answers = pipe.execute()
    leases = {
        place: lease
        for own, answer in zip(asked.values(), answers, strict=True)
        for place, lease in zip(own, answer, strict=True)
    }
    return [leases[place] for place in places]


def _kept(place: EntryAddress, meta: Metadata) -> Kept:
    stored = meta.cached_at is not None
    return Kept(
        service=service_of(place.hash_name),
        user_id=user_of(place.hash_name),
        digest=place.digest,
        question=meta.parameters,
        cached_at=clock.moment(meta.cached_at) if meta.cached_at is not None else None,
        fresh_until=clock.moment((meta.cached_at or 0.0) + meta.timeout) if stored else None,
        is_fresh=meta.is_fresh,
        failure=public_failure(meta.failure) if meta.failure else None,
    )


def _moment(kept: Kept) -> datetime:
    """When something was last heard of the entry."""
    moments = [kept.cached_at, kept.failure.at if kept.failure else None]
    return max(moment for moment in moments if moment)
