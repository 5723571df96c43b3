"""How old is what a block shows, and what stands in the way of something newer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from google_oauth.cache_service import CacheEntry, data_set_of
from google_oauth.views.blocks.states import reason_text


@dataclass(frozen=True)
class Freshness:
    """The age of a block, which is that of its oldest entry.

    `fresh_until` is when the first of its entries turns stale. `failure` says in words why the last refresh
    brought nothing, "" if it did not fail; `failed_at` is when.
    """

    cached_at: datetime
    fresh_until: datetime
    is_stale: bool
    refreshing: bool
    failure: str = ""
    failed_at: datetime | None = None

    @property
    def tone(self) -> str:
        """The colour that goes with the state, as the badges name it."""
        if self.failure:
            return "danger"
        return "warning" if self.is_stale else "success"


def freshness_of(entries: Sequence[CacheEntry], names: Sequence[CacheEntry] = ()) -> Freshness | None:
    """Sum up the entries behind one block; None for a block that has none.

    `names` are dictionaries with long lives of their own; their age counts only once they are stale.
    """
    shown = [*entries, *(entry for entry in names if entry.is_stale)]
    if not shown:
        return None
    failed = next((entry for entry in (*entries, *names) if entry.failure), None)
    return Freshness(
        cached_at=min(entry.cached_at for entry in shown),
        fresh_until=min(entry.cached_at + _timeout(entry) for entry in shown),
        is_stale=any(entry.is_stale for entry in shown),
        refreshing=any(entry.refreshing for entry in shown),
        failure=_failure(failed) if failed else "",
        failed_at=failed.failure.at if failed and failed.failure else None,
    )


def _timeout(entry: CacheEntry) -> timedelta:
    return timedelta(seconds=data_set_of(entry.service).timeout)


def _failure(entry: CacheEntry) -> str:
    upstream = data_set_of(entry.service).upstream
    return reason_text(upstream, entry.failure.reason) if entry.failure else ""
