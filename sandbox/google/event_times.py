"""When an event is, and how its times are written for a zone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sandbox.world.calendars import EventRecord

Json = dict[str, Any]
EARLIEST = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


@dataclass(frozen=True)
class Span:
    """From when to when; the end is exclusive."""

    start: datetime
    end: datetime

    def overlaps(self, after: datetime | None, before: datetime | None) -> bool:
        """Whether it ends after `after` and starts before `before`; None is open."""
        return (after is None or self.end > after) and (before is None or self.start < before)


def span(record: EventRecord, zone: ZoneInfo) -> Span:
    """The event's span; whole days begin at midnight in `zone`. Without times it is at the beginning of time."""
    start = _moment(record.resource.get("start", {}), zone)
    return Span(start, max(start, _moment(record.resource.get("end", {}), zone)))


def written(value: Json, zone: ZoneInfo) -> Json:
    """An EventDateTime with its time in the offset of `zone`; a date stays as it is, it has no zone."""
    if "dateTime" not in value:
        return value
    moment = datetime.fromisoformat(value["dateTime"]).astimezone(zone)
    return value | {"dateTime": moment.isoformat(timespec="seconds").replace("+00:00", "Z")}


def zone_of(name: str) -> ZoneInfo | None:
    """The zone of that IANA name, or None."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _moment(value: Json, zone: ZoneInfo) -> datetime:
    if "dateTime" in value:
        return datetime.fromisoformat(value["dateTime"])
    if "date" in value:
        return datetime.fromisoformat(value["date"]).replace(tzinfo=zone)
    return EARLIEST
