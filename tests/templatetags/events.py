"""Events of one Wednesday in Moscow."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from google_oauth.domain.calendar.events import Event, Guest, Response

MOSCOW = ZoneInfo("Europe/Moscow")
# Half past twelve in Moscow.
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
TODAY = date(2026, 3, 4)
NBSP = "\N{NO-BREAK SPACE}"
# What a keyword that is not given stands for.
_HOUR_FROM_TEN = object()


def at(hour: int, minute: int = 0, *, day: int = 4) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=MOSCOW)


def event(start: object = _HOUR_FROM_TEN, end: date | None = None, **fields: object) -> Event:
    """Make an event; from 10 to 11 unless the start is given."""
    times = (at(10), at(11)) if start is _HOUR_FROM_TEN else (start, end)
    return Event(**{"id": "1", "title": "Созвон", "start_time": times[0], "end_time": times[1], **fields})  # type: ignore[arg-type]


def guests(*answers: Response) -> tuple[Guest, ...]:
    return tuple(Guest("guest@example.org", "", answer) for answer in answers)
