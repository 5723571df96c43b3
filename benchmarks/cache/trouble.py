"""A Redis that is frozen or killed, and what a hit costs when it is well."""

import logging
import time
import timeit
from contextlib import suppress
from typing import Any

import orjson

from benchmarks.cache.figure import Figure
from benchmarks.harness.stage import USER, Upstream, anew, commands, frozen_redis, read, server, wait_for
from google_oauth.cache_service import GoogleAPICache, datasets
from google_oauth.cache_service.storage import store
from google_oauth.cache_service.storage.keys import key_for
from google_oauth.exceptions import RedisUnavailable
from google_oauth.redis_access import execute
from google_oauth.redis_access.client import breaker

UPSTREAM = 0.02
SHEETS = key_for(datasets.SHEETS, USER, {"max_results": 100})


def frozen() -> Figure:
    """Pages of five cache calls on a frozen Redis."""
    anew()
    read(Upstream())
    with frozen_redis():
        pages = [_page() for _ in range(5)]
    first, others = pages[0], max(pages[1:])
    return Figure(
        "Redis frozen, page with five cache calls",
        f"first page {first * 1000:.0f} ms over its upstream time, the others at most {others * 1000:.1f} ms",
        first <= 0.5 and others < 0.01,
    )


def _page() -> float:
    """Seconds beyond what the upstream took."""
    asked = 0.0

    def fetch(_: object) -> list[int]:
        nonlocal asked
        began = time.monotonic()
        time.sleep(UPSTREAM)
        asked += time.monotonic() - began
        return []

    began = time.monotonic()
    for limit in range(5):
        GoogleAPICache.fetch_sheets(USER, fetch, max_results=limit)
    return time.monotonic() - began - asked


def thawed() -> Figure:
    """The command that takes a lease reaches a frozen server, which thaws."""
    anew()
    found = store.read_entry(SHEETS)
    with frozen_redis(), suppress(RedisUnavailable):
        store.take_lease(found)
    breaker.wait_until_closed(10)
    waited = read(Upstream()).seconds
    return Figure(
        "Redis frozen in the middle of taking a lease, then thawed",
        f"the next reader waited {waited:.1f} s; a lease is 2 s",
        waited < 2.3,
    )


def killed() -> Figure:
    """A Redis that is killed, and comes back."""
    anew()
    lines: list[str] = []
    handler = _Lines(lines)
    logger = logging.getLogger("google_oauth.redis")
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
    port = server.port
    server.terminate()
    upstream = Upstream()
    for _ in range(50):
        read(upstream)
    server._desired_port = port  # noqa: SLF001 - the same address as before
    server.start()
    back = wait_for(lambda: GoogleAPICache.get_sheets(USER) or read(upstream) is None)
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)
    return Figure(
        "Redis killed and back",
        f"0 errors in 50 reads; caching again after {back:.1f} s; {len(lines)} log lines",
        back < 5 and len(lines) == 2,
    )


class _Lines(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__()
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())


def hit() -> Figure:
    """A fresh hit of a hundred events, beside a bare GET and decode."""
    anew()
    events = [
        {"id": str(number), "summary": "Собеседование", "start": {"dateTime": "2026-01-01T10:00:00Z"}}
        for number in range(100)
    ]
    GoogleAPICache.set_calendar_events(USER, events)
    execute(lambda client: client.set("plain", orjson.dumps(events)))
    GoogleAPICache.fetch_calendar_events(USER, _never)
    before = commands()
    GoogleAPICache.fetch_calendar_events(USER, _never)
    used = commands() - before - 1
    ours = _median(lambda: GoogleAPICache.fetch_calendar_events(USER, _never))
    bare = _median(lambda: execute(lambda client: orjson.loads(client.get("plain"))))
    return Figure(
        "fresh hit",
        f"{used} Redis command; {ours:.0f} µs, a bare GET with decoding {bare:.0f} µs",
        used == 1,
    )


def _never(_: object) -> Any:
    raise AssertionError("a fresh hit asked the upstream")


def _median(work: Any) -> float:
    times = sorted(timeit.repeat(work, number=20, repeat=101))
    return times[50] / 20 * 1e6
