"""How services read: through the cache, or past Redis while a removal from it is pending."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeVar

from google_oauth.cache_service import CacheEntry, bypassing_redis, log_sync
from google_oauth.services.pending_removals import retry_pending_removal

EntryFetch = Callable[[CacheEntry | None], Any]
P = ParamSpec("P")
T = TypeVar("T")


class CachedRead:
    """Reads one upstream's entries of one user. Lives as long as a service object: one request."""

    def __init__(self, user_id: int, upstream: str) -> None:
        self._user_id = user_id
        self._upstream = upstream

    def read(
        self,
        through: Callable[Concatenate[int, EntryFetch, P], CacheEntry[T]],
        fetch: EntryFetch,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> CacheEntry[T]:
        """Read through a facade's `fetch_<name>`. Logs a forced refresh whose answer was stored."""
        fetched: list[bool] = []

        def noticed(previous: CacheEntry | None) -> Any:
            answer = fetch(previous)
            fetched.append(True)
            return answer

        since = self._pending_since
        with bypassing_redis(since):
            entry = through(self._user_id, noticed, *args, **kwargs)
        if kwargs.get("force") and fetched and not since:
            log_sync(entry)
        return entry

    def read_fresh(
        self, get: Callable[Concatenate[int, P], T | None], *args: P.args, **kwargs: P.kwargs
    ) -> T | None:
        """Return fresh data through the `get_<name>` of a facade, else None. Never calls the upstream."""
        with bypassing_redis(self._pending_since):
            return get(self._user_id, *args, **kwargs)

    @cached_property
    def _pending_since(self) -> datetime | None:
        return retry_pending_removal(self._user_id, self._upstream)
