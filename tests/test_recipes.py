"""The recipes of the documents, run as a reader runs them."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_redis import get_redis_connection
from redis import Redis
from redis.exceptions import NoPermissionError

from google_oauth.cache_service import CacheService, GoogleAPICache
from google_oauth.cache_service.report import counters
from google_oauth.clients.huntflow import pace
from google_oauth.redis_access import redis_memory
from sandbox.faults import MODES
from sandbox.server import SandboxServer
from sandbox.state import Sandbox
from tests.environment import ROOT
from tests.redis_access.troubled import TroubledValkey
from tests.sandbox_control import SandboxControl
from tests.stack import Stack
from tests.views.consent import consent

USUAL_ADDRESS = "http://127.0.0.1:8900"


def fenced(document: str, language: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def curls(document: str) -> Iterator[tuple[str, str, str | None]]:
    """The method, path and body of each curl command."""
    for line in "".join(fenced(document, "sh")).splitlines():
        words = shlex.split(line)
        assert words[0] == "curl", line
        options = {flag: words[words.index(flag) + 1] for flag in ("-X", "-d") if flag in words}
        [url] = [word for word in words if word.startswith(USUAL_ADDRESS)]
        assert len(words) == 2 + 2 * len(options), line
        yield options.get("-X", "GET"), urlsplit(url).path, options.get("-d")


def test_python_of_the_readme_runs_in_a_second_terminal_and_asks_the_sandbox(tmp_path: Path) -> None:
    [code] = fenced("README.md", "python")
    with Stack(tmp_path) as stack:
        browser = requests.Session()
        started = browser.get(f"{stack.url}google/start/", timeout=10, allow_redirects=False)
        back = consent(started.headers["Location"])
        signed_in = browser.get(f"{stack.url}{back[1:]}", timeout=10, allow_redirects=False)
        assert signed_in.status_code == 302
        sandbox = SandboxControl(stack.sandbox_url)
        sandbox.reset_counts()

        checked = f"{code}\nassert service.events_entry().data and not service.events_entry().failure\n"
        stack.manage("shell", "-c", checked, SANDBOX_URL=stack.sandbox_url)
        asked = sandbox.counts()
        forgotten = stack.manage("forget_user", "anna.smirnova@example.com", SANDBOX_URL=stack.sandbox_url)

        assert asked["calendar.events.list"] >= 1
        assert "✅" in forgotten
        assert sandbox.counts()["oauth.revoke"] == 1


def test_python_of_the_cache_runs() -> None:
    [code] = fenced("docs/cache.md", "python")

    get_redis_connection("default").flushdb()
    names: dict[str, object] = {}
    exec(code, names)  # noqa: S102 - it is ours

    assert GoogleAPICache.get_sheets(1, max_results=100) == [{"id": "sheet-1"}]


def test_every_curl_command_of_the_sandbox_does_what_it_says() -> None:
    with SandboxServer(Sandbox()) as server:
        for method, path, body in curls("docs/sandbox.md"):
            answer = requests.request(method, f"{server.url}{path}", data=body, timeout=5)

            assert answer.ok, (method, path, body, answer.text)
            if method == "GET":
                assert isinstance(answer.json(), dict)
            if body and path.endswith("faults"):
                fault = json.loads(body)
                assert server.sandbox.faults.take(fault["target"]).mode == fault["mode"]  # type: ignore[union-attr]


def test_faults_of_the_sandbox_are_named_as_they_are() -> None:
    table = (ROOT / "docs" / "sandbox.md").read_text(encoding="utf-8")
    [row] = re.findall(r"^\| `mode` \| (.*) \|$", table, re.MULTILINE)

    assert re.findall(r"`(\w+)`:", row) == list(MODES)


@pytest.mark.django_db
def test_user_of_redis_may_do_all_that_the_dashboard_does_and_no_more(
    client: Client, troubled_valkey: TroubledValkey, redis_at: Callable[[str], None]
) -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    [rule] = re.findall(r"^ {4}(ACL SETUSER .*)$", text, re.MULTILINE)
    troubled_valkey.admin.execute_command(*shlex.split(rule.replace("PASSWORD", "secret")))
    redis_at(f"redis://dashboard:secret@127.0.0.1:{troubled_valkey.port}/1")

    entry = GoogleAPICache.fetch_sheets(1, lambda _: [{"id": "one"}], max_results=5)
    assert GoogleAPICache.get_sheets(1, max_results=5) == entry.data
    counters.counts.flush()
    assert CacheService.get_cache_stats()["total_keys"] == 1
    assert GoogleAPICache.invalidate_user_cache(1) == 1
    GoogleAPICache.set_sheets(1, [], max_results=5)
    call_command("cache_stats", "--verbose")
    call_command("clear_cache", "--confirm")
    assert client.get(reverse("google_start")).status_code == 302  # counted for its limit
    pace.book_in_redis("huntflow_pace:token", 1.0)
    redis_memory()

    refused = troubled_valkey.admin.execute_command("ACL", "LOG")
    assert [(entry[b"object"], entry[b"context"]) for entry in refused] == []

    outsider = Redis(port=troubled_valkey.port, db=1, username="dashboard", password="secret")
    for command in (("GET", "another:program"), ("FLUSHDB",), ("KEYS", "*"), ("CONFIG", "GET", "*")):
        with pytest.raises(NoPermissionError):
            outsider.execute_command(*command)


def test_cache_runs_in_a_project_with_nothing_but_what_the_page_says_to_copy(
    tmp_path: Path, troubled_valkey: TroubledValkey
) -> None:
    text = (ROOT / "docs" / "reuse.md").read_text(encoding="utf-8")
    table = text.partition("## Take it")[2].partition("\n## ")[0]
    for path in re.findall(r"`(google_oauth/[\w/.]+)`", table.partition("It needs Python")[0]):
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.endswith("/"):
            shutil.copytree(ROOT / path, target, dirs_exist_ok=True)
        else:
            shutil.copy(ROOT / path, target)
    [code] = fenced("docs/reuse.md", "python")
    (tmp_path / "project.py").write_text(
        code.replace("redis://127.0.0.1:6379/1", troubled_valkey.url).replace("0.25", "5"), encoding="utf-8"
    )

    done = subprocess.run(
        [sys.executable, "project.py"],
        cwd=tmp_path,
        env={},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    first, failed, services, removed = done.stdout.splitlines()
    assert first.startswith("{'sky': 'clear'} False 0:00:00")
    assert failed == "{'sky': 'clear'} timeout"
    assert (services, removed) == ("{'weather': 1}", "1")


def test_packages_of_the_cache_are_those_that_the_page_names() -> None:
    text = (ROOT / "docs" / "reuse.md").read_text(encoding="utf-8")
    copied = re.findall(r"`(google_oauth/[\w/.]+)`", text.partition("It needs Python")[0])
    sources = [
        source
        for path in copied
        for source in ([ROOT / path] if path.endswith(".py") else (ROOT / path).rglob("*.py"))
    ]
    imported = {
        name.split(".")[0]
        for source in sources
        for name in re.findall(r"^(?:from|import) ([\w.]+)", source.read_text(encoding="utf-8"), re.MULTILINE)
    }
    named = re.findall(r"`([\w-]+)`", text.partition("or newer:")[2].partition("The licence")[0])

    assert imported - sys.stdlib_module_names - {"google_oauth"} == {
        name.lower().replace("-", "_") for name in named
    }
