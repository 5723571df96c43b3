"""What a day cost, and what its readers met."""

from dataclasses import dataclass, field

from benchmarks.workday.upstream import World
from benchmarks.workday.visits import SIZES, Read


@dataclass(slots=True)
class Ledger:
    """Calls and bytes of upstreams; readers who waited for one, who got an error, and who got what was too old.

    `broken` counts answers that were older than was promised of them.
    """

    name: str
    reads: int = 0
    calls: int = 0
    bytes: int = 0
    waited: int = 0
    errors: int = 0
    stale: int = 0
    broken: int = 0

    def called(self, size: int) -> None:
        """An upstream was asked, and sent so many bytes."""
        self.calls += 1
        self.bytes += size

    def cells(self) -> list[str]:
        """Its line of a table."""
        return [
            self.name, f"{self.calls:,}", f"{self.bytes / 1e6:,.0f}", f"{self.waited:,} ({self.waited / self.reads:.1%})",
            f"{self.errors:,}", f"{self.stale:,}", f"{self.broken:,}",
        ]  # fmt: skip


HEAD = (
    "cache",
    "upstream calls",
    "MB",
    "reads that waited",
    "errors",
    "served stale, marked",
    "older than promised",
)


def without_cache(reads: list[Read], world: World) -> Ledger:
    """Every read is a call."""
    ledger = Ledger("none")
    for read in reads:
        ledger.reads += 1
        ledger.waited += 1
        down = world.is_down(read, read.at)
        ledger.errors += down
        ledger.called(0 if down else SIZES[read.data_set.service])
    return ledger


@dataclass(slots=True)
class PlainCache:
    """Keeps each answer for its timeout, and no longer."""

    world: World
    ledger: Ledger = field(default_factory=lambda: Ledger("plain TTL"))
    _until: dict[object, float] = field(default_factory=dict)

    def read(self, read: Read) -> None:
        """Answer from what is kept, or by a call."""
        self.ledger.reads += 1
        if read.at < self._until.get(read.question, 0.0):
            return
        self.ledger.waited += 1
        if self.world.is_down(read, read.at):
            self.ledger.errors += 1
            self.ledger.called(0)
            return
        self.ledger.called(SIZES[read.data_set.service])
        self._until[read.question] = read.at + read.data_set.timeout
