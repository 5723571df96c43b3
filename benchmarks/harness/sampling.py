"""Samples that can be compared: taken side by side, in an order that chance draws anew for each round."""

import random
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

# Measures once, and returns seconds.
Sampler = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle of some samples, and the quartiles around it."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, samples: Sequence[float]) -> Self:
        """Sum up at least one sample."""
        if len(samples) == 1:
            return cls(samples[0], samples[0], samples[0])
        low, median, high = statistics.quantiles(samples, n=4, method="inclusive")
        return cls(median, low, high)

    def __format__(self, spec: str) -> str:
        return f"{self.median:{spec}} ({self.low:{spec}}–{self.high:{spec}})"


def interleave(samplers: Mapping[str, Sampler], *, rounds: int, seed: int = 1) -> dict[str, list[float]]:
    """Take `rounds` samples of each; in each round all of them, shuffled."""
    chance, order = random.Random(seed), list(samplers)
    taken: dict[str, list[float]] = {name: [] for name in samplers}
    for _ in range(rounds):
        chance.shuffle(order)
        for name in order:
            taken[name].append(samplers[name]())
    return taken


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Spread:
    """How many times theirs ours is, round by round, so that what slows a round down slows both."""
    return Spread.of([mine / other for mine, other in zip(ours, theirs, strict=True)])


def per_call(work: Callable[[], Any], number: int = 1) -> Sampler:
    """A sampler of the seconds that one call of `work` takes, the mean of `number` calls in a row."""

    def sample() -> float:
        began = time.perf_counter()
        for _ in range(number):
            work()
        return (time.perf_counter() - began) / number

    return sample


def percentile(samples: Sequence[float], share: float) -> float:
    """The sample below which `share` of them lie."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
