"""The whole program on the sandbox: a database, a signed-in recruiter, and servers as child processes."""

import atexit
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import requests

from config.processes import end, free_port, is_listening

ANNA: Final = "anna.smirnova@example.com"
HOST: Final = "127.0.0.1"
ROOT: Final = Path(__file__).resolve().parents[2]
directory = tempfile.TemporaryDirectory(prefix="benchmarks-")


def start_child(command: list[str], port: int, environ: Mapping[str, str]) -> None:
    """Start a server, and wait until it listens; it ends with this process. TimeoutError when it does not."""
    process = subprocess.Popen(  # noqa: S603 - the commands are written in this package
        [sys.executable, *command], cwd=ROOT, env={**os.environ, **environ}, process_group=0,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    atexit.register(end, process)
    deadline = time.monotonic() + 30
    while not is_listening(HOST, port):
        if time.monotonic() > deadline or process.poll() is not None:
            raise TimeoutError(f"{command[1]} does not listen")
        time.sleep(0.05)


def set_up() -> None:
    """Start a sandbox and point the program at it and at a database of its own; before Django is set up."""
    port = free_port(0)
    os.environ["DATABASE_URL"] = f"sqlite:///{directory.name}/db.sqlite3"
    start_child(["manage.py", "sandbox", "--port", str(port)], port, {"DEBUG": "true"})
    os.environ["SANDBOX_URL"] = f"http://{HOST}:{port}"


@cache
def browser() -> Any:
    """Django's client, with a recruiter who has connected everything; the database is made for it."""
    from django.core.management import call_command  # noqa: PLC0415 - only now Django is ready
    from django.test import Client  # noqa: PLC0415 - as above
    from django.urls import reverse  # noqa: PLC0415 - as above

    call_command("migrate", interactive=False, verbosity=0)
    client = Client(SERVER_NAME="localhost")
    for query in ({}, {"feature": "drive"}):
        client.get(_consent(client.get(reverse("google_start"), query)["Location"]))
    connected = client.post(reverse("huntflow_connect"), {"sandbox": "1"})
    assert connected.status_code == HTTPStatus.FOUND, connected.status_code
    return client


def whole_page(path: str) -> Any:
    """The page once nothing of it is missing; TimeoutError when that does not come."""
    deadline = time.monotonic() + 60
    while True:
        answer = browser().get(path)
        blocks = answer.context["blocks"].values()
        if not any(block.state or block.incomplete for block in blocks):
            return answer
        if time.monotonic() > deadline:
            raise TimeoutError(f"{path} stays incomplete")
        time.sleep(0.05)


def _consent(url: str) -> str:
    """Allow everything at Google's page without a click; the way back."""
    parts = urlsplit(url)
    query = {**dict(parse_qsl(parts.query)), "login_hint": ANNA, "prompt": "none"}
    answer = requests.get(
        urlunsplit(parts._replace(query=urlencode(query))), timeout=5, allow_redirects=False
    )
    back = urlsplit(answer.headers["Location"])
    return f"{back.path}?{back.query}"


def fault(**body: Any) -> None:
    """Let something go wrong in the sandbox, until `recover`."""
    _control("POST", "faults", body)


def recover() -> None:
    """All well again."""
    _control("DELETE", "faults")


def upstream_calls() -> int:
    """How many requests the upstreams had since the last call."""
    counted: int = sum(_control("GET", "requests").json().values())
    _control("DELETE", "requests")
    return counted


def _control(method: str, path: str, body: Any = None) -> requests.Response:
    address = f"{os.environ['SANDBOX_URL']}/_sandbox/{path}"
    answer = requests.request(method, address, json=body, timeout=10)
    answer.raise_for_status()
    return answer
