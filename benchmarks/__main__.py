"""Measures every row of docs/benchmarks.md in one run of less than ten minutes, and writes the document's figures.

    python -m benchmarks [--quick] [--only ROW]...

Everything it talks to it has started itself on this machine, and ends itself. With either option nothing is written.
"""

import argparse
import time
from collections.abc import Callable, Sequence
from importlib import import_module

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from benchmarks.harness import site, stage
from benchmarks.harness.plan import Plan
from benchmarks.harness.results import Report

# In the order of the document, with the seconds that each takes, by which the bar moves.
ROWS = {
    "hit": 40, "store": 8, "crowd": 25, "outage": 45, "calendar": 60, "dashboard": 20, "candidates": 20,
    "entries": 240, "startup": 20, "workday": 40,
}  # fmt: skip


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, print the table, write the document. A goal that was not reached is a result, and no failure."""
    options = _parse(argv)
    site.set_up()
    stage.set_up()
    console = Console()
    reports = _measure(options.only or list(ROWS), console, quick=options.quick)
    report = import_module("benchmarks.report")
    report.show(reports, console)
    if not (options.only or options.quick):
        report.write(reports)


def _parse(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=list(ROWS), metavar="ROW", help=", ".join(ROWS))
    parser.add_argument("--quick", action="store_true", help="a tenth of everything, to see that it works")
    return parser.parse_args(argv)


def _measure(names: Sequence[str], console: Console, *, quick: bool) -> dict[str, Report]:
    site.browser()
    columns = (
        BarColumn(),
        TextColumn("{task.percentage:3.0f} %"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    reports = {}
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("", total=sum(ROWS[name] for name in names))
        plan = Plan(quick, lambda text: progress.update(bar, description=text))
        for name in names:
            began = time.monotonic()
            measure: Callable[[Plan], Report] = import_module(f"benchmarks.rows.{name}").measure
            reports[name] = measure(plan)
            progress.update(bar, advance=ROWS[name])
            progress.console.print(f"{name}: {time.monotonic() - began:.0f} s", style="dim")
    return reports


if __name__ == "__main__":
    main()
