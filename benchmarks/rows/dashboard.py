"""The first page on an empty cache, when each call of an upstream takes 300 ms."""

import time

from django.urls import reverse

from benchmarks.harness import sampling, site, stage
from benchmarks.harness.plan import Plan
from benchmarks.harness.results import Report, Row, Table
from benchmarks.harness.sampling import Spread
from benchmarks.pages import visit

SECONDS = 0.3
GOAL = 1.5
TARGETS = ("calendar", "drive", "huntflow")
HEAD = ("block", "seconds after the visit: median (quartiles)")


def measure(plan: Plan) -> Report:
    """The first answer, and when the last block would be there for a browser that asks on."""
    plan.tell("dashboard, cold, 300 ms for each call of an upstream")
    path = reverse("dashboard")
    visit.warm()
    server = visit.server()
    warm = Spread.of([server.get(path) for _ in range(plan.rounds(30))])
    first, arrived, calls = [], [], []
    try:
        for target in TARGETS:
            site.fault(target=target, mode="delay", seconds=SECONDS)
        for _ in range(plan.rounds(6)):
            stage.anew()
            site.upstream_calls()
            began = time.monotonic()
            first.append(server.get(path))
            arrived.append(_arrivals(path, began))
            calls.append(site.upstream_calls())
    finally:
        site.recover()
    return Report(
        [_row(Spread.of(first), warm.median)], [_table(Spread.of(first), arrived)], notes=[_note(calls)]
    )


def _arrivals(path: str, began: float) -> dict[str, float]:
    """When each block is there and complete, for a visitor who asks every tenth of a second."""
    found: dict[str, float] = {}
    while time.monotonic() - began < 20:
        blocks = site.browser().get(path).context["blocks"]
        now = time.monotonic() - began
        for name, block in blocks.items():
            if not block.state and not block.incomplete:
                found.setdefault(name, now)
        if len(found) == len(blocks):
            return found
        time.sleep(0.1)
    raise TimeoutError("the dashboard stays incomplete")


def _row(first: Spread, warm: float) -> Row:
    limit = GOAL * SECONDS + warm
    kept = first.median <= limit
    return Row(
        f"dashboard, cold, each upstream call {1000 * SECONDS:.0f} ms",
        f"at most {GOAL} x {1000 * SECONDS:.0f} ms plus the warm time, {1000 * limit:.0f} ms",
        f"first answer after {first:.2f} s",
        kept,
        "" if kept else f"{1000 * (first.median - limit):.0f} ms more",
    )


def _table(first: Spread, arrived: list[dict[str, float]]) -> Table:
    lines = [["the page itself", f"{first:.2f}"]]
    lines += [[name, f"{Spread.of([each[name] for each in arrived]):.2f}"] for name in arrived[0]]
    return Table("A cold dashboard, block by block", HEAD, lines)


def _note(calls: list[int]) -> str:
    middle = sampling.percentile([float(each) for each in calls], 0.5)
    return (
        f"A cold dashboard makes {middle:.0f} calls. Some can only follow others: the lists of candidates need the"
        " organisations first, and come thirty people a page. A block that is not there in time comes by itself."
    )
