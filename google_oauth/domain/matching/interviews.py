"""Which events are interviews, and whose."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from google_oauth.domain.calendar.days import time_order
from google_oauth.domain.calendar.events import Event
from google_oauth.domain.calendar.meetings import is_meeting
from google_oauth.domain.matching.event_matching import NO_MATCH, Match, Matching, NoMatch

# Huntflow titles its events «Интервью: {person} – {vacancy}».
_HUNTFLOW_TITLE = re.compile(r"(?:интервью|interview)\s?:", re.IGNORECASE)

CandidateKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Interviews:
    """Interviews that take place: `coming` from the next or current one, `past` from the latest."""

    coming: tuple[Event, ...] = ()
    past: tuple[Event, ...] = ()

    @property
    def exist(self) -> bool:
        return bool(self.coming or self.past)

    @property
    def next(self) -> Event | None:
        return next(iter(self.coming), None)

    @property
    def last(self) -> Event | None:
        return next(iter(self.past), None)


NO_INTERVIEWS = Interviews()


def interview_ids(events: Iterable[Event], matches: Mapping[str, Matching]) -> frozenset[str]:
    """Return the ids of the events that name a candidate, clearly or not, or have Huntflow's title.

    Without `matches` (unknown candidates), only titles count, and some interviews are missed.
    """
    return frozenset(event.id for event in events if _is_interview(event, matches.get(event.id, NO_MATCH)))


def interviews_by_candidate(
    events: Iterable[Event], matches: Mapping[str, Matching], *, now: datetime
) -> dict[CandidateKey, Interviews]:
    """Return the interviews by candidate's `key`, no unclear ones; `now` is in the reader's zone."""
    gathered: dict[CandidateKey, list[Event]] = {}
    for event in sorted(events, key=time_order):
        matching = matches.get(event.id)
        if isinstance(matching, Match) and event.first_day and not event.cancelled:
            gathered.setdefault(matching.candidate.key, []).append(event)
    return {key: _split(ordered, now) for key, ordered in gathered.items()}


def _is_interview(event: Event, matching: Matching) -> bool:
    named = not isinstance(matching, NoMatch)
    return named or (is_meeting(event) and bool(_HUNTFLOW_TITLE.match(event.title)))


def _split(ordered: Iterable[Event], now: datetime) -> Interviews:
    coming: list[Event] = []
    past: list[Event] = []
    for event in ordered:
        (past if _is_past(event, now) else coming).append(event)
    return Interviews(tuple(coming), tuple(reversed(past)))


def _is_past(event: Event, now: datetime) -> bool:
    if event.timed:
        return event.end_utc <= now
    return event.last_day is not None and event.last_day < now.date()
