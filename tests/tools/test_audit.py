"""What is said of packages that are known to be vulnerable, and of those that nobody could tell about."""

import json
import subprocess
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tools import audit

FINE = {"name": "django", "version": "5.2.19", "vulns": []}
BAD = {"name": "requests", "version": "2.0.0", "vulns": [{"id": "PYSEC-2014-14"}, {"id": "PYSEC-2018-28"}]}
SKIPPED = {"name": "orjson", "skip_reason": "Dependency not found on PyPI"}


def told(*packages: dict[str, Any]) -> tuple[int, str]:
    out = StringIO()
    answer = json.dumps({"dependencies": packages, "fixes": []}) if packages else ""
    return audit.tell(audit.understand(answer), out), out.getvalue()


def test_nothing_is_said_of_what_is_well() -> None:
    assert told(FINE) == (0, "")


def test_vulnerable_package_is_a_failure() -> None:
    assert told(FINE, BAD) == (1, "VULNERABLE: requests 2.0.0: PYSEC-2014-14, PYSEC-2018-28\n")


@pytest.mark.parametrize(("packages", "share"), [((FINE, SKIPPED), "1 of 2"), ((), "all")])
def test_what_could_not_be_asked_is_loud_and_no_failure(packages: tuple[Any, ...], share: str) -> None:
    status, text = told(*packages)

    assert (status, text.startswith(f"NOT AUDITED: {share} packages")) == (0, True)


def test_pins_are_asked_about_as_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **_: Any) -> Any:
        asked.append(command)
        return subprocess.CompletedProcess(command, 1, stdout="{}", stderr="")

    monkeypatch.setattr(subprocess, "run", run)

    assert audit.ask([Path("pins.txt")]) == "{}"
    assert {"--no-deps", "--disable-pip", "pins.txt"} <= set(asked[0])


def test_silence_of_the_network_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **options: Any) -> Any:
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(subprocess, "run", run)

    assert audit.ask([Path("pins.txt")]) == ""
