"""The page of 500 candidates, beside the calendar page."""

from benchmarks.harness import sampling
from benchmarks.harness.plan import Plan
from benchmarks.harness.results import Report, Row, at_most
from benchmarks.harness.sampling import Spread
from benchmarks.pages import visit

GOAL = 2.0


def measure(plan: Plan) -> Report:
    """One visitor, one request after the other."""
    plan.tell("candidates page, warm, beside the calendar page")
    visit.warm(candidates=500)
    server = visit.server()
    paths = (visit.CANDIDATES, visit.CALENDAR)
    for path in paths * 10:
        server.get(path)
    samples = sampling.interleave(
        {path: lambda path=path: server.get(path) for path in paths},  # type: ignore[misc]
        rounds=plan.rounds(80),
    )
    return Report([_row(samples)])


def _row(samples: dict[str, list[float]]) -> Row:
    ratio = sampling.ratio(samples[visit.CANDIDATES], samples[visit.CALENDAR])
    ours, other = (1000 * Spread.of(samples[path]).median for path in (visit.CANDIDATES, visit.CALENDAR))
    return at_most(
        "candidates page, warm, 500 candidates", f"server time under {GOAL:.0f} x the calendar page's",
        limit=GOAL, value=ratio.median, measured=f"{ratio:.2f} x ({ours:.0f} ms, calendar {other:.0f} ms)",
    )  # fmt: skip
