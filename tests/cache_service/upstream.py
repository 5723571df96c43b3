"""An upstream whose answers a test holds back and lets go, and a clock that a test moves."""

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from google_oauth.cache_service import CacheEntry

# Longer than anything in a test takes on a busy machine; only a broken test waits for it.
LONG = 10.0


class Upstream:
    """Pass it as `fetch`. It answers `answer`, or raises it if it is an exception; `calls` counts."""

    def __init__(self, answer: Any = None) -> None:
        self.answer = ["fresh"] if answer is None else answer
        self.calls = 0
        self.previous: list[CacheEntry | None] = []
        self._lock = threading.Lock()
        self._open = threading.Event()
        self._open.set()
        self._arrived = threading.Semaphore(0)

    def __call__(self, previous: CacheEntry | None) -> Any:
        with self._lock:
            self.calls += 1
            self.previous.append(previous)
        self._arrived.release()
        assert self._open.wait(LONG), "nobody let the upstream go on"
        answer = self.answer
        if isinstance(answer, BaseException):
            raise answer
        return answer(previous) if callable(answer) else answer

    def hold(self) -> None:
        self._open.clear()

    def let_go(self) -> None:
        self._open.set()

    def wait_for_call(self) -> None:
        assert self._arrived.acquire(timeout=LONG), "nobody called the upstream"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Every call made in the block, or before its end, is answered after it."""
        self.hold()
        try:
            yield
        finally:
            self.let_go()


class Clock:
    """The cache's clock, moved by hand."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now

    def move(self, seconds: float) -> None:
        self.now += seconds


class Crowd:
    """Readers in threads of their own."""

    def __init__(self, size: int) -> None:
        self.pool = ThreadPoolExecutor(size)

    def ask(self, read: Any, *args: Any, **kwargs: Any) -> "Future[Any]":
        return self.pool.submit(read, *args, **kwargs)
