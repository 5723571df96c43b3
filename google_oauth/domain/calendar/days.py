"""Events over days: what falls in a window, day by day, and what comes next.

A day is a calendar day of the reader's zone. Moments of one zone are compared through UTC: Python compares
their wall clocks, which run backwards when summer time ends.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from operator import attrgetter

from google_oauth.domain.calendar.events import Event, EventType

# How long before the start a meeting can be joined, and becomes what the page points at.
JOIN_EARLY = timedelta(minutes=10)

_A_DAY = timedelta(days=1)
_MEETINGS = frozenset({EventType.DEFAULT, EventType.FROM_GMAIL})


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event on one of its days; `day` is None for an undated event."""

    day: date | None
    event: Event

    @property
    def continued(self) -> bool:
        """Whether the event began on an earlier day."""
        return self.day != self.event.first_day


@dataclass(frozen=True, slots=True)
class Day:
    """The occurrences of one day, in order; `day` None gathers undated events."""

    day: date | None
    occurrences: tuple[Occurrence, ...]


@dataclass(frozen=True, slots=True)
class JoinWindow:
    """When a meeting can be joined: from `opens` on, until `closes`, both in UTC."""

    opens: datetime
    closes: datetime


def occurrences(events: Iterable[Event], *, first: date, last: date) -> list[Occurrence]:
    """List each event on each of its days from `first` to `last`, both included, in the order of an agenda.

    All-day events lead a day. Undated events, of which nobody can say that they fall outside, come at the end.
    """
    found = [Occurrence(day, event) for event in events for day in _days_of(event, first, last)]
    return sorted(found, key=_agenda_order)


def by_day(agenda: Iterable[Occurrence]) -> list[Day]:
    """Gather occurrences that are in order under their days; days without any are left out."""
    return [Day(day, tuple(group)) for day, group in groupby(agenda, key=attrgetter("day"))]


def distinct_events(agenda: Iterable[Occurrence]) -> list[Event]:
    """List each event once, in the order in which the occurrences first name it."""
    return list({occurrence.event.id: occurrence.event for occurrence in agenda}.values())


def join_window(event: Event) -> JoinWindow | None:
    """Return when a timed event can be joined; None for all others. One without an end closes at its start."""
    if not isinstance(event.start_time, datetime):
        return None
    ends = event.end_time if isinstance(event.end_time, datetime) else event.start_time
    return JoinWindow(begins(event) - JOIN_EARLY, ends.astimezone(UTC))


def joinable(event: Event, *, now: datetime) -> bool:
    """Tell whether a timed event is under way or begins within JOIN_EARLY. `now` is aware."""
    window = join_window(event)
    return window is not None and window.opens <= now.astimezone(UTC) < window.closes


def begins(event: Event) -> datetime:
    """Return the start as a moment in UTC; without one, a moment before all others."""
    start = event.start_time
    return start.astimezone(UTC) if isinstance(start, datetime) else datetime.min.replace(tzinfo=UTC)


def time_order(event: Event) -> tuple[date, datetime]:
    """Return the key that puts events in the order of time: all-day ones lead a day, undated ones are last."""
    return event.first_day or date.max, begins(event)


def ended(event: Event, *, now: datetime) -> bool:
    """Tell whether a timed event is over; of one without an end nobody knows. `now` is aware."""
    return isinstance(event.end_time, datetime) and event.end_time.astimezone(UTC) <= now.astimezone(UTC)


def is_meeting(event: Event) -> bool:
    """Tell whether people meet there, unlike at marks on one's own time such as focus time."""
    return event.event_type in _MEETINGS


def is_attended(event: Event) -> bool:
    """Tell whether the reader is to be there: at a meeting that is neither cancelled nor declined."""
    return is_meeting(event) and not (event.cancelled or event.declined)


def next_up(events: Iterable[Event], *, now: datetime) -> Event | None:
    """Choose the timed event to point at: the latest to have become joinable, else the earliest to come.

    So an interview that begins in five minutes wins over the meeting that still runs. Passed over are events
    that are cancelled or declined, and marks on one's own time such as focus time. `now` is aware.
    """
    attended = [event for event in events if is_attended(event)]
    current = [event for event in attended if joinable(event, now=now)]
    coming = [event for event in attended if begins(event) > now.astimezone(UTC)]
    return max(current, key=begins, default=None) or min(coming, key=begins, default=None)


def clashes(events: Iterable[Event]) -> frozenset[str]:
    """Return the ids of the meetings to be at, shorter than a day, that overlap another such one."""
    found: set[str] = set()
    latest: Event | None = None
    hourly = (event for event in events if is_attended(event) and timedelta() < _length(event) < _A_DAY)
    for event in sorted(hourly, key=begins):
        if latest and begins(event) < _ends(latest):
            found |= {event.id, latest.id}
        latest = max(filter(None, (latest, event)), key=_ends)
    return frozenset(found)


def _length(event: Event) -> timedelta:
    return _ends(event) - begins(event)


def _ends(event: Event) -> datetime:
    return event.end_time.astimezone(UTC) if isinstance(event.end_time, datetime) else begins(event)


def _days_of(event: Event, first: date, last: date) -> Iterator[date | None]:
    if event.first_day is None or event.last_day is None:
        yield None
        return
    begin, end = max(event.first_day, first), min(event.last_day, last)
    for offset in range((end - begin).days + 1):
        yield begin + timedelta(days=offset)


def _agenda_order(occurrence: Occurrence) -> tuple[date, bool, datetime]:
    event = occurrence.event
    return occurrence.day or date.max, not event.all_day, begins(event)
