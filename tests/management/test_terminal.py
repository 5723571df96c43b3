"""The two commands on a terminal of their own, as a person has them."""

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from redis import Redis

from google_oauth.cache_service import CacheService, GoogleAPICache, HuntflowAPICache
from tests.cache_service.upstream import LONG
from tests.environment import ROOT

AT_ONCE = """
import sys
from google_oauth.management import progress
progress.PATIENCE = progress.REDRAW = 0
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""
QUESTION = "Удалить записи кэша API (2)? [y/N] "
CTRL_D = "\x04"


class Terminal:
    """A program on a terminal: what it shows, and what is typed."""

    def __init__(self, descriptor: int, process: "subprocess.Popen[bytes]") -> None:
        self._descriptor = descriptor
        self._process = process
        self._seen = b""

    def wait_for(self, text: str) -> None:
        """Read until `text` has been shown."""
        while text not in self._seen.decode(errors="ignore"):
            assert self._read(), f"it ended with {self._seen!r}"

    def type(self, keys: str) -> None:
        os.write(self._descriptor, keys.encode())

    def end(self) -> tuple[int, str]:
        """The exit code, and all that was shown, with the line ends of a file."""
        while self._read():
            pass
        return self._process.wait(LONG), self._seen.decode().replace("\r\n", "\n")

    def _read(self) -> bytes:
        readable, _, _ = select.select([self._descriptor], [], [], LONG)
        assert readable, f"it shows no more than {self._seen!r}"
        try:
            some = os.read(self._descriptor, 4096)
        except OSError:
            # How Linux says that nobody has the other end open any more.
            return b""
        self._seen += some
        return some


@contextmanager
def on_terminal(*arguments: str) -> Iterator[Terminal]:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "LC_ALL": "C.UTF-8", "TERM": "xterm"},
    )
    os.close(theirs)
    try:
        yield Terminal(ours, process)
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def kept() -> int:
    return int(CacheService.get_cache_stats()["total_keys"])


@pytest.fixture(autouse=True)
def _two_entries() -> None:
    HuntflowAPICache.set_candidate(7, {"id": 1}, account_id=1, candidate_id=1)
    GoogleAPICache.set_drive_files(8, [])


@pytest.mark.parametrize(("keys", "echo"), [("y\n", "y"), ("да\n", "да"), ("  YES\n", "  YES")])
def test_yes_clears(keys: str, echo: str) -> None:
    with on_terminal("manage.py", "clear_cache") as terminal:
        terminal.wait_for(QUESTION)
        assert kept() == 2
        terminal.type(keys)

        code, text = terminal.end()

    assert (code, text) == (0, f"{QUESTION}{echo}\n✅ Кэш API очищен, удалено записей: 2\n")
    assert kept() == 0


@pytest.mark.parametrize("keys", ["\n", "n\n", "yep\n", CTRL_D], ids=["enter", "n", "yep", "end of input"])
def test_anything_else_leaves_the_cache(keys: str) -> None:
    with on_terminal("manage.py", "clear_cache") as terminal:
        terminal.wait_for(QUESTION)
        terminal.type(keys)

        code, text = terminal.end()

    plain = re.sub(r"\x1b\[[\d;]*m", "", text)
    refused = "CommandError: Кэш не очищен: нет подтверждения (ключ --confirm)\n"
    assert (code, plain) == (1, f"{QUESTION}{keys.strip(CTRL_D).strip()}\n{refused}")
    assert kept() == 2


def test_quick_work_shows_no_bar() -> None:
    with on_terminal("manage.py", "clear_cache", "--confirm") as terminal:
        code, text = terminal.end()

    assert (code, text) == (0, "✅ Кэш API очищен, удалено записей: 2\n")


@pytest.mark.parametrize(
    ("arguments", "last_line"),
    [
        (["clear_cache", "--confirm"], "✅ Кэш API очищен, удалено записей: 2\n"),
        (["cache_stats"], "Всего ключей: 2\n"),
    ],
)
def test_long_work_draws_a_bar_and_leaves_no_trace_of_it(
    arguments: list[str], last_line: str, redis: Redis
) -> None:
    redis.mset({f"other:{number}": "" for number in range(5000)})

    with on_terminal("-c", AT_ONCE, *arguments) as terminal:
        code, text = terminal.end()

    drawn, _, rest = text.rpartition("\r\033[K")
    shares = [int(share) for share in re.findall(r"\r[█░]{30} +(\d+)%", drawn)]
    assert code == 0
    assert len(shares) > 5
    assert (shares, shares[-1]) == (sorted(shares), 100)
    assert "█" not in rest
    assert last_line in rest
