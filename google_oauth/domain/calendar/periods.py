"""The stretch of days that a view of the calendar shows, and the ways from it to the ones beside it."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from google_oauth.domain.parsing.reading import calendar_day

# How many days an agenda lists when nobody asks for another number.
AGENDA_DAYS = 30
# Calendars are read so many days around today; a day beyond is no place to go to.
FARTHEST_DAYS = 730
# Windows for reading are as wide as whole steps, so that neighbouring periods share one answer.
_STEP_DAYS = 100

_A_DAY = timedelta(days=1)


class View(StrEnum):
    """How the calendar is drawn."""

    AGENDA = "agenda"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; `previous` and `next` are days of the periods beside it.

    `first` of a month is its first day; the weeks that its grid shows may begin before.
    """

    view: View
    first: date
    last: date
    previous: date
    next: date

    def holds(self, day: date) -> bool:
        """Tell whether the day is in the period."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Reach:
    """How far around today a calendar has to be read."""

    days_back: int
    days_ahead: int


def parse_day(raw: str, *, today: date) -> date:
    """Read the day that the query string gives (`yyyy-mm-dd`); today for what is none or beyond FARTHEST_DAYS."""
    day = calendar_day(raw)
    return day if day and abs((day - today).days) <= FARTHEST_DAYS else today


def period_around(view: View, day: date, *, agenda_days: int = AGENDA_DAYS) -> Period:
    """Return the day, the week from Monday or the month that holds it, or the agenda of the days from it on."""
    if view is View.MONTH:
        return _month(day)
    first = day - timedelta(days=day.weekday()) if view is View.WEEK else day
    length = timedelta(days={View.DAY: 1, View.WEEK: 7}.get(view, agenda_days))
    return Period(view, first, first + length - _A_DAY, first - length, first + length)


def grid_days(period: Period) -> tuple[date, date]:
    """Return the first and the last day that a grid of whole weeks shows of the period."""
    first = period.first - timedelta(days=period.first.weekday())
    return first, period.last + timedelta(days=6 - period.last.weekday())


def reach(period: Period, *, today: date) -> Reach:
    """Say how far a calendar has to be read for the period's grid, in whole steps and at least one ahead."""
    first, last = grid_days(period)
    return Reach(_steps((today - first).days), max(_STEP_DAYS, _steps((last - today).days)))


def _month(day: date) -> Period:
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return Period(View.MONTH, first, after - _A_DAY, (first - _A_DAY).replace(day=1), after)


def _steps(days: int) -> int:
    return max(0, -(-days // _STEP_DAYS) * _STEP_DAYS)
