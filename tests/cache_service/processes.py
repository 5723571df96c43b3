"""Processes of their own, forked like a web server's workers, and an upstream that all of them share."""

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from google_oauth.cache_service import CacheEntry
from google_oauth.cache_service.engine import process
from tests.cache_service.asking import read, wait_for
from tests.cache_service.upstream import LONG

FORK = multiprocessing.get_context("fork")


class SharedUpstream:
    """As `Upstream`, but its calls are counted over all processes. It answers the id of the process that asked."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self._calls = FORK.Value("i", 0)
        # No event: setting one waits for its sleepers, and a test kills them.
        self._open = FORK.Value("b", 1)
        self._arrived = FORK.Semaphore(0)

    @property
    def calls(self) -> int:
        return int(self._calls.value)

    def __call__(self, _: CacheEntry | None) -> list[int]:
        with self._calls.get_lock():
            self._calls.value += 1
        self._arrived.release()
        wait_for(lambda: self._open.value)
        if self.error:
            raise self.error
        return [os.getpid()]

    @contextmanager
    def held(self) -> Iterator[None]:
        self._open.value = 0
        try:
            yield
        finally:
            self._open.value = 1

    def wait_for_call(self) -> None:
        assert self._arrived.acquire(timeout=LONG), "nobody called the upstream"


class Child:
    """A process that runs `work`, and what came of it."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self._mine, theirs = FORK.Pipe(duplex=False)
        self._process = FORK.Process(target=_run, args=(work, theirs), daemon=True)
        self._process.start()
        theirs.close()
        assert self._process.pid
        self.pid = self._process.pid

    def result(self) -> Any:
        assert self._mine.poll(LONG), "the child did not answer"
        answer = self._mine.recv()
        self._process.join(LONG)
        return answer

    def freeze(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)
        # On a busy machine its other threads run on for a while.
        os.waitpid(self.pid, os.WUNTRACED)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def kill(self) -> None:
        os.kill(self.pid, signal.SIGKILL)
        self._process.join(LONG)


def _run(work: Callable[[], Any], pipe: Any) -> None:
    try:
        answer = work()
    except AssertionError as exc:
        answer = exc
    # What the end of a process does, which a forked child of multiprocessing leaves out.
    process.shut_down()
    pipe.send(answer)


def crowd(upstream: Any, size: int, **options: Any) -> list[tuple[float, Any, bool]]:
    """What `size` threads read at once: how long each took, its data (or its error), and whether it was stale."""

    def timed(_: int) -> tuple[float, Any, bool]:
        began = time.monotonic()
        try:
            entry = read(upstream, **options)
        except Exception as exc:  # noqa: BLE001 - handed to the test
            return time.monotonic() - began, exc, False
        return time.monotonic() - began, entry.data, entry.is_stale

    with ThreadPoolExecutor(size) as pool:
        return list(pool.map(timed, range(size)))
