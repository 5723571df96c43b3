"""Sources on a clock that moves only when somebody waits."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from google_oauth.cache_service import CacheEntry
from google_oauth.exceptions import StillRefreshing, UpstreamError
from google_oauth.views.blocks.reads import Answer, Deadline, Reads, Source


def entry(service: str = "google_drive_files", **fields: Any) -> CacheEntry:
    known = {"data": [], "cached_at": timezone.now(), "is_stale": False, "age": timedelta()}
    return CacheEntry(**known | fields, service=service)


def request(**query: str) -> HttpRequest:
    return RequestFactory().get("/", query)


class Clock:
    """Seconds that pass by waiting alone."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Upstream:
    """Answers so many seconds after it was first asked, and notes how it is asked."""

    clock = Clock()

    def __init__(self, seconds: float = 0.0, error: UpstreamError | None = None, **fields: Any) -> None:
        self.seconds = seconds
        self.error = error
        self.asked: list[tuple[bool, float]] = []
        self.parsed = 0
        self._entry = entry(**fields)
        self._first = 0.0

    @property
    def source(self) -> Source[str]:
        """The upstream as a source: its value is "rows"."""
        return Source(self._read)

    def _read(self, reads: Reads) -> Answer[str]:
        force, wait = reads.manner["force"], reads.manner["wait"]
        self._first = self._first or self.clock.now
        self.asked.append((force, wait))
        if self.error:
            raise self.error
        left = max(0.0, self._first + self.seconds - self.clock.now)
        self.clock.sleep(min(left, wait))
        if left > wait:
            raise StillRefreshing("google")
        return Answer(self._parse, [self._entry])

    def _parse(self) -> str:
        self.parsed += 1
        return "rows"


def reads_within(seconds: float, *, soon: float = 0.4, force: bool = False) -> Reads:
    return Reads(request(), Deadline(seconds), Deadline(soon), force=force)
