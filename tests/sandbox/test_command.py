import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from config.processes import free_port

ROOT = Path(__file__).parents[2]


@contextmanager
def command(port: int, *options: str) -> Iterator[subprocess.Popen[str]]:
    arguments = [sys.executable, "manage.py", "sandbox", "--port", str(port), *options]
    with subprocess.Popen(
        arguments, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_command_serves_until_a_signal_and_ends_cleanly(number: int) -> None:
    port = free_port(0)
    with command(port, "--today", "2031-05-05", "--seed", "7") as process:
        assert process.stdout.readline() == f"Sandbox at http://127.0.0.1:{port}. Who can sign in:\n"
        assert requests.get(f"http://127.0.0.1:{port}/_sandbox/accounts", timeout=5).ok

        process.send_signal(number)
        _, errors = process.communicate(timeout=5)

    assert (process.returncode, errors) == (0, "")


def test_command_on_a_taken_port_says_so_in_one_line() -> None:
    port = free_port(0)
    with command(port) as first:
        first.stdout.readline()
        with command(port) as second:
            _, errors = second.communicate(timeout=10)

    assert second.returncode == 1
    assert errors == f"CommandError: The sandbox cannot use port {port}: [Errno 98] Address already in use\n"
