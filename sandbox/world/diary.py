"""When a recruiter has time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sandbox.world.calendars import CalendarStore
from sandbox.world.dates import at
from sandbox.world.people import Account

OPENS, CLOSES, STEP = 10 * 60, 18 * 60 + 30, 15
"""Minutes of the day between which meetings are put, and the grid that they begin on."""
MINUTES_OF_DAY = 24 * 60


class Diary:
    """The busy times of a recruiter's own calendar, by day and minute on the recruiter's clock."""

    def __init__(self, store: CalendarStore, owner: Account) -> None:
        self._zone = ZoneInfo(owner.time_zone)
        self._busy: dict[date, list[tuple[int, int]]] = {}
        for record in store.of(owner.email):
            resource = record.resource
            blocks = resource["status"] != "cancelled" and resource.get("transparency") != "transparent"
            if blocks and "recurrence" not in resource and "dateTime" in resource.get("start", {}):
                start, end = (datetime.fromisoformat(resource[name]["dateTime"]) for name in ("start", "end"))
                self._block(start.astimezone(self._zone), end.astimezone(self._zone))

    def book(self, day: date, minutes: int, rng: Random) -> datetime | None:
        """Take some free time of that length on a day; None when there is none."""
        busy = self._busy.setdefault(day, [])
        free = [
            start
            for start in range(OPENS, CLOSES - minutes + 1, STEP)
            if all(start >= until or start + minutes <= since for since, until in busy)
        ]
        if not free:
            return None
        start = rng.choice(free)
        busy.append((start, start + minutes))
        return at(day, start // 60, start % 60, zone=self._zone)

    def _block(self, start: datetime, end: datetime) -> None:
        for day in _days(start.date(), end.date()):
            since = start.hour * 60 + start.minute if day == start.date() else 0
            until = end.hour * 60 + end.minute if day == end.date() else MINUTES_OF_DAY
            self._busy.setdefault(day, []).append((since, until))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=days) for days in range((last - first).days + 1))
