"""Meetings in time: joinable, over, next, clashing, and the free time between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from google_oauth.domain.calendar.events import Event, EventType

# A meeting can be joined this long before its start.
JOIN_EARLY = timedelta(minutes=10)
# Shorter breaks between two meetings are no free time.
MIN_GAP = timedelta(minutes=15)

_A_DAY = timedelta(days=1)
_MEETINGS = frozenset({EventType.DEFAULT, EventType.FROM_GMAIL})
_by_start = attrgetter("start_utc")


@dataclass(frozen=True, slots=True)
class JoinWindow:
    """A meeting can be joined from `opens` until just before `closes`; both are in UTC."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Free time from `start` to the meeting that ends it; times are in the reader's zone."""

    start: datetime
    end: datetime
    before: Event

    @property
    def length(self) -> timedelta:
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)


def is_meeting(event: Event) -> bool:
    """Return whether people meet, unlike focus time and the like."""
    return event.event_type in _MEETINGS


def is_attended(event: Event) -> bool:
    return is_meeting(event) and not (event.cancelled or event.declined)


def join_window(event: Event) -> JoinWindow | None:
    """Return when a timed event can be joined; without an end, until its start. None for other events."""
    return JoinWindow(event.start_utc - JOIN_EARLY, event.end_utc) if event.timed else None


def joinable(event: Event, *, now: datetime) -> bool:
    """Return whether a timed event runs or begins within JOIN_EARLY; `now` is aware."""
    window = join_window(event)
    return window is not None and window.opens <= now < window.closes


def ended(event: Event, *, now: datetime) -> bool:
    """Return whether a timed event is over; without an end, never. `now` is aware."""
    return event.timed and isinstance(event.end_time, datetime) and event.end_utc <= now


def next_up(events: Iterable[Event], *, now: datetime) -> Event | None:
    """Return the attended event that became joinable last, else the one that begins next; `now` is aware."""
    attended = [event for event in events if is_attended(event)]
    current = [event for event in attended if joinable(event, now=now)]
    coming = [event for event in attended if event.start_utc > now]
    # An interview in five minutes wins over the meeting that still runs.
    return max(current, key=_by_start, default=None) or min(coming, key=_by_start, default=None)


def clashes(events: Iterable[Event]) -> frozenset[str]:
    """Return the ids of attended events, shorter than a day, that overlap another one."""
    found: set[str] = set()
    latest: Event | None = None
    hourly = (event for event in events if timedelta() < event.length < _A_DAY and is_attended(event))
    for event in sorted(hourly, key=_by_start):
        if latest and event.start_utc < latest.end_utc:
            found |= {event.id, latest.id}
        if latest is None or event.end_utc > latest.end_utc:
            latest = event
    return frozenset(found)


def next_gap(events: Iterable[Event], *, now: datetime) -> Gap | None:
    """Return the free time that runs now, else the next one of at least MIN_GAP; None with nothing ahead.

    Only attended, timed events that block time end it. `now` is in the reader's zone.
    """
    moment = free_from = now.astimezone(UTC)
    for event in sorted(filter(_blocks_time, events), key=_by_start):
        start = event.start_utc
        if start > free_from and (free_from == moment or start - free_from >= MIN_GAP):
            return Gap(free_from.astimezone(now.tzinfo), start.astimezone(now.tzinfo), event)
        if event.end_time:
            free_from = max(free_from, event.end_utc)
    return None


def _blocks_time(event: Event) -> bool:
    return event.timed and event.busy and is_attended(event)
