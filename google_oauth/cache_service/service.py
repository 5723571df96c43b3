"""The public cache, over any declared data set. Services use the facades, which check parameter names."""

from typing import Any

from google_oauth.cache_service.datasets import data_set_of
from google_oauth.cache_service.engine import lookup, reader
from google_oauth.cache_service.engine.refresh import Fetch
from google_oauth.cache_service.entry import CacheEntry
from google_oauth.cache_service.report import counters
from google_oauth.cache_service.report.entries import as_statistics, totals_by_service
from google_oauth.cache_service.storage import invalidation, scan
from google_oauth.cache_service.storage.keys import EntryKey, key_for
from google_oauth.cache_service.storage.scan import OnStep


class CacheService:
    """Answers of upstreams, kept in Redis per service, user and parameters.

    `user_id` is an int; parameters are str, int, bool or None (TypeError otherwise), and an int fits into
    64 bits (ValueError). An undeclared service is a ValueError. Values are JSON. Only removals and statistics raise CacheUnavailable when Redis is away.
    """

    @staticmethod
    def get_cached_data(service: str, user_id: int, /, **params: Any) -> Any:
        """The caller's own copy of the data while they are fresh, else None."""
        entry = lookup.get_fresh(_key(service, user_id, params))
        return entry.data if entry else None

    @staticmethod
    def set_cached_data(service: str, user_id: int, data: Any, /, **params: Any) -> None:
        """Keep `data` as fetched now; TypeError or ValueError for what would not be read back equal."""
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
        """The entry, fetched by `fetch(previous)` when it is not fresh.

        `fetch` gets the stored entry or None, may run in a background thread, and returns the data, or Fetched,
        or NotModified. `force` asks for a refresh now. `wait` is the time in seconds that this caller waits for
        a refresh when nothing usable is stored (by default the hard timeout).
        Raises what `fetch` raises, unless a stale entry stands in; StillRefreshing when the time ran out.
        """
        return reader.get_or_fetch(_key(service, user_id, params), fetch, force=force, wait=wait)

    @staticmethod
    def invalidate_cache(service: str, user_id: int | None = None, /, **params: Any) -> int:
        """Remove one entry, a user's entries of the service, or the service's; the number of entries removed.

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
        """Remove every entry and nothing else that lives in that Redis database; the number of entries."""
        return invalidation.remove()

    @staticmethod
    def database_size() -> int:
        """The number of keys in the Redis database, the steps of a scan together. Raises RedisUnavailable."""
        return scan.database_size()


def _key(service: str, user_id: int, params: dict[str, Any]) -> EntryKey:
    return key_for(data_set_of(service), user_id, params)
