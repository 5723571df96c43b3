"""Child processes that end with their parent: in order, all of them, and nothing else.

Each child leads a process group of its own. A Ctrl-C in the terminal therefore reaches only the parent,
which ends the groups one by one, last started first, and a child's own children end with it.
"""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType
from typing import Self

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 5.0  # seconds that a child has to end by itself before it is killed
POLL = 0.05  # seconds
PR_SET_PDEATHSIG = 1  # linux/prctl.h


class StopRequestedError(Exception):
    """The user, or whoever runs this program, asked it to end."""


class ChildEndedError(Exception):
    """A child ended by itself; the message names it and its exit status."""


class Children:
    """What was started, as a context: leaving it ends every child, last started first.

    While it is entered a signal only leaves a mark, which the next `pause` turns into
    `StopRequestedError`. So no signal can fall between the start of a process and the note of it.
    """

    def __init__(self) -> None:
        self._children: list[tuple[str, subprocess.Popen[bytes]]] = []
        self._stop_requested = False

    def __enter__(self) -> Self:
        self._handlers = {number: signal.signal(number, self._request_stop) for number in STOP_SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for _name, process in reversed(self._children):
            end(process)
        for number, handler in self._handlers.items():
            signal.signal(number, handler)

    def _request_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stop_requested = True

    def start(
        self, name: str, command: Sequence[str], *, environ: Mapping[str, str], quiet: bool = False
    ) -> None:
        """Start `command`, without input, under `environ` alone; `quiet` drops its standard output."""
        process = subprocess.Popen(  # noqa: S603 - the commands are written in this package
            command,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if quiet else None,
            process_group=0,
            preexec_fn=_die_with_parent,  # noqa: PLW1509 - no thread runs here
        )
        self._children.append((name, process))

    def pause(self) -> None:
        """Let a moment pass; StopRequestedError or ChildEndedError if that was the last good one."""
        time.sleep(POLL)
        if self._stop_requested:
            raise StopRequestedError
        for name, process in self._children:
            status = process.poll()
            if status is not None:
                raise ChildEndedError(f"{name} ended by itself, with status {status}")

    def wait_until_listening(self, host: str, port: int) -> None:
        """Return once a connection to the port is accepted; raises what `pause` raises."""
        while not is_listening(host, port):
            self.pause()

    def wait(self) -> None:
        """Wait for the end: never returns, raises what `pause` raises."""
        while True:
            self.pause()


def end(process: subprocess.Popen[bytes]) -> None:
    """Interrupt the process's group; kill what is left of it after `GRACE` seconds."""
    _signal_group(process, signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(GRACE)
    _signal_group(process, signal.SIGKILL)
    process.wait()


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    # The group outlives its leader as long as it has members, so this is right after the leader's end too.
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _die_with_parent() -> None:  # pragma: no cover - runs in the child, before its program
    # A parent that is killed cannot end its children; Linux does it then. Elsewhere they would stay.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGINT)


def is_listening(host: str, port: int) -> bool:
    """Whether a TCP connection to the port is accepted within a second."""
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


def why_unusable(host: str, port: int) -> str:
    """Why a server cannot listen on the port, in the system's words; empty if it can."""
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, port))
        except OSError as exc:
            return os.strerror(exc.errno or 0)
    return ""


def free_port(preferred: int) -> int:
    """The preferred port of 127.0.0.1 if a server can listen there, else any free one."""
    if preferred and not why_unusable("127.0.0.1", preferred):
        return preferred
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])
