"""The one path by which services read: the cache, unless it may hold what has to be gone."""

from collections.abc import Callable
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.utils import timezone

from google_oauth.cache_service import CacheEntry, Fetched, log_sync
from google_oauth.services import removals

Fetch = Callable[[CacheEntry | None], Any]


class Reader:
    """Reads what one upstream answers to one user. One for each service object, so for each request."""

    def __init__(self, user_id: int, upstream: str) -> None:
        self._user_id = user_id
        self._upstream = upstream

    def read(
        self, service: str, cached: Callable[..., CacheEntry], fetch: Fetch, /, *, force: bool, **params: Any
    ) -> CacheEntry:
        """Read an entry of the data set `service` through `cached`, its facade's `fetch_<name>`.

        `params` go to the facade. A forced refresh that brought an answer is logged. While a removal of this
        user's answers is not confirmed, the cache is passed by and the upstream asked directly.
        """
        if not self._trusted:
            return _direct(service, fetch)
        brought: list[bool] = []

        def noticed(previous: CacheEntry | None) -> Any:
            answer = fetch(previous)
            brought.append(True)
            return answer

        entry = cached(self._user_id, noticed, force=force, **params)
        if force and brought:
            log_sync(entry)
        return entry

    @cached_property
    def _trusted(self) -> bool:
        return removals.settle(self._user_id, self._upstream)


def _direct(service: str, fetch: Fetch) -> CacheEntry:
    answer = fetch(None)
    data = answer.data if isinstance(answer, Fetched) else answer
    return CacheEntry(data, timezone.now(), is_stale=False, age=timedelta(0), service=service)
