"""The public cache, over any declared data set. Services use the facades, which check parameter names."""

from typing import Any

from google_oauth.cache_service.datasets import declared
from google_oauth.cache_service.engine import lookup, reader
from google_oauth.cache_service.engine.refresh import Fetch
from google_oauth.cache_service.entry import CacheEntry
from google_oauth.cache_service.report import census, counters
from google_oauth.cache_service.storage import invalidation
from google_oauth.cache_service.storage.keys import EntryKey, key_for


class CacheService:
    """Answers of upstreams, kept in Redis per service, user and parameters.

    `user_id` is an int; parameters are str, int, bool or None (TypeError otherwise), and an int fits into
    64 bits (ValueError). An undeclared service is a ValueError. Values are JSON. Only removals and statistics raise CacheUnavailable when Redis is away.
    """

    @staticmethod
    def get_cached_data(service: str, user_id: int, /, **params: Any) -> Any:
        """The caller's own copy of the data while they are fresh, else None."""
        entry = lookup.get_fresh(_question(service, user_id, params))
        return entry.data if entry else None

    @staticmethod
    def set_cached_data(service: str, user_id: int, data: Any, /, **params: Any) -> None:
        """Keep `data` as fetched now; TypeError or ValueError for what would not be read back equal."""
        lookup.put(_question(service, user_id, params), data)

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
        return reader.get_or_fetch(_question(service, user_id, params), fetch, force=force, wait=wait)

    @staticmethod
    def invalidate_cache(service: str, user_id: int | None = None, /, **params: Any) -> int:
        """Remove one entry, a user's entries of the service, or the service's; the number of entries removed.

        Raises CacheUnavailable when Redis did not confirm it, and TypeError for parameters without a user.
        """
        data_set = declared(service)
        if not params:
            return invalidation.remove(service, user_id)
        if user_id is None:
            raise TypeError("parameters name an entry only together with a user")
        return invalidation.remove_entry(key_for(data_set, user_id, params))

    @staticmethod
    def get_cache_stats() -> dict[str, Any]:
        """What is kept: `total_keys`, `services`, `oldest_cache` and `newest_cache` (ISO or None), and more."""
        return {**census.take().as_dict(), "counters": counters.report()}

    @staticmethod
    def clear_all_cache() -> int:
        """Remove every entry and nothing else that lives in that Redis database; the number of entries."""
        return invalidation.remove()


def _question(service: str, user_id: int, params: dict[str, Any]) -> EntryKey:
    return key_for(declared(service), user_id, params)
