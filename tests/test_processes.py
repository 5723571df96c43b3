"""Children end with their parent, in order, whatever ends first."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config import processes
from config.processes import (
    ChildEndedError,
    Children,
    StopRequestedError,
    free_port,
    is_listening,
    why_unusable,
)
from tests.waiting import eventually

# Says that it is up, and at Ctrl-C that it ends.
POLITE = """
import pathlib, signal, sys, time
log = pathlib.Path(sys.argv[1])
def leave(*_):
    with log.open("a") as file: file.write(f"{sys.argv[2]} ended\\n")
    sys.exit()
signal.signal(signal.SIGINT, leave)
with log.open("a") as file: file.write(f"{sys.argv[2]} up\\n")
time.sleep(30)
"""
# Ignores Ctrl-C, then starts a child of its own and says its number.
STUBBORN = """
import pathlib, signal, subprocess, sys, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])
pathlib.Path(sys.argv[1]).write_text(f"{child.pid}\\n")
time.sleep(30)
"""


def is_alive(pid: int) -> bool:
    """Whether the process runs; an ended one that nobody collected yet does not."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        return stat.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log"
    path.touch()
    return path


def start(children: Children, script: str, log: Path, name: str = "child") -> int:
    """Start a script under `children` and wait until it wrote its first line; returns its pid."""
    before = log.read_text()
    children.start(name, [sys.executable, "-c", script, str(log), name], environ=os.environ)
    assert eventually(lambda: log.read_text() != before)
    _name, process = children._children[-1]
    return process.pid


def test_leaving_ends_the_last_started_first(log: Path) -> None:
    with Children() as children:
        start(children, POLITE, log, "first")
        start(children, POLITE, log, "second")

    assert log.read_text() == "first up\nsecond up\nsecond ended\nfirst ended\n"


def test_a_child_that_ignores_the_interrupt_is_killed_with_its_own_children(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "GRACE", 0.1)

    with Children() as children:
        start(children, STUBBORN, log)

    assert eventually(lambda: not is_alive(int(log.read_text())))


def test_a_child_that_was_killed_leaves_no_children_of_its_own(log: Path) -> None:
    with (
        pytest.raises(ChildEndedError, match="child ended by itself, with status -9"),
        Children() as children,
    ):
        os.kill(start(children, STUBBORN, log), signal.SIGKILL)
        children.wait()

    assert eventually(lambda: not is_alive(int(log.read_text())))


def test_the_end_of_one_child_ends_the_others(log: Path) -> None:
    with (
        pytest.raises(ChildEndedError, match="second ended by itself, with status 3"),
        Children() as children,
    ):
        start(children, POLITE, log, "first")
        children.start("second", [sys.executable, "-c", "raise SystemExit(3)"], environ=os.environ)
        children.wait()

    assert log.read_text() == "first up\nfirst ended\n"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_is_a_request_to_stop_until_the_children_are_left(number: int) -> None:
    before = signal.getsignal(number)

    with pytest.raises(StopRequestedError), Children() as children:
        os.kill(os.getpid(), number)
        children.wait()

    assert signal.getsignal(number) == before


def test_a_second_signal_does_not_cut_the_ending_short(log: Path) -> None:
    with pytest.raises(StopRequestedError), Children() as children:
        start(children, POLITE, log)
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        children.wait()

    assert log.read_text() == "child up\nchild ended\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child of its parent's death")
def test_a_killed_parent_takes_its_children_along(log: Path) -> None:
    parent = f"""
import os, sys
from config.processes import Children
with Children() as children:
    children.start("child", [sys.executable, "-c", {POLITE!r}, {str(log)!r}, "child"], environ=os.environ)
    children.wait()
"""
    with subprocess.Popen([sys.executable, "-c", parent]) as process:
        assert eventually(lambda: log.read_text() == "child up\n")
        process.kill()

    assert eventually(lambda: log.read_text() == "child up\nchild ended\n")


def test_wait_until_listening_returns_when_the_port_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, Children() as children:
        children.wait_until_listening("127.0.0.1", server.getsockname()[1])


def test_wait_until_listening_gives_up_with_the_child() -> None:
    with pytest.raises(ChildEndedError), Children() as children:
        children.start("server", [sys.executable, "-c", ""], environ=os.environ)
        children.wait_until_listening("127.0.0.1", free_port(0))


def test_a_quiet_child_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ChildEndedError), Children() as children:
        children.start("child", [sys.executable, "-c", "print('noise')"], environ=os.environ, quiet=True)
        children.wait()

    assert capfd.readouterr().out == ""


def test_a_taken_port_is_unusable_and_replaced() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        assert is_listening("127.0.0.1", port)
        assert why_unusable("127.0.0.1", port) == "Address already in use"
        assert free_port(port) not in {0, port}


def test_a_free_port_is_kept() -> None:
    port = free_port(0)

    assert not is_listening("127.0.0.1", port)
    assert why_unusable("127.0.0.1", port) == ""
    assert free_port(port) == port
