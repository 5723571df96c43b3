"""The suite on other days: `python -m tools.days` runs it at each of `MOMENTS`, whatever day it is.

Further arguments go to pytest: `python -m tools.days tests/domain -x`. With `--few` three of the
moments are taken, others on each day of the month. `tools/at_moment` moves the clock.
"""

import argparse
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# In the form of GNU `date`. Moscow, where the sandbox's company is, is three hours ahead of UTC.
MOMENTS = {
    "a Sunday evening": "2026-11-29T17:30Z",
    "the last minutes before midnight in Moscow": "2026-12-10T20:57Z",
    "the last minutes before midnight in UTC": "2026-12-15T23:57Z",
    "31 December": "2026-12-31T09:00Z",
    "1 January": "2027-01-01T06:00Z",
    "the last day of a month": "2027-01-31T12:00Z",
    "the first day of a month": "2027-02-01T08:00Z",
    "clocks go forward in New York": "2027-03-14T06:58Z",
    "clocks go forward in Berlin": "2027-03-28T00:58Z",
    "a month of six weeks": "2027-08-11T10:00Z",
    "clocks go back in Berlin": "2027-10-31T00:58Z",
    "clocks go back in New York": "2027-11-07T05:58Z",
    "29 February": "2028-02-29T09:30Z",
    "a year from now": "1 year",
}
FEW = 3


def few(day: date) -> dict[str, str]:
    """Three moments far from each other in the list; five days in a row take each of them once."""
    names = list(MOMENTS)
    stride = -(-len(names) // FEW)
    chosen = ((day.toordinal() + stride * each) % len(names) for each in range(FEW))
    return {names[number]: MOMENTS[names[number]] for number in chosen}


def run(moment: str, arguments: list[str]) -> int:
    """Run pytest at the moment; returns its exit status."""
    command = [str(ROOT / "tools/at_moment"), moment, sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603 - written here


def main() -> int:
    """Run the suite at the moments, all of them, and name at the end those where it failed."""
    parser = argparse.ArgumentParser(prog="python -m tools.days", description=__doc__)
    parser.add_argument("--few", action="store_true", help="three of the moments, chosen by the date")
    options, arguments = parser.parse_known_args()
    moments = few(datetime.now(UTC).date()) if options.few else MOMENTS
    failed = []
    for number, (name, moment) in enumerate(moments.items(), 1):
        sys.stdout.write(f"\n{number} of {len(moments)}: {name} ({moment})\n")
        sys.stdout.flush()
        if run(moment, arguments):
            failed.append(name)
    sys.stdout.write(f"\nGreen at {len(moments) - len(failed)} of {len(moments)} moments.\n")
    sys.stdout.writelines(f"Red: {name}\n" for name in failed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
