"""Moments of the sandbox's days, given as days from today and a time on the wall."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

MOSCOW = ZoneInfo("Europe/Moscow")
SATURDAY = 5
"""Of `date.weekday()`."""


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


def workday(day: date, number: int) -> date:
    """The working day that is `number` of them after `day`, or before it when negative."""
    step = 1 if number > 0 else -1
    for _ in range(abs(number)):
        day = _weekday(day + timedelta(days=step), step)
    return day


def office_hour(moment: datetime, rng: Random, *, days: float = 0) -> datetime:
    """Some time of a working day that is about `days` after `moment`, and later than it."""
    day = (moment + timedelta(days=days)).date()
    # Not all of a weekend onto Mondays.
    day = _weekday(day, -1 if day.weekday() == SATURDAY else 1)
    found = at(day, rng.randint(9, 18), rng.randrange(60))
    return found if found > moment else office_hour(moment, rng, days=days + 1)


def _weekday(day: date, step: int) -> date:
    while day.weekday() >= SATURDAY:
        day += timedelta(days=step)
    return day
