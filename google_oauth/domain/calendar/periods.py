"""The days that a view of the calendar shows, and its neighbours."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from google_oauth.domain.parsing.reading import calendar_day

# Days of an agenda by default.
AGENDA_DAYS = 30
# Calendars are read this many days around today. The address of a later day shows today.
MAX_DAYS_AWAY = 730
# Windows are read in whole steps, so that neighbouring periods share one entry.
_STEP_DAYS = 100

_A_DAY = timedelta(days=1)


class CalendarView(StrEnum):
    AGENDA = "agenda"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last` inclusive; `previous` and `next` are days of its neighbours."""

    view: CalendarView
    first: date
    last: date
    previous: date
    next: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Reach:
    """How far around today a calendar is read."""

    days_back: int
    days_ahead: int


def parse_day(raw: str, *, today: date) -> date:
    """Return the day of the query string (`yyyy-mm-dd`); today if it is none or beyond MAX_DAYS_AWAY."""
    day = calendar_day(raw)
    return day if day and abs((day - today).days) <= MAX_DAYS_AWAY else today


def period_around(view: CalendarView, day: date, *, agenda_days: int = AGENDA_DAYS) -> Period:
    """Return the day, the week from Monday or the month that holds the day; an agenda starts on it."""
    if view is CalendarView.MONTH:
        return _month(day)
    first = day - timedelta(days=day.weekday()) if view is CalendarView.WEEK else day
    length = timedelta(days={CalendarView.DAY: 1, CalendarView.WEEK: 7}.get(view, agenda_days))
    return Period(view, first, first + length - _A_DAY, first - length, first + length)


def grid_days(period: Period) -> tuple[date, date]:
    """Return the first and the last day of the whole weeks that hold the period."""
    first = period.first - timedelta(days=period.first.weekday())
    return first, period.last + timedelta(days=6 - period.last.weekday())


def days_between(first: date, last: date) -> list[date]:
    """Return the days from `first` to `last` inclusive; none if `last` is earlier."""
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def reach(period: Period, *, today: date) -> Reach:
    """Return how far to read for the period's grid, in whole steps and at least one ahead."""
    first, last = grid_days(period)
    return Reach(_steps((today - first).days), max(_STEP_DAYS, _steps((last - today).days)))


def _month(day: date) -> Period:
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return Period(CalendarView.MONTH, first, after - _A_DAY, (first - _A_DAY).replace(day=1), after)


def _steps(days: int) -> int:
    return max(0, -(-days // _STEP_DAYS) * _STEP_DAYS)
