"""What follows from the counters of some length of time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Tally:
    """What readers met, how often an upstream was asked, and how often it failed."""

    fresh_hits: int = 0
    stale_hits: int = 0
    misses: int = 0
    refreshes: int = 0
    failures: int = 0

    @classmethod
    def of(cls, events: Mapping[str, int]) -> Self:
        """The tally of counters by their event; others are passed over."""
        return cls(
            fresh_hits=events.get("fresh_hits", 0),
            stale_hits=events.get("stale_hits", 0),
            misses=events.get("misses", 0),
            refreshes=events.get("refreshes", 0),
            failures=events.get("failures", 0),
        )

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.fresh_hits + other.fresh_hits,
            self.stale_hits + other.stale_hits,
            self.misses + other.misses,
            self.refreshes + other.refreshes,
            self.failures + other.failures,
        )

    @property
    def reads(self) -> int:
        """Every question that a reader had."""
        return self.hits + self.misses

    @property
    def hits(self) -> int:
        """Reads answered from the cache, fresh or stale."""
        return self.fresh_hits + self.stale_hits

    @property
    def hit_rate(self) -> float:
        """The share of reads answered from the cache; 0 where nobody read."""
        return self.hits / self.reads if self.reads else 0.0

    @property
    def calls_saved(self) -> int:
        """The refreshes that these reads would have cost without a cache, less those that they did cost."""
        return max(0, self.reads - self.refreshes)
