"""What a measurement brings: rows with a goal, tables beside them, and plots."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.harness.plots import Plot


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that was to be reached. `kept` is None where nothing was measured, and `why` says so."""

    what: str
    goal: str
    measured: str
    kept: bool | None
    why: str = ""

    @property
    def verdict(self) -> str:
        """In a word or two; with what is missing when the goal was not reached."""
        word = {True: "kept", False: "**not kept**", None: "–"}[self.kept]
        return f"{word}: {self.why}" if self.why else word


@dataclass(frozen=True, slots=True)
class Table:
    """Further figures under a title."""

    title: str
    head: Sequence[str]
    lines: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that one measurement found."""

    rows: Sequence[Row] = ()
    tables: Sequence[Table] = ()
    plots: Sequence[Plot] = ()
    notes: Sequence[str] = field(default_factory=tuple)


def at_most(what: str, goal: str, *, limit: float, value: float, measured: str) -> Row:
    """A row whose goal is a ratio of at most `limit`."""
    kept = value <= limit
    return Row(what, goal, measured, kept, "" if kept else f"{value:.2f} instead of {limit:.2f}")
