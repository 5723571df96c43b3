"""The machine and the versions that a figure belongs to, in words."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

NUMBERS = {1: "one core", 2: "two cores", 4: "four cores", 8: "eight cores"}


def sentence() -> str:
    """When and on what."""
    today = datetime.now(UTC).date()
    return (
        f"Measured on {today} on {_cores()} ({_processor()}) with {_gigabytes()} GB of memory,"
        f" {platform.system()}, Python {platform.python_version()}."
    )


def versions(packages: Sequence[str]) -> str:
    """The packages with their versions, in one sentence."""
    return "With " + ", ".join(f"{name} {version(name)}" for name in packages) + "."


def _cores() -> str:
    number = os.cpu_count() or 1
    return NUMBERS.get(number, f"{number} cores")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _gigabytes() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9)
