"""A month as weeks of days, each day with as many events as there is room for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from google_oauth.domain.calendar.days import Occurrence, by_day, occurrences
from google_oauth.domain.calendar.events import Event
from google_oauth.domain.calendar.periods import Period, grid_days

# Lines of a day's cell. Where there are more events, the last line says how many are not shown.
LINES = 3
_WEEK = 7


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day's cell: the events that are `shown`, how many `more` there are, and whether it is of this month."""

    day: date
    within: bool
    shown: tuple[Occurrence, ...] = ()
    more: int = 0

    @property
    def entries(self) -> int:
        """How many events the day has, shown or not."""
        return len(self.shown) + self.more


def month_weeks(events: Iterable[Event], period: Period) -> list[tuple[MonthDay, ...]]:
    """Lay out whole weeks from Monday that hold the period; undated events have no place in them."""
    first, last = grid_days(period)
    filled = {day.day: day.occurrences for day in by_day(occurrences(events, first=first, last=last))}
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    cells = [_cell(day, filled.get(day, ()), within=period.holds(day)) for day in days]
    return [tuple(cells[start : start + _WEEK]) for start in range(0, len(cells), _WEEK)]


def _cell(day: date, found: tuple[Occurrence, ...], *, within: bool) -> MonthDay:
    # "One more" would take the line that the one itself fits in.
    room = LINES if len(found) <= LINES else LINES - 1
    return MonthDay(day, within, found[:room], len(found) - len(found[:room]))
