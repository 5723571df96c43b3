"""Events by calendar day of the reader's zone: the agenda and the month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from google_oauth.domain.calendar.events import Event
from google_oauth.domain.calendar.periods import Period, days_between, grid_days

# Lines of a month's cell. If there are more events, the last line counts the hidden ones.
MAX_CELL_LINES = 3

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event on one of its days; `day` is None for an undated event."""

    day: date | None
    event: Event

    @property
    def continued(self) -> bool:
        return self.day != self.event.first_day


@dataclass(frozen=True, slots=True)
class Day:
    """The occurrences of one day in order; `day` is None for undated events."""

    day: date | None
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day's cell: the events `shown`, the number of `more`, and whether the day is `within` the month."""

    day: date
    within: bool
    shown: tuple[Occurrence, ...] = ()
    more: int = 0

    @property
    def entries(self) -> int:
        return len(self.shown) + self.more


def occurrences(events: Iterable[Event], *, first: date, last: date) -> list[Occurrence]:
    """Return each event on each of its days from `first` to `last` inclusive, in the order of an agenda.

    All-day events lead a day. Undated events, which may be at any time, come last.
    """
    found = [
        Occurrence(day, event)
        for event in events
        for day in (days_of(event, first, last) if event.first_day else [None])
    ]
    return sorted(found, key=_agenda_order)


def days_of(event: Event, first: date, last: date) -> list[date]:
    """Return the event's days from `first` to `last` inclusive; none if it is undated."""
    if event.first_day is None or event.last_day is None:
        return []
    return days_between(max(event.first_day, first), min(event.last_day, last))


def by_day(agenda: Iterable[Occurrence]) -> list[Day]:
    """Group ordered occurrences by day; empty days are left out."""
    return [Day(day, tuple(group)) for day, group in groupby(agenda, key=attrgetter("day"))]


def distinct_events(agenda: Iterable[Occurrence]) -> list[Event]:
    """Return each event once, in the order of its first occurrence."""
    return list({occurrence.event.id: occurrence.event for occurrence in agenda}.values())


def month_weeks(agenda: Iterable[Occurrence], period: Period) -> list[tuple[MonthDay, ...]]:
    """Lay out ordered occurrences in the whole weeks that hold the period; undated ones are left out."""
    found = {day.day: day.occurrences for day in by_day(agenda)}
    cells = [
        _cell(day, found.get(day, ()), within=period.holds(day)) for day in days_between(*grid_days(period))
    ]
    return [tuple(cells[start : start + _WEEK]) for start in range(0, len(cells), _WEEK)]


def time_order(event: Event) -> tuple[date, datetime]:
    """Return the key for the order of time: all-day events lead a day, undated ones are last."""
    return event.first_day or date.max, event.start_utc


def _agenda_order(occurrence: Occurrence) -> tuple[date, bool, datetime]:
    event = occurrence.event
    return occurrence.day or date.max, not event.all_day, event.start_utc


def _cell(day: date, found: tuple[Occurrence, ...], *, within: bool) -> MonthDay:
    room = MAX_CELL_LINES if len(found) <= MAX_CELL_LINES else MAX_CELL_LINES - 1
    return MonthDay(day, within, found[:room], len(found) - len(found[:room]))
