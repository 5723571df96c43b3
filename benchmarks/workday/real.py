"""The day with the real cache, on its clock and a real Redis; only the upstreams are made up."""

from collections.abc import Callable
from typing import Any

from benchmarks.harness import stage
from benchmarks.workday.ledger import Ledger
from benchmarks.workday.upstream import World
from benchmarks.workday.visits import CONDITIONAL, SIZES, UNCHANGED, Read
from google_oauth.cache_service import CacheEntry, CacheService, Fetched, NotModified
from google_oauth.cache_service.engine.single_flight import flights
from google_oauth.cache_service.storage import clock
from google_oauth.exceptions import UpstreamUnavailable


class RealCache:
    """Reads through `CacheService`; a refresh in the background ends before the next read."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ledger = Ledger("this cache")

    def spend(self, reads: list[Read]) -> Ledger:
        """Spend the whole day."""
        stage.anew()
        began = clock.now()
        with stage.clock_at(began) as turn_to:
            for read in reads:
                turn_to(began + read.at)
                self._read(read)
        return self.ledger

    def _read(self, read: Read) -> None:
        self.ledger.reads += 1
        started = clock.now()
        calls = self.ledger.calls
        try:
            entry = CacheService.get_or_fetch(
                read.data_set.service, read.user_id, self._fetch(read), **dict(read.parameters)
            )
        except UpstreamUnavailable:
            self.ledger.errors += 1
            self.ledger.waited += self.ledger.calls > calls
            return
        finally:
            stage.wait_for(_nothing_flies)
        # An answer of this moment was waited for, and so was one that a call of this moment failed to renew.
        was_refreshed = self.ledger.calls > calls
        self.ledger.waited += was_refreshed and (entry.cached_at.timestamp() >= started or entry.is_stale)
        self.ledger.stale += entry.is_stale
        self.ledger.broken += _is_too_old(entry, read)

    def _fetch(self, read: Read) -> Callable[[CacheEntry | None], Any]:
        def fetch(previous: CacheEntry | None) -> Any:
            if self.world.is_down(read, read.at):
                self.ledger.called(0)
                raise UpstreamUnavailable(read.data_set.upstream, "connection")
            version = self.world.version(read, read.at)
            if read.data_set.service in CONDITIONAL and previous and previous.validator == version:
                self.ledger.called(UNCHANGED)
                return NotModified(version)
            self.ledger.called(SIZES[read.data_set.service])
            return Fetched([version], version)

        return fetch


def _is_too_old(entry: CacheEntry, read: Read) -> bool:
    """Whether an answer that is called fresh is not, or a stale one lies beyond its window."""
    age = clock.now() - entry.cached_at.timestamp()
    data_set = read.data_set
    # An age is a float, and datetimes keep microseconds.
    promised = data_set.timeout + (data_set.stale_window if entry.is_stale else 0.0) + 1e-3
    return age > promised


def _nothing_flies() -> bool:
    return not flights._flying  # noqa: SLF001 - a measurement may look inside
