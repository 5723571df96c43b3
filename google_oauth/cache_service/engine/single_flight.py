"""Single flight within a process. One thread leads: it refreshes, or waits for another process. Followers wait.

A flight is closed to newcomers before its result is read. So every follower asked before the read. A reader that
asks after a confirmed removal never gets an answer from before it.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.storage.keys import EntryKey
from google_oauth.cache_service.storage.stored import StoredEntry
from google_oauth.exceptions import StillRefreshing


@dataclass(frozen=True, slots=True)
class Result:
    """How a flight ended.

    `shared` and `shared_error` are for all; with neither, followers look anew. `own` and `own_error` are for the
    leader alone: after a removal, followers must not get its answer.
    """

    shared: StoredEntry | None = None
    shared_error: BaseException | None = None
    own: StoredEntry | None = None
    own_error: BaseException | None = None


class Flight:
    """A refresh, or a wait for another process, that has not ended."""

    def __init__(self, key: EntryKey) -> None:
        self.key = key
        self.began = time.monotonic()
        self.result = Result()
        self.followers = 0
        # The id of the thread that fetches, once there is one.
        self.leader: int | None = None
        self._finished = threading.Event()

    def wait(self, seconds: float) -> bool:
        return self._finished.wait(max(0.0, seconds))

    def finish(self, result: Result) -> None:
        """Wake all who wait; only the first result counts."""
        if not self._finished.is_set():
            self.result = result
            self._finished.set()


class Flights:
    """The flights of this process, at most one per entry."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._lock = threading.Lock()
        self._flying: dict[EntryKey, Flight] = {}

    def begin(self, key: EntryKey) -> Flight | None:
        """A new flight, for the caller to finish; None when there is one already.

        A flight that hangs for longer than any lease is replaced.
        """
        with self._lock:
            other = self._flying.get(key)
            if other and time.monotonic() - other.began < conf.lease_longest:
                return None
            self._flying[key] = Flight(key)
            return self._flying[key]

    def join(self, key: EntryKey) -> Flight | None:
        """The flight under way, for the caller to wait for; None when there is none."""
        with self._lock:
            flight = self._flying.get(key)
            if flight:
                flight.followers += 1
            return flight

    def close(self, flight: Flight) -> bool:
        """Close it to newcomers; whether it has followers."""
        with self._lock:
            if self._flying.get(flight.key) is flight:
                del self._flying[flight.key]
            return flight.followers > 0

    def finish(self, flight: Flight, result: Result | None = None) -> None:
        """Close and finish; without a result, followers look anew."""
        self.close(flight)
        flight.finish(result or Result())

    @contextmanager
    def finishing_on_error(self, flight: Flight) -> Iterator[None]:
        """Finish the flight if the block raises, unless its reader only gave up and the refresh goes on."""
        with ExitStack() as on_error:
            on_error.callback(self.finish, flight)
            try:
                yield
            except StillRefreshing:
                on_error.pop_all()
                raise
            on_error.pop_all()


flights = Flights()
