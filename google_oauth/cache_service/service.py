"""The public cache for any declared data set. Services use the facades, which check parameter names."""

from typing import Any

from google_oauth.cache_service.datasets import data_set_of
from google_oauth.cache_service.engine import lookup, reader
from google_oauth.cache_service.engine.refresh import Fetch
from google_oauth.cache_service.entry import CacheEntry
from google_oauth.cache_service.report import counters
from google_oauth.cache_service.report.entries import as_statistics, totals_by_service
from google_oauth.cache_service.storage import invalidation
from google_oauth.cache_service.storage.keys import EntryKey, key_for
from google_oauth.cache_service.storage.scan import OnStep
from google_oauth.redis_access import execute


class CacheService:
    """Answers of upstreams in Redis, by service, user and parameters.

    `user_id` is an int; parameters are str, int, bool or None (TypeError otherwise). An int must fit into 64 bits,
    and a service must be declared (ValueError otherwise). Values are JSON. Without Redis only removals and
    statistics raise CacheUnavailable.
    """

    @staticmethod
    def get_cached_data(service: str, user_id: int, /, **params: Any) -> Any:
        """The caller's own copy of the data if they are fresh, else None."""
        entry = lookup.get_fresh(_key(service, user_id, params))
        return entry.data if entry else None

    @staticmethod
    def set_cached_data(service: str, user_id: int, data: Any, /, **params: Any) -> None:
        """Store `data` as fetched now. TypeError or ValueError if JSON would change them."""
        lookup.put(_key(service, user_id, params), data)

    @staticmethod
    def get_or_fetch(
        service: str,
        user_id: int,
        fetch: Fetch,
        /,
        *,
        force: bool = False,
        wait: float | None = None,
        **params: Any,
    ) -> CacheEntry:
        """The entry, refreshed by `fetch(previous)` unless it is fresh.

        `fetch` may run in a background thread. It gets the stored entry or None, and returns the data, Fetched or
        NotModified. `force` refreshes a fresh entry too. `wait` bounds, in seconds, how long this caller waits when
        nothing is stored. The default is the hard timeout.

        Raises what `fetch` raises unless there is a stale entry, and StillRefreshing when the time is over.
        """
        return reader.get_or_fetch(_key(service, user_id, params), fetch, force=force, wait=wait)

    @staticmethod
    def invalidate_cache(service: str, user_id: int | None = None, /, **params: Any) -> int:
        """Remove one entry, a user's entries of the service, or all of it; returns their number.

        Raises CacheUnavailable when Redis did not confirm it, and TypeError for parameters without a user.
        """
        data_set = data_set_of(service)
        if not params:
            return invalidation.remove(service, user_id)
        if user_id is None:
            raise TypeError("parameters name an entry only together with a user")
        return invalidation.remove_entry(key_for(data_set, user_id, params))

    @staticmethod
    def get_cache_stats(
        service: str | None = None, user_id: int | None = None, *, on_step: OnStep | None = None
    ) -> dict[str, Any]:
        """Statistics of all entries, or of those of a service, of a user, or of both.

        `total_keys` and, by service, `services`, `fresh` and `stale` are numbers of entries; `oldest_cache` and
        `newest_cache` are ISO times or None; `counters` has no users. `on_step` gets the number of keys that each
        step of the scan looked at.
        """
        totals = totals_by_service(service, user_id, on_step)
        counted = counters.hit_statistics()
        if service:
            counted = {span: {service: services.get(service, {})} for span, services in counted.items()}
        return {**as_statistics(totals), "counters": counted}

    @staticmethod
    def count_entries(
        service: str | None = None, user_id: int | None = None, *, on_step: OnStep | None = None
    ) -> int:
        """The number of entries; arguments as for `get_cache_stats`."""
        return sum(totals.entries for totals in totals_by_service(service, user_id, on_step).values())

    @staticmethod
    def clear_entries(
        service: str | None = None, user_id: int | None = None, *, on_step: OnStep | None = None
    ) -> int:
        """Remove entries and return their number; arguments as for `get_cache_stats`."""
        return invalidation.remove(service, user_id, on_step)

    @staticmethod
    def clear_all_cache() -> int:
        """Remove every entry, and nothing else in that Redis database; returns their number."""
        return invalidation.remove()

    @staticmethod
    def database_size() -> int:
        """The number of keys in the Redis database, the steps of a scan together. Raises RedisUnavailable."""
        return int(execute(lambda client: client.dbsize()))


def _key(service: str, user_id: int, params: dict[str, Any]) -> EntryKey:
    return key_for(data_set_of(service), user_id, params)
