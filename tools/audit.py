"""Known vulnerabilities of the pinned packages, by PyPI's list: `python -m tools.audit`.

Exit 1 if there are any. Without a network, or at a mirror that has no list, packages are not audited. That is printed
in capitals and is no failure: a linter must work on a train.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
# The second lists the first, which pip-audit does not follow where it leaves pip alone.
REQUIREMENTS = (ROOT / "requirements.txt", ROOT / "requirements-dev.txt")
# Seconds.
PATIENCE = 120


@dataclass(frozen=True)
class Audit:
    """Packages with their vulnerabilities, and the names of packages that were not audited."""

    vulnerable: dict[str, list[str]]
    unknown: list[str]
    asked: int


def ask(requirements: Iterable[Path]) -> str:
    """The JSON of pip-audit for the pinned packages; "" when it got no answer."""
    files = [part for path in requirements for part in ("--requirement", str(path))]
    command = [sys.executable, "-m", "pip_audit", *files, "--no-deps", "--disable-pip"]
    options = ["--format", "json", "--progress-spinner", "off", "--timeout", "10"]
    try:
        ended = subprocess.run(  # noqa: S603 - our own arguments
            [*command, *options], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return ""
    return ended.stdout


def understand(answer: str) -> Audit:
    """Parse the JSON; an empty one means that no package was audited."""
    packages = json.loads(answer)["dependencies"] if answer.strip() else []
    found = {
        f"{each['name']} {each['version']}": each.get("vulns", []) for each in packages if "version" in each
    }
    return Audit(
        {name: [vulnerability["id"] for vulnerability in vulns] for name, vulns in found.items() if vulns},
        [each["name"] for each in packages if "skip_reason" in each],
        len(packages),
    )


def tell(audit: Audit, out: TextIO) -> int:
    """Write what was found; the exit status."""
    out.writelines(
        f"VULNERABLE: {name}: {', '.join(vulnerabilities)}\n"
        for name, vulnerabilities in audit.vulnerable.items()
    )
    if audit.unknown or not audit.asked:
        share = f"{len(audit.unknown)} of {audit.asked}" if audit.asked else "all"
        out.write(
            f"NOT AUDITED: {share} packages; PyPI could not be asked. Run make lint again with a network.\n"
        )
    return 1 if audit.vulnerable else 0


if __name__ == "__main__":
    sys.exit(tell(understand(ask(REQUIREMENTS)), sys.stderr))
