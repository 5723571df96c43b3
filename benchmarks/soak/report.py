"""The outcome of a soak, as a table of docs/operations.md between two marks, and as lines of a terminal."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from benchmarks.soak.production import ROOT

DOCUMENT = ROOT / "docs" / "operations.md"
BEGIN, END = "<!-- soak -->", "<!-- end of soak -->"


@dataclass(frozen=True)
class Row:
    """One figure, and whether it is as promised; None where nothing is."""

    what: str
    figure: str
    is_kept: bool | None = None

    @property
    def verdict(self) -> str:
        """The third column."""
        return "" if self.is_kept is None else "yes" if self.is_kept else "NO"


def conditions(seconds: int, recruiters: int, database: str) -> str:
    """When and on what it was measured."""
    now = datetime.now(UTC).date()
    return (
        f"Measured on {now} with {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, "
        f"{database}: {recruiters} recruiters for {seconds} s, 2 workers with 16 threads each, answers fresh for 8 s."
    )


def write(rows: Sequence[Row], head: str) -> None:
    """Put the table into the document."""
    lines = [head, "", "| what | measured | as promised |", "|---|---|---|"]
    lines += [f"| {row.what} | {row.figure} | {row.verdict} |" for row in rows]
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    table = "\n".join(lines)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", encoding="utf-8")
