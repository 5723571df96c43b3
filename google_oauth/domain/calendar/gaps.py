"""Free time between meetings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from google_oauth.domain.calendar.days import begins, is_attended
from google_oauth.domain.calendar.events import Event

# Less than this between two meetings is a breath, and nothing to look forward to.
SHORTEST = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Gap:
    """Free time from `start` up to the meeting that ends it; times are in the reader's zone."""

    start: datetime
    end: datetime
    before: Event

    @property
    def length(self) -> timedelta:
        """How long the free time is, whatever the clocks do meanwhile."""
        return self.end.astimezone(UTC) - self.start.astimezone(UTC)


def next_gap(events: Iterable[Event], *, now: datetime) -> Gap | None:
    """Find the free time that runs now, else the first of SHORTEST at least; None with nothing ahead.

    Meetings that follow one another without a break count as one. Events that take up no time, all-day
    events and those the reader will not attend leave it free. `now` is in the reader's zone.
    """
    moment = free_from = now.astimezone(UTC)
    for event in sorted(filter(_takes_time, events), key=begins):
        start = begins(event)
        if start > free_from and (free_from == moment or start - free_from >= SHORTEST):
            return Gap(free_from.astimezone(now.tzinfo), start.astimezone(now.tzinfo), event)
        if isinstance(event.end_time, datetime):
            free_from = max(free_from, event.end_time.astimezone(UTC))
    return None


def _takes_time(event: Event) -> bool:
    return event.busy and is_attended(event) and isinstance(event.start_time, datetime)
