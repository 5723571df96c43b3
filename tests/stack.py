"""`make run` as a child process, for tests that need the whole of it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Self

from config.processes import free_port
from tests.environment import ROOT, documented_variables
from tests.waiting import eventually


class Stack:
    """The stack as a context; it serves when it is entered.

    Nothing of a developer's own configuration reaches it: each variable has the value of `.env.example`,
    but for the ports and for what lands on disk, which is below `directory`.
    """

    def __init__(self, directory: Path, **variables: str) -> None:
        self.port, self.redis_port = free_port(0), free_port(0)
        self.url = f"http://127.0.0.1:{self.port}/"
        self.temporary = directory / "tmp"
        self.temporary.mkdir()
        self.environ = {
            **os.environ,
            **{name: value for name, value in documented_variables().items() if value},
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "GOOGLE_OAUTH_CLIENT_ID": "",
            "SANDBOX_URL": "",
            "TMPDIR": str(self.temporary),
            "DATABASE_URL": f"sqlite:///{directory / 'db.sqlite3'}",
            # A quarter of a second, as configured, may pass on a machine that runs many tests at once; then the
            # pages rightly do without the cache, and a test that looks for its ages fails.
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/1?socket_timeout=5&socket_connect_timeout=5",
            **variables,
        }
        self._log = directory / "log"

    @property
    def output(self) -> str:
        """What the stack has written so far, to both streams."""
        return self._log.read_text(encoding="utf-8")

    @property
    def sandbox_url(self) -> str:
        """Where the stack's sandbox serves."""
        found = re.search(r"The sandbox is at +(\S+)", self.output)
        assert found
        return found[1]

    def __enter__(self) -> Self:
        # Whoever saves a file while the tests run must not restart the server under them.
        command = [sys.executable, "-m", "config.develop", "--noreload", "--port", str(self.port)]
        # Two stacks that start at the same moment would both find the usual port free.
        command += ["--sandbox-port", str(free_port(0))]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=self.environ, stdout=log, stderr=subprocess.STDOUT
            )
        assert eventually(lambda: "To stop:" in self.output or self.process.poll() is not None, seconds=60)
        assert self.process.poll() is None, self.output
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(signal.SIGINT)

    def manage(self, *arguments: str, **variables: str) -> str:
        """Run a management command in a second terminal; returns what it printed."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environ | variables,
            stdout=subprocess.PIPE,
            text=True,
            timeout=30,
            check=True,
        ).stdout

    def stop(self, number: signal.Signals) -> int:
        """Send the signal to the parent alone; returns its exit status."""
        self.process.send_signal(number)
        return self.process.wait(20)
