"""A command as a whole process: what it imports before it does anything."""

import os
import subprocess
import sys

from benchmarks.harness import sampling, site, stage
from benchmarks.harness.plan import Plan
from benchmarks.harness.results import Report, at_most
from benchmarks.harness.sampling import Spread
from google_oauth.cache_service import GoogleAPICache

GOAL = 1.3


def measure(plan: Plan) -> Report:
    """`cache_stats` on a small cache, and `check`."""
    plan.tell("the commands as whole processes")
    stage.anew()
    for user in range(10):
        GoogleAPICache.set_sheets(user, [])
    samples = sampling.interleave(
        {name: sampling.per_call(lambda name=name: _run(name)) for name in ("cache_stats", "check")},  # type: ignore[misc]
        rounds=plan.rounds(9),
    )
    ratio = sampling.ratio(samples["cache_stats"], samples["check"])
    ours, other = (Spread.of(samples[name]).median for name in ("cache_stats", "check"))
    row = at_most(
        "`manage.py cache_stats` on a small cache, whole process", f"at most {GOAL} x `manage.py check`",
        limit=GOAL, value=ratio.median, measured=f"{ratio:.2f} x ({ours:.2f} s and {other:.2f} s)",
    )  # fmt: skip
    return Report([row])


def _run(command: str) -> None:
    subprocess.run(  # noqa: S603 - ours
        [sys.executable, "manage.py", command], cwd=site.ROOT, env=os.environ, check=True, timeout=60,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
