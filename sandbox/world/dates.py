"""Moments of the sandbox's days, given as days from today and a time on the wall."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MOSCOW = ZoneInfo("Europe/Moscow")


def at(day: date, hour: int, minute: int = 0, *, zone: ZoneInfo = MOSCOW) -> datetime:
    """That time of `day` on the clocks of `zone`."""
    return datetime.combine(day, time(hour, minute), tzinfo=zone)


def rfc3339(moment: datetime) -> str:
    """The moment in UTC with milliseconds and a Z, as Google writes its own times."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def clock_changes(day: date, zone: ZoneInfo) -> tuple[date, date]:
    """The days of the last change of the clocks in `zone` before `day`, and of the next on or after it."""
    return _change(day, zone, step=-1), _change(day, zone, step=1)


def _change(day: date, zone: ZoneInfo, *, step: int) -> date:
    current = day if step > 0 else day - timedelta(days=1)
    while at(current, 0, zone=zone).utcoffset() == at(current + timedelta(days=1), 0, zone=zone).utcoffset():
        current += timedelta(days=step)
    return current
