"""`manage.py sandbox`: the stand-in for Google and Huntflow, until Ctrl-C or SIGTERM."""

import signal
from datetime import date
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sandbox.server import SandboxServer
from sandbox.state import Sandbox


class Command(BaseCommand):
    """Serves the sandbox on 127.0.0.1."""

    help = "Serve a stand-in for Google and Huntflow over HTTP."
    requires_system_checks: list[str] = []  # noqa: RUF012 - as Django declares it

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--port", type=int, default=8900)
        parser.add_argument("--seed", type=int, default=1, help="another number, other people and events")
        parser.add_argument(
            "--today", type=date.fromisoformat, help="the day round which the data lie, YYYY-MM-DD"
        )

    def handle(self, *, port: int, seed: int, today: date | None, **_: Any) -> None:
        """Serve until a signal says to end."""
        try:
            server = SandboxServer(Sandbox(seed=seed, today=today), port=port)
        except (OSError, OverflowError) as problem:
            raise CommandError(f"The sandbox cannot use port {port}: {problem}") from problem
        ended = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: ended.set())
        with server:
            self.stdout.write(f"Sandbox at {server.url}. Who can sign in:")
            for account in server.sandbox.world.accounts.values():
                self.stdout.write(f"  {account.email}")
            self.stdout.write("End it with Ctrl-C.")
            self.stdout.flush()
            ended.wait()
