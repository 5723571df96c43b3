"""The question that most tests ask, and short ways to ask it."""

import time
from collections.abc import Callable
from typing import Any

from google_oauth.cache_service import CacheEntry, GoogleAPICache, datasets
from google_oauth.cache_service.storage import store
from google_oauth.cache_service.storage.keys import key_for
from google_oauth.cache_service.storage.store import Lease
from google_oauth.cache_service.storage.stored import StoredEntry
from tests.cache_service.upstream import LONG

SHEETS = key_for(datasets.SHEETS, 7, {"max_results": 100})
# Seconds for which an answer to it is fresh.
TIMEOUT = 600


def read(upstream: Any, **options: Any) -> CacheEntry:
    return GoogleAPICache.fetch_sheets(7, upstream, **options)


def put(*data: str) -> None:
    GoogleAPICache.set_sheets(7, list(data))


def lease_of_another() -> tuple[StoredEntry, Lease]:
    """As if another process had begun a refresh."""
    found = store.read_entry(SHEETS)
    attempt, lease = store.take_lease(found)
    assert attempt.outcome == "taken"
    return found, lease


def wait_for(condition: Callable[[], Any]) -> None:
    deadline = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < deadline, "it never became true"
        time.sleep(0.005)
