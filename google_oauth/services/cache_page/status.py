"""The numbers of the cache page, for a user and for the staff, and clearing."""

import logging
from dataclasses import dataclass

from django.contrib.auth.models import User

from google_oauth.cache_service import CacheService, Failure
from google_oauth.cache_service.report import counters, entries
from google_oauth.cache_service.report.counters import HOURS, MINUTES, Series
from google_oauth.cache_service.report.entries import CacheTotals, EntryInfo
from google_oauth.exceptions import RedisUnavailable
from google_oauth.redis_access import RedisMemory, redis_memory
from google_oauth.services.pending_removals import CACHES, retry_pending_removal

logger = logging.getLogger("google_oauth.cache")


@dataclass(frozen=True)
class OwnCache:
    """The entries of one user.

    `backoffs` has the failures of upstreams that are not asked at present, `due` the upstreams whose answers should
    be removed while Redis has not confirmed it.
    """

    entries: tuple[EntryInfo, ...]
    backoffs: dict[str, Failure]
    due: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """The whole cache in numbers; `memory` is None where the server refuses to report it."""

    totals: CacheTotals
    hour: Series
    week: Series
    memory: RedisMemory | None


@dataclass(frozen=True)
class Scope:
    """The entries to clear: of a service, of a user, or of both."""

    service: str | None = None
    user_id: int | None = None


def own_cache(user: User) -> OwnCache:
    """The entries of `user`; repeats removals that are due. Raises CacheUnavailable when Redis does not answer."""
    due = tuple(upstream for upstream in CACHES if retry_pending_removal(user.pk, upstream))
    backoffs = {upstream: entries.backoff_of(upstream, user.pk) for upstream in CACHES}
    return OwnCache(
        tuple(entries.entries_of(user.pk)),
        {upstream: failure for upstream, failure in backoffs.items() if failure},
        due,
    )


def overview() -> Overview:
    """The whole cache in numbers. Raises CacheUnavailable when Redis does not answer."""
    totals = entries.totals()
    counters.counts.flush()
    return Overview(totals, counters.series(MINUTES), counters.series(HOURS), _memory())


def count_in(scope: Scope) -> int:
    """The number of entries that `clear` would remove. Raises CacheUnavailable when Redis does not answer."""
    return CacheService.count_entries(scope.service, scope.user_id)


def clear(scope: Scope) -> int:
    """Remove the entries and return their number. ValueError for an empty scope.

    Raises CacheUnavailable when Redis did not confirm the removal: then some may still be there.
    """
    if scope == Scope():
        raise ValueError("a service or a user is needed")
    removed = CacheService.clear_entries(scope.service, scope.user_id)
    logger.info("Cleared on the cache page: %d entries of %s", removed, scope.service or "one user")
    return removed


def _memory() -> RedisMemory | None:
    try:
        return redis_memory()
    except RedisUnavailable:
        # Some hosted servers refuse INFO.
        return None
