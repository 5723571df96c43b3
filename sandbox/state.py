"""All that a running sandbox remembers."""

from datetime import date, datetime
from threading import RLock

from sandbox.counts import RequestCounts
from sandbox.faults import FaultBook
from sandbox.google.grants import Grants
from sandbox.google.identity import Signer
from sandbox.limits import RateLimits
from sandbox.world import World, build_world
from sandbox.world.dates import MOSCOW


class Sandbox:
    """The world, the grants, and what the control surface sets and counts.

    `seed` and `today` decide the data; without `today` it is the day in Moscow at the start or the last
    reset. Handlers hold `lock`; who reads or changes the world from outside a handler takes it too.
    """

    def __init__(self, *, seed: int = 1, today: date | None = None) -> None:
        self._seed, self._today = seed, today
        self.lock = RLock()
        self.faults = FaultBook()
        self.counts = RequestCounts()
        self.limits = RateLimits()
        self.grants = Grants(seed=seed)
        self.signer = Signer()
        self.world = self._new_world()

    def reset(self) -> None:
        """Back to the beginning: the data, the grants, the faults, the limits, the counts."""
        self.faults.clear()
        with self.lock:
            self.world = self._new_world()
            self.grants.reset()
            self.limits.reset()
            self.counts.reset()

    def _new_world(self) -> World:
        today = self._today or datetime.now(MOSCOW).date()
        return build_world(seed=self._seed, today=today).copy()
