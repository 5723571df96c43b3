"""What the upstreams hold at each moment, and the hour in which one of them is down."""

from bisect import bisect
from random import Random
from typing import Final

from benchmarks.workday.visits import CHANGES, DAY, Read
from google_oauth.cache_service.datasets import GOOGLE

# Google is down for a quarter of an hour in the afternoon.
DOWN: Final = (6 * 3600.0, 6.25 * 3600.0)


class World:
    """Versions of what each user has, which change at times of chance."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._changes: dict[tuple[int, str], list[float]] = {}

    def version(self, read: Read, at: float) -> int:
        """How often the answer has changed since the day began."""
        interval = CHANGES.get(read.data_set.service)
        if interval is None:
            return 0
        return bisect(self._times(read.user_id, read.data_set.service, interval), at)

    def is_down(self, read: Read, at: float) -> bool:
        """Whether the upstream of the question answers nothing at that time."""
        return read.data_set.upstream == GOOGLE and DOWN[0] <= at < DOWN[1]

    def _times(self, user_id: int, service: str, interval: float) -> list[float]:
        key = (user_id, service)
        if key not in self._changes:
            chance, at, times = Random(f"{self._seed}{key}"), 0.0, []
            while (at := at + chance.expovariate(1 / interval)) < DAY:
                times.append(at)
            self._changes[key] = times
        return self._changes[key]
