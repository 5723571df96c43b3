"""Removals in the midst of refreshes, and refreshers that die."""

import random
import signal
import time
from collections.abc import Callable

from benchmarks.cache.figure import Figure
from benchmarks.harness.stage import (
    FORK,
    TIMEOUT,
    USER,
    Child,
    Upstream,
    anew,
    clock,
    read,
    settings,
    wait_for,
)
from google_oauth.cache_service import CacheService, GoogleAPICache
from google_oauth.cache_service.engine.background import background

ROUNDS = 1000
REMOVALS: tuple[Callable[[], int], ...] = (
    lambda: CacheService.invalidate_cache("google_sheets", USER, max_results=100),
    lambda: CacheService.invalidate_cache("google_sheets", USER),
    lambda: CacheService.invalidate_cache("google_sheets"),
    lambda: GoogleAPICache.invalidate_user_cache(USER),
    CacheService.clear_all_cache,
)
# The age at which a refresh is in the foreground, given up on, or eager; None is a cold entry.
AGES = (None, TIMEOUT + 1, 0.9 * TIMEOUT)


def invalidation() -> Figure:
    """Another process refreshes; here everything is removed at a moment of chance, in all ways in turn."""
    anew()
    chance = random.Random(1)
    world = FORK.Value("i", 0)
    refresher = _Refresher(world)
    resurrected = 0
    for number in range(ROUNDS):
        world.value = number
        refresher.begin(AGES[number % len(AGES)])
        time.sleep(chance.uniform(0, 0.004))
        world.value = -1
        REMOVALS[number % len(REMOVALS)]()
        refresher.wait()
        resurrected += GoogleAPICache.get_sheets(USER) == [number]
        CacheService.clear_all_cache()
    refresher.stop()
    return Figure(
        "invalidation during a refresh, all kinds, all processes",
        f"{resurrected} of {ROUNDS} rounds brought the old value back",
        resurrected == 0,
    )


class _Refresher:
    """A process that refreshes the entry once for each round, from a world that changes meanwhile."""

    def __init__(self, world: object) -> None:
        self._world = world
        self._mine, self._theirs = FORK.Pipe()
        self._child = Child(self._work)
        self._child.go()

    def begin(self, age: float | None) -> None:
        self._mine.send(("go", age))

    def wait(self) -> None:
        self._mine.recv()

    def stop(self) -> None:
        self._mine.send(("stop", None))
        self._child.result()

    def _work(self) -> None:
        chance = random.Random(2)

        def fetch(_: object) -> list[int]:
            seen = self._world.value  # type: ignore[attr-defined]
            time.sleep(chance.uniform(0, 0.002))
            return [seen]

        with settings(SOFT_TIMEOUT=0.0):
            while (order := self._theirs.recv())[0] == "go":
                with clock() as move:
                    if order[1] is not None:
                        GoogleAPICache.set_sheets(USER, ["before"])
                        move(order[1])
                    read(fetch)
                    # What was given up on, or is eager, ends too.
                    background.drain(5)
                    background.reset()
                self._theirs.send(None)


def killed() -> Figure:
    """A refresher that is killed."""
    anew()
    upstream = Upstream(30)
    refresher = Child(lambda: read(upstream))
    refresher.go()
    wait_for(lambda: upstream.calls)
    time.sleep(1)
    refresher.signal(signal.SIGKILL)
    upstream.seconds = 0
    taken = read(upstream).seconds
    return Figure("refresher SIGKILLed", f"next reader was answered after {taken:.1f} s", taken < 3)
