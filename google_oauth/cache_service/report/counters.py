"""Honest numbers: counted in the process, brought to Redis in the background, never in the way of a call.

Exact unless a process is killed or Redis is away. Redis keeps an hour of minutes and a week of hours.
"""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final, Literal

from django.conf import settings

from google_oauth.cache_service.report.tally import Tally
from google_oauth.cache_service.storage import clock
from google_oauth.core import metrics
from google_oauth.exceptions import CacheUnavailable, RedisUnavailable
from google_oauth.redis_access import execute, pop_troubles

Event = Literal[
    "fresh_hits",
    "stale_hits",
    "misses",
    "waits",
    "refreshes",
    "not_modified",
    "failures",
    "fail_safe",
    "lost_leases",
    "garbage",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A length of time, in seconds, that has a Redis hash of its own, and how many of them are kept."""

    name: str
    seconds: int
    kept: int

    def key(self, number: int) -> str:
        """The hash of the span with this number since the epoch; one tag, so that one transaction may write all."""
        return f"api_cache_stats:{{counts}}:{self.name}:{number}"

    def recent(self) -> Iterator[str]:
        """The hashes of the spans that are kept, the one that runs now included."""
        return (self.key(number) for number in self.numbers())

    def numbers(self) -> range:
        """The numbers of the spans that are kept, the one that runs now included."""
        last = int(clock.now()) // self.seconds
        return range(last - self.kept + 1, last + 1)


MINUTES: Final = Span("minute", 60, 60)
HOURS: Final = Span("hour", 3600, 7 * 24)


class Counts:
    """The counters of this process."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything: a forked child's counts are its parent's to bring in."""
        self._lock = threading.Lock()
        self._counts: Counter[str] = Counter()
        self._flusher: threading.Thread | None = None

    def add(self, service: str, event: Event) -> None:
        """Count one event."""
        metrics.CACHE_EVENTS.labels(service, event).inc()
        with self._lock:
            self._counts[f"{service}:{event}"] += 1
            if self._flusher is None:
                self._flusher = threading.Thread(target=self._flush_often, name="cache-counts", daemon=True)
                self._flusher.start()

    def pending(self, service: str, event: Event) -> int:
        """How often an event was counted and not yet brought to Redis."""
        return self._counts[f"{service}:{event}"]

    def flush(self) -> None:
        """Bring the counts to Redis now; with Redis away they stay here."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        taken.update({f"redis:{code}": number for code, number in pop_troubles().items()})
        if not taken:
            return
        try:
            execute(lambda client: _bring(client, taken), purpose="write")
        except RedisUnavailable:
            with self._lock:
                self._counts.update(taken)

    def _flush_often(self) -> None:
        """Until there was nothing to count for a while."""
        while True:
            time.sleep(settings.API_CACHE_FLUSH_INTERVAL)
            with self._lock:
                if self._flusher is not threading.current_thread():
                    return
                if not self._counts:
                    self._flusher = None
                    return
            self.flush()


counts = Counts()
count = counts.add


def report() -> dict[str, Any]:
    """The counters of the last hour and the last week, per service, with hit rate and calls saved.

    Raises CacheUnavailable when Redis does not answer.
    """
    counts.flush()
    try:
        return {"last_hour": _summary(MINUTES), "last_week": _summary(HOURS)}
    except RedisUnavailable as exc:
        raise CacheUnavailable(f"Redis does not answer ({exc.code})") from exc


def _bring(client: Any, taken: Counter[str]) -> None:
    with client.pipeline(transaction=True) as pipe:
        for span in (MINUTES, HOURS):
            key = span.key(int(clock.now()) // span.seconds)
            for name, number in taken.items():
                pipe.hincrby(key, name, number)
            pipe.expire(key, span.seconds * (span.kept + 1))
        pipe.execute()


def history(span: Span) -> list[tuple[datetime, Counter[str]]]:
    """When each span that is kept began, the oldest first, and its counters as `service:event`.

    One round trip. Raises RedisUnavailable.
    """
    numbers = span.numbers()
    # A hash here has a field per service and event only.
    hashes = execute(partial(_read_each, [span.key(number) for number in numbers]))
    return [
        (
            clock.moment(number * span.seconds),
            Counter({name.decode(): int(value) for name, value in fields.items()}),
        )
        for number, fields in zip(numbers, hashes, strict=True)
    ]


def _read_each(keys: list[str], client: Any) -> list[dict[bytes, bytes]]:
    with client.pipeline(transaction=False) as pipe:
        for key in keys:
            pipe.hgetall(key)
        return list(pipe.execute())


def _summary(span: Span) -> dict[str, Any]:
    """Per service: its counters and what follows from them."""
    total: Counter[str] = Counter()
    for _, counted in history(span):
        total.update(counted)
    services: dict[str, dict[str, Any]] = {}
    for name, number in sorted(total.items()):
        service, _, event = name.rpartition(":")
        services.setdefault(service, {})[event] = number
    return {service: {**events, **_derived(events)} for service, events in services.items()}


def _derived(events: dict[str, int]) -> dict[str, Any]:
    tally = Tally.of(events)
    if not tally.reads:
        return {}
    return {"hit_rate": round(tally.hit_rate, 4), "calls_saved": tally.calls_saved}
