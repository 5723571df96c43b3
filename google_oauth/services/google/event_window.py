"""Which of the stored events belong to the days that were asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cached_property
from typing import Any

from google_oauth.domain.parsing.reading import calendar_day, record, timestamp


@dataclass(frozen=True)
class EventWindow:
    """The days from `first` up to, and without, `end`, as `zone` has them."""

    first: date
    end: date
    zone: tzinfo

    def holds(self, event: Mapping[str, Any]) -> bool:
        """Whether the event (a Google `Event`) touches the window; one whose times cannot be read does."""
        if self._is_well_inside(event.get("start")):
            return True
        start, end = record(event.get("start")), record(event.get("end"))
        begins = timestamp(start.get("dateTime"))
        if begins:
            return _overlap(begins, timestamp(end.get("dateTime")), self._moments)
        day = calendar_day(start.get("date"))
        if day:
            # A floating day is never moved into a zone.
            return _overlap(day, calendar_day(end.get("date")), (self.first, self.end))
        return True

    def _is_well_inside(self, start: Any) -> bool:
        """Tell by the written day alone: parsing the times of every event costs more than the rest of a hit."""
        day = str(start.get("dateTime") or start.get("date"))[:10] if isinstance(start, dict) else ""
        return day[4:8:3] == "--" and self._certain[0] <= day <= self._certain[1]

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


def _overlap(begins: Any, ends: Any, window: tuple[Any, Any]) -> bool:
    """Whether a span touches the window; a span without length, or without an end, is where it begins."""
    first, end = window
    return begins < end and (begins >= first or (ends is not None and ends > first))
