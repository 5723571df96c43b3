"""The production server as `make serve` starts it, on the sandbox, as a context."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

import requests

from config.processes import free_port

ROOT = Path(__file__).resolve().parents[2]
METRICS_TOKEN = "metrics-token-of-a-trial"  # noqa: S105 - of a server on this machine, for some minutes
WORKERS = 2
# Seconds.
START, STOP = 60.0, 40.0


def production_environ(*, port: int, database_url: str, redis_url: str, sandbox_url: str) -> dict[str, str]:
    """The environment of a production server behind a proxy that ends TLS, with the sandbox for upstream."""
    return {
        **os.environ,
        "SANDBOX_URL": sandbox_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DEBUG": "false",
        "SECRET_KEY": "a-secret-key-of-fifty-characters-that-nobody-could-guess-0123456789",
        "TOKEN_ENCRYPTION_KEYS": "a2V5LW9mLWEtdHJpYWwta2V5LW9mLWEtdHJpYWwtMDA=",
        "API_CACHE_ENCRYPTION_KEYS": "Y2FjaGUta2V5LW9mLWEtdHJpYWwtY2FjaGUta2V5LTA=",
        "ALLOWED_HOSTS": "127.0.0.1",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "GOOGLE_OAUTH_REDIRECT_URI": f"http://127.0.0.1:{port}/google/callback/",
        "GOOGLE_WORKSPACE_DOMAINS": "example.com",
        "BEHIND_TLS_PROXY": "true",
        "METRICS_TOKEN": METRICS_TOKEN,
        "WEB_CONCURRENCY": str(WORKERS),
    }


class ProductionServer:
    """`log` receives what it writes; entering waits until it answers. The database is brought up to date first."""

    def __init__(self, environ: dict[str, str], log: Path, *, port: int) -> None:
        self.environ, self.log, self.port = environ, log, port
        self.url = f"http://127.0.0.1:{port}"

    def __enter__(self) -> Self:
        self._run("manage.py", "migrate", "--verbosity", "0")
        command = ["-m", "config.serve", "--collect-static", "--bind", f"127.0.0.1:{self.port}"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - ours
                [sys.executable, *command],
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        deadline = time.monotonic() + START
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                self.__exit__()
                raise RuntimeError(f"The server did not start:\n{self.log.read_text(encoding='utf-8')}")
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()

    def answers(self) -> bool:
        """Whether /healthz says so within a second."""
        try:
            return requests.get(f"{self.url}/healthz", timeout=1).ok
        except requests.RequestException:
            return False

    def workers(self) -> list[int]:
        """The processes that answer requests."""
        master = self.process.pid
        text = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
        return [int(pid) for pid in text.split()]

    def reload(self) -> None:
        """Let new workers take over from those that run."""
        self.process.send_signal(signal.SIGHUP)

    def stop(self) -> int:
        """Stop gracefully; the exit status, 9 and its like where it had to be killed."""
        self.process.terminate()
        try:
            return self.process.wait(STOP)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            return self.process.wait()

    def metrics(self) -> str:
        """What Prometheus would scrape."""
        headers = {"Authorization": f"Bearer {METRICS_TOKEN}"}
        return requests.get(f"{self.url}/metrics", headers=headers, timeout=10).text

    def _run(self, *arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], cwd=ROOT, env=self.environ, check=True, timeout=120)  # noqa: S603 - ours


def unused_port() -> int:
    """A port of this machine that nobody listens on."""
    return free_port(0)
