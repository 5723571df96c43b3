"""Counters of cache events, counted in memory and added to Redis in the background.

A killed process loses its latest counts. Redis keeps an hour of minutes and a week of hours.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Any, Final, Literal, Self

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.datasets import DATA_SETS
from google_oauth.cache_service.storage import clock, requiring_redis
from google_oauth.core import metrics
from google_oauth.core.periodic import PeriodicThread
from google_oauth.exceptions import RedisUnavailable
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
class HitCounts:
    fresh_hits: int = 0
    stale_hits: int = 0
    misses: int = 0
    refreshes: int = 0
    failures: int = 0

    @classmethod
    def of(cls, events: Mapping[str, int]) -> Self:
        """Take these counters from all counters by event."""
        return cls(**{event: events.get(event, 0) for event in cls.__slots__})

    def __add__(self, other: "HitCounts") -> "HitCounts":
        return HitCounts(**{event: getattr(self, event) + getattr(other, event) for event in self.__slots__})

    @property
    def reads(self) -> int:
        return self.hits + self.misses

    @property
    def hits(self) -> int:
        return self.fresh_hits + self.stale_hits

    @property
    def hit_rate(self) -> float:
        """The share of reads answered from the cache; 0 without reads."""
        return self.hits / self.reads if self.reads else 0.0

    @property
    def calls_saved(self) -> int:
        """Reads that caused no refresh; without a cache each would be a call."""
        return max(0, self.reads - self.refreshes)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The length of a bucket in seconds, and how many buckets Redis keeps."""

    name: str
    seconds: int
    kept: int

    def key(self, number: int) -> str:
        """The Redis key of a bucket, by its number since the epoch. All share a hash tag, for one transaction."""
        return f"api_cache_stats:{{counts}}:{self.name}:{number}"

    def current(self) -> int:
        return int(clock.now()) // self.seconds

    def numbers(self) -> range:
        """The numbers of the buckets that are kept, the present one included."""
        return range(self.current() - self.kept + 1, self.current() + 1)


MINUTES: Final = Resolution("minute", 60, 60)
HOURS: Final = Resolution("hour", 3600, 7 * 24)


@dataclass(frozen=True, slots=True)
class Bucket:
    """One minute or hour: its start, and its counts by service."""

    start: datetime
    services: Mapping[str, HitCounts]

    def of(self, service: str = "") -> HitCounts:
        """The counts of a service, or of all."""
        return self.services.get(service, HitCounts()) if service else _total(self.services.values())


@dataclass(frozen=True, slots=True)
class Series:
    """The buckets of an hour or a week, the oldest first. `redis_troubles` counts failed calls to Redis."""

    buckets: tuple[Bucket, ...]
    redis_troubles: int

    def of(self, service: str = "") -> HitCounts:
        return _total(bucket.of(service) for bucket in self.buckets)

    def last_failure(self, service: str = "") -> datetime | None:
        return next((each.start for each in reversed(self.buckets) if each.of(service).failures), None)


class Counts:
    def __init__(self) -> None:
        # It ends when a whole interval passed without an event.
        self.thread = PeriodicThread(
            "cache-counts",
            pause=lambda: conf.flush_interval,
            has_work=lambda: bool(self._counts),
            work=self.flush,
        )
        self.reset()

    def reset(self) -> None:
        self._lock = Lock()
        self._counts: Counter[str] = Counter()
        self.thread.reset()

    def add(self, service: str, event: Event) -> None:
        metrics.CACHE_EVENTS.labels(service, event).inc()
        with self._lock:
            self._counts[f"{service}:{event}"] += 1
        self.thread.ensure_running()

    def pending(self, service: str, event: Event) -> int:
        return self._counts[f"{service}:{event}"]

    def flush(self) -> None:
        """Add the counts to Redis now; without Redis they stay here."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
        taken.update({f"redis:{code}": number for code, number in pop_troubles().items()})
        if not taken:
            return
        try:
            execute(partial(_add_to_redis, taken), purpose="write")
        except RedisUnavailable:
            with self._lock:
                self._counts.update(taken)


counts = Counts()
count = counts.add


def hit_statistics() -> dict[str, Any]:
    """Counters, hit rate and calls saved by service, of the last hour and week.

    Raises CacheUnavailable when Redis does not answer.
    """
    counts.flush()
    with requiring_redis():
        return {"last_hour": _summary(MINUTES), "last_week": _summary(HOURS)}


def series(resolution: Resolution) -> Series:
    """Raises CacheUnavailable when Redis does not answer."""
    with requiring_redis():
        found = history(resolution)
    buckets = tuple(Bucket(start, _by_service(counted)) for start, counted in found)
    troubles = (
        number for _, counted in found for name, number in counted.items() if name.startswith("redis:")
    )
    return Series(buckets, sum(troubles))


def history(resolution: Resolution) -> list[tuple[datetime, Counter[str]]]:
    """The start and the counters (`service:event`) of each bucket, the oldest first.

    One round trip. Raises RedisUnavailable.
    """
    numbers = resolution.numbers()
    # HGETALL is bounded here: a hash has a field per service and event.
    hashes = execute(partial(_read_each, [resolution.key(number) for number in numbers]))
    return [
        (
            clock.to_datetime(number * resolution.seconds),
            Counter({name.decode(): int(value) for name, value in fields.items()}),
        )
        for number, fields in zip(numbers, hashes, strict=True)
    ]


def _total(counted: Iterable[HitCounts]) -> HitCounts:
    return sum(counted, HitCounts())


def _add_to_redis(taken: Counter[str], client: Any) -> None:
    with client.pipeline(transaction=True) as pipe:
        for resolution in (MINUTES, HOURS):
            key = resolution.key(resolution.current())
            for name, number in taken.items():
                pipe.hincrby(key, name, number)
            pipe.expire(key, resolution.seconds * (resolution.kept + 1))
        pipe.execute()


def _read_each(keys: list[str], client: Any) -> list[dict[bytes, bytes]]:
    with client.pipeline(transaction=False) as pipe:
        for key in keys:
            pipe.hgetall(key)
        return list(pipe.execute())


def _summary(resolution: Resolution) -> dict[str, Any]:
    total: Counter[str] = Counter()
    for _, counted in history(resolution):
        total.update(counted)
    return {
        service: {**events, **_derived(HitCounts.of(events))} for service, events in _events(total).items()
    }


def _derived(hits: HitCounts) -> dict[str, float]:
    return {"hit_rate": round(hits.hit_rate, 4), "calls_saved": hits.calls_saved} if hits.reads else {}


def _by_service(counted: Counter[str]) -> dict[str, HitCounts]:
    return {
        service: HitCounts.of(events) for service, events in _events(counted).items() if service in DATA_SETS
    }


def _events(counted: Counter[str]) -> dict[str, dict[str, int]]:
    services: dict[str, dict[str, int]] = {}
    for name, number in sorted(counted.items()):
        service, _, event = name.rpartition(":")
        services.setdefault(service, {})[event] = number
    return services
