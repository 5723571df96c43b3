"""What is asked of every cache that takes part."""

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, Final

from benchmarks.harness.stage import Reading, Upstream, in_threads

# Seconds, the same for everybody: those of the settings.
SOCKET_TIMEOUT: Final = 0.25
KEY: Final = "benchmark"


class Peer(ABC):
    """One key of one cache. `fresh` is in seconds.

    `same_guarantees`: a shared store, an expiry, a copy for each caller, and no pickle. `how` says how it is
    configured.
    """

    name: ClassVar[str]
    how: ClassVar[str]
    same_guarantees: ClassVar[bool] = True

    def __init__(self, *, fresh: int = 600) -> None:
        self.fresh = fresh
        self.open()

    @abstractmethod
    def open(self) -> None:
        """Make what it needs; redis-py connects anew in a forked child by itself."""

    @abstractmethod
    def get_or_fetch(self, fetch: Callable[[], Any]) -> Any:
        """The value, fetched when there is none."""

    @abstractmethod
    def put(self, value: Any) -> None:
        """Keep a value as fetched now."""

    def time_hits(self, number: int) -> float:
        """Seconds of one hit, the mean of `number` of them."""
        began = time.perf_counter()
        for _ in range(number):
            self.get_or_fetch(never)
        return (time.perf_counter() - began) / number

    def time_stores(self, value: Any, number: int) -> float:
        """Seconds of one store, the mean of `number` of them."""
        began = time.perf_counter()
        for _ in range(number):
            self.put(value)
        return (time.perf_counter() - began) / number

    def crowd(self, upstream: Upstream, size: int) -> list[Reading]:
        """What `size` readers of one process got, all at once."""
        return in_threads(lambda: self.read(upstream), size)

    def read(self, upstream: Upstream) -> Reading:
        """One reading."""
        began = time.monotonic()
        data = self.get_or_fetch(upstream)
        return Reading(time.monotonic() - began, data, data == OLD)


# What the crowds find stored.
OLD: Final = ["old"]


def never() -> Any:
    """The fetch of a reader who must find something."""
    raise AssertionError("a fresh hit asked the upstream")
