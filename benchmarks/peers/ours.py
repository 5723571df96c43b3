"""This program's own cache, through the facade that its services call."""

from collections.abc import Callable
from typing import Any

from benchmarks.harness.stage import USER
from benchmarks.peers.peer import Peer
from google_oauth.cache_service import GoogleAPICache


class Ours(Peer):
    """Spreadsheets of one user."""

    name = "this cache"
    how = "as services call it: `GoogleAPICache.fetch_sheets`"

    def open(self) -> None:
        """Nothing: the cache sees to forks itself."""

    def get_or_fetch(self, fetch: Callable[[], Any]) -> Any:
        """The data of the entry."""
        return GoogleAPICache.fetch_sheets(USER, lambda _: fetch()).data

    def put(self, value: Any) -> None:
        """Keep a value as fetched now."""
        GoogleAPICache.set_sheets(USER, value)
