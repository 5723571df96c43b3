"""What the cache page tells: a person's own entries, the whole cache in numbers, and what clearing it takes.

Nothing here reads or returns cached data but for `refresh_own`, which goes the way of every page.
"""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from google_oauth.cache_service import Failure
from google_oauth.cache_service.datasets import DATA_SETS
from google_oauth.cache_service.report import census
from google_oauth.cache_service.report import counters as statistics
from google_oauth.cache_service.report import entries as inventory
from google_oauth.cache_service.report.counters import HOURS, MINUTES, Span
from google_oauth.cache_service.report.entries import Kept, Survey
from google_oauth.cache_service.report.tally import Tally
from google_oauth.cache_service.storage import invalidation
from google_oauth.exceptions import CacheUnavailable, RedisUnavailable
from google_oauth.redis_access import RedisMemory, RedisState, redis_memory, redis_state
from google_oauth.services import pending_removals

logger = logging.getLogger("google_oauth.cache")


@dataclass(frozen=True)
class OwnCache:
    """What is kept for one person. `resting` has the upstreams that want to be left alone, and why.

    `due` has the upstreams whose answers should be gone and are not, because Redis did not confirm it.
    """

    entries: tuple[Kept, ...]
    resting: dict[str, Failure]
    due: tuple[str, ...]


@dataclass(frozen=True)
class Moment:
    """One minute or hour: when it began, and its tally by service."""

    start: datetime
    services: dict[str, Tally]

    def of(self, service: str = "") -> Tally:
        """The tally of a service, or of all."""
        return self.services.get(service, Tally()) if service else total(self.services.values())


@dataclass(frozen=True)
class Track:
    """The counters of the last hour by minutes, or of the last week by hours, the oldest first.

    `redis_troubles` counts calls to Redis that failed.
    """

    moments: tuple[Moment, ...]
    redis_troubles: int

    def of(self, service: str = "") -> Tally:
        """The tally of a service, or of all, over the whole length."""
        return total(moment.of(service) for moment in self.moments)

    def last_failure(self, service: str = "") -> datetime | None:
        """When the minute or hour began in which a refresh failed last."""
        return next((each.start for each in reversed(self.moments) if each.of(service).failures), None)


@dataclass(frozen=True)
class Overview:
    """The whole cache in numbers, without anybody's data; no `memory` where the server does not tell."""

    survey: Survey
    hour: Track
    week: Track
    memory: RedisMemory | None


@dataclass(frozen=True)
class Scope:
    """What to clear: a service, a user, or a user's entries of a service. At least one is given."""

    service: str | None = None
    user_id: int | None = None


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of tallies."""
    return sum(tallies, Tally())


def own_cache(user: User) -> OwnCache:
    """What is kept for `user`. Raises CacheUnavailable when Redis does not answer."""
    due = [
        upstream
        for upstream in pending_removals.CACHES
        if pending_removals.retry_pending_removal(user.pk, upstream)
    ]
    resting = {upstream: inventory.rest_of(upstream, user.pk) for upstream in pending_removals.CACHES}
    return OwnCache(
        tuple(inventory.entries_of(user.pk)),
        {upstream: failure for upstream, failure in resting.items() if failure},
        tuple(due),
    )


def overview() -> Overview:
    """The whole cache in numbers. Raises CacheUnavailable when Redis does not answer."""
    found = inventory.survey()
    statistics.counts.flush()
    try:
        return Overview(found, _track(MINUTES), _track(HOURS), _memory())
    except RedisUnavailable as exc:
        raise CacheUnavailable(f"Redis does not answer ({exc.code})") from exc


def state() -> RedisState:
    """How Redis is; after another call here, as that call found it."""
    return redis_state()


def count(scope: Scope) -> int:
    """How many entries `clear` would remove. Raises CacheUnavailable when Redis does not answer."""
    return census.take(service=scope.service, user_id=scope.user_id).entries.total()


def clear(scope: Scope) -> int:
    """Remove the entries; how many there were.

    Raises CacheUnavailable when Redis did not confirm it: then some of them may still be there.
    """
    if scope == Scope():
        raise ValueError("a service or a user is needed")
    removed = invalidation.remove(scope.service, scope.user_id)
    logger.info("Cleared on the cache page: %d entries of %s", removed, scope.service or "one user")
    return removed


def data_sets() -> tuple[str, ...]:
    """The services of all data sets, in the order of their declaration."""
    return tuple(DATA_SETS)


def upstream_of(service: str) -> str:
    """Who answers the questions of a service: "google" or "huntflow"."""
    return DATA_SETS[service].upstream


def _track(span: Span) -> Track:
    history = statistics.history(span)
    moments = tuple(Moment(start, _tallies(counters)) for start, counters in history)
    return Track(moments, sum(_redis_troubles(counters) for _, counters in history))


def _tallies(counters: Counter[str]) -> dict[str, Tally]:
    services: dict[str, dict[str, int]] = {}
    for name, number in counters.items():
        service, _, event = name.rpartition(":")
        if service in DATA_SETS:
            services.setdefault(service, {})[event] = number
    return {service: Tally.of(events) for service, events in services.items()}


def _redis_troubles(counters: Counter[str]) -> int:
    return sum(number for name, number in counters.items() if name.startswith("redis:"))


def _memory() -> RedisMemory | None:
    """None where the server does not tell, as some that are rented do."""
    try:
        return redis_memory()
    except RedisUnavailable:
        return None
