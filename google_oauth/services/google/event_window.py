"""Which of the stored events belong to the days that were asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Any

from google_oauth.cache_service import Item
from google_oauth.domain.parsing.reading import calendar_day, record, timestamp


@dataclass(frozen=True)
class EventWindow:
    """The days from `first` up to, and without, `end`, as `zone` has them."""

    first: date
    end: date
    zone: tzinfo

    def among(self, events: Iterable[Item]) -> list[Item]:
        """Return the events (of Google) that touch the window, in order, with those whose times cannot be read.

        The written day alone decides for most: parsing the times of each costs more than the rest of a hit.
        """
        first, last = self._certain
        return [each for each in events if first <= _written_day(each) <= last or self._holds(each)]

    def _holds(self, event: Item) -> bool:
        start, end = record(event.get("start")), record(event.get("end"))
        begins = timestamp(start.get("dateTime"))
        if begins:
            return _overlap(begins, timestamp(end.get("dateTime")), self._moments)
        day = calendar_day(start.get("date"))
        if day:
            # A floating day is never moved into a zone.
            return _overlap(day, calendar_day(end.get("date")), (self.first, self.end))
        return True

    @cached_property
    def _certain(self) -> tuple[str, str]:
        """The first and the last day that lie in the window in every zone; zones differ by 26 hours at most."""
        return (self.first + timedelta(days=2)).isoformat(), (self.end - timedelta(days=3)).isoformat()

    @cached_property
    def _moments(self) -> tuple[datetime, datetime]:
        first, end = (
            datetime.combine(day, time(), self.zone).astimezone(UTC) for day in (self.first, self.end)
        )
        return first, end


def _written_day(event: Item) -> str:
    """The day as it is written, or "" for what is no ISO day: "" lies in no window."""
    start = event.get("start")
    day = str(start.get("dateTime") or start.get("date"))[:10] if isinstance(start, dict) else ""
    return day if day[4:8:3] == "--" else ""


def _overlap(begins: Any, ends: Any, window: tuple[Any, Any]) -> bool:
    """Whether a span touches the window; a span without length, or without an end, is where it begins."""
    first, end = window
    return begins < end and (begins >= first or (ends is not None and ends > first))
