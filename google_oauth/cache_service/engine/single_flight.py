"""Single flight within a process: one thread refreshes, or watches another process refresh; others wait for it.

A flight is closed to newcomers before its result is read. So whoever waits for it asked before the result was
read, and a removal that was confirmed before somebody asked is never undone for them.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.storage.keys import Question
from google_oauth.cache_service.storage.stored import Found
from google_oauth.exceptions import StillRefreshing


@dataclass(frozen=True, slots=True)
class Landing:
    """How a flight ended.

    `found` and `error` are for all who waited; with neither they look and try anew. `own` and `own_error` are
    for the one who began the flight, whose answer may be for nobody else.
    """

    found: Found | None = None
    error: BaseException | None = None
    own: Found | None = None
    own_error: BaseException | None = None


class Flight:
    """A refresh, or a watch over one, that has not ended."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.began = time.monotonic()
        self.landing = Landing()
        self.passengers = 0
        # The thread that fetches, once there is one.
        self.pilot: int | None = None
        self._landed = threading.Event()

    def wait(self, seconds: float) -> bool:
        """Whether it has landed within `seconds`."""
        return self._landed.wait(max(0.0, seconds))

    def land(self, landing: Landing) -> None:
        """Let everybody go on with `landing`; only the first one counts."""
        if not self._landed.is_set():
            self.landing = landing
            self._landed.set()


class Flights:
    """The flights of this process, at most one for each question."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """None is under way: those at a fork are the parent's."""
        self._lock = threading.Lock()
        self._flying: dict[Question, Flight] = {}

    def begin(self, question: Question) -> Flight | None:
        """A new flight, ours to land; None when there is one already.

        One that hangs for longer than any lease is no longer waited for.
        """
        with self._lock:
            other = self._flying.get(question)
            if other and time.monotonic() - other.began < conf.lease_longest:
                return None
            self._flying[question] = Flight(question)
            return self._flying[question]

    def join(self, question: Question) -> Flight | None:
        """The flight under way, to wait for; None when there is none."""
        with self._lock:
            flight = self._flying.get(question)
            if flight:
                flight.passengers += 1
            return flight

    def close(self, flight: Flight) -> bool:
        """Let nobody join any more; whether anybody has."""
        with self._lock:
            if self._flying.get(flight.question) is flight:
                del self._flying[flight.question]
            return flight.passengers > 0

    def land(self, flight: Flight, landing: Landing | None = None) -> None:
        """Close and land in one; without a landing, those who wait look anew."""
        self.close(flight)
        flight.land(landing or Landing())

    @contextmanager
    def landing_on_error(self, flight: Flight) -> Iterator[None]:
        """Whatever goes wrong in the block, nobody waits in vain; a reader who gives up leaves the flight flying."""
        with ExitStack() as wrong:
            wrong.callback(self.land, flight)
            try:
                yield
            except StillRefreshing:
                wrong.pop_all()
                raise
            wrong.pop_all()


flights = Flights()
