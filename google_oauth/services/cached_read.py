"""The one path by which services read: the cache, unless it may hold what has to be gone."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any

from google_oauth.cache_service import CacheEntry, bypassing_redis, log_sync
from google_oauth.services import pending_removals

Fetch = Callable[[CacheEntry | None], Any]


class Reader:
    """Reads what one upstream answers to one user. One for each service object, so for each request."""

    def __init__(self, user_id: int, upstream: str) -> None:
        self._user_id = user_id
        self._upstream = upstream

    def read(
        self, cached: Callable[..., CacheEntry], fetch: Fetch, /, *, force: bool, **params: Any
    ) -> CacheEntry:
        """Read an entry through `cached`, its facade's `fetch_<name>`.

        `params` go to the facade. A forced refresh whose answer could be kept is logged. While a removal of this
        user's answers is not confirmed, Redis is passed by.
        """
        brought: list[bool] = []

        def noticed(previous: CacheEntry | None) -> Any:
            answer = fetch(previous)
            brought.append(True)
            return answer

        bypass = self._bypass_since
        with bypassing_redis(bypass):
            entry = cached(self._user_id, noticed, force=force, **params)
        if force and brought and not bypass:
            log_sync(entry)
        return entry

    @cached_property
    def _bypass_since(self) -> datetime | None:
        return pending_removals.unsettled_since(self._user_id, self._upstream)
