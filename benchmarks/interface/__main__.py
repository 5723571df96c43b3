"""Measures what docs/interface.md states of speed, in one run of two minutes, and writes the tables there.

    python -m benchmarks.interface

It starts a Valkey, a sandbox, the production server and a Chromium on this machine, and ends them.
"""

import os
import sys

from benchmarks.harness.document import ROOT, fill, table
from benchmarks.harness.machine import sentence
from benchmarks.interface import reading, serving, trial

DOCUMENT = ROOT / "docs" / "interface.md"
KIB = 1024


def main() -> int:
    """Measure and write."""
    with trial.running() as running:
        calls, served = serving.upstream_calls(running), serving.served(running)
        again, visits = reading.repeated_visit(running), reading.first_visits(running)
    head = ("page", "processor, ms", "shortest wait, ms", "KB of HTML on the wire")
    lines = (
        (name, f"{each.work:.0f}", f"{each.fastest:.0f}", f"{each.weight / KIB:.1f}")
        for name, each in served.items()
    )
    fill(DOCUMENT, "server", table(head, lines))
    head = ("page", "LCP, ms", "INP, ms", "CLS", "requests", "KB on the wire")
    fill(DOCUMENT, "browser", table(head, ([name, *_cells(visit)] for name, visit in visits.items())))
    summary = (
        f"{sentence()} {_busy()} One load of all {len(served)} pages made {calls} calls to Google and Huntflow. A second"
        f" visit took {again.requests} request and {again.transferred / KIB:.1f} KB."
    )
    fill(DOCUMENT, "machine", summary)
    sys.stdout.write(DOCUMENT.read_text(encoding="utf-8"))
    return 0


def _busy() -> str:
    """How much else the machine had to do, without which times mean little."""
    return f"The load of the last five minutes was {os.getloadavg()[1]:.1f}."


def _cells(visit: reading.Visit) -> list[str]:
    return [
        f"{visit.lcp:.0f}",
        f"{visit.inp:.0f}",
        f"{visit.cls:.3f}",
        str(visit.requests),
        f"{visit.transferred / KIB:.0f}",
    ]


if __name__ == "__main__":
    sys.exit(main())
