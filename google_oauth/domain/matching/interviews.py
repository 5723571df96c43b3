"""Which events are interviews, and whose."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from google_oauth.domain.calendar.days import begins, ended, is_meeting, time_order
from google_oauth.domain.calendar.events import Event
from google_oauth.domain.matching.matching import NO_MATCH, Match, Matching, NoMatch

# Huntflow names the events that it makes «Интервью: {person} – {vacancy}».
_HUNTFLOW_TITLE = re.compile(r"(?:интервью|interview)\s?:", re.IGNORECASE)

CandidateKey = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Interviews:
    """One candidate's interviews that were not called off: `coming` from the next on, `past` from the last back.

    One that is under way is still coming.
    """

    coming: tuple[Event, ...] = ()
    past: tuple[Event, ...] = ()

    @property
    def exist(self) -> bool:
        """Whether there are any."""
        return bool(self.coming or self.past)

    @property
    def next(self) -> Event | None:
        """The interview that comes first, or is under way."""
        return next(iter(self.coming), None)

    @property
    def last(self) -> Event | None:
        """The interview that was over last."""
        return next(iter(self.past), None)


NO_INTERVIEWS = Interviews()


def interview_ids(events: Iterable[Event], matches: Mapping[str, Matching]) -> frozenset[str]:
    """Return the ids of the events that name a candidate, clearly or not, or are titled as Huntflow does it.

    Without `matches` (candidates unknown) the titles alone tell, and not of every interview.
    """
    return frozenset(event.id for event in events if _is_interview(event, matches.get(event.id, NO_MATCH)))


def interviews_by_candidate(
    events: Iterable[Event], matches: Mapping[str, Matching], *, now: datetime
) -> dict[CandidateKey, Interviews]:
    """Gather the interviews of each candidate by their `key`; unclear matches are nobody's.

    `now` is in the reader's zone.
    """
    gathered: dict[CandidateKey, list[Event]] = {}
    for event, key in _matched(events, matches):
        gathered.setdefault(key, []).append(event)
    return {key: _sorted_out(own, now) for key, own in gathered.items()}


def _is_interview(event: Event, matching: Matching) -> bool:
    named = not isinstance(matching, NoMatch)
    return named or (is_meeting(event) and bool(_HUNTFLOW_TITLE.match(event.title)))


def _matched(
    events: Iterable[Event], matches: Mapping[str, Matching]
) -> Iterator[tuple[Event, CandidateKey]]:
    for event in events:
        matching = matches.get(event.id)
        if isinstance(matching, Match) and event.first_day and not event.cancelled:
            yield event, matching.candidate.key


def _sorted_out(events: Iterable[Event], now: datetime) -> Interviews:
    ordered = sorted(events, key=time_order)
    past = [event for event in ordered if _is_past(event, now)]
    return Interviews(tuple(event for event in ordered if event not in past), tuple(reversed(past)))


def _is_past(event: Event, now: datetime) -> bool:
    """Tell whether an event lies behind: without an end, from its start on; all-day, from the day after on."""
    if isinstance(event.start_time, datetime):
        return ended(event, now=now) or (event.end_time is None and begins(event) <= now)
    return event.last_day is not None and event.last_day < now.date()
