"""The figures over the first page: what the day asks for. What is not known is None, never 0."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from google_oauth.domain.calendar.days import is_attended, next_up, occurrences
from google_oauth.domain.calendar.events import Event
from google_oauth.domain.files import File, FileKind, changed_from, first_moment
from google_oauth.domain.hiring.pipeline import Placement

_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Known:
    """What could be loaded; None stands for a source that could not.

    `interviews` holds the ids of the events that are interviews, None while the candidates are not known.
    """

    events: Sequence[Event] | None = None
    interviews: Container[str] | None = None
    rows: Sequence[Placement] | None = None
    files: Sequence[File] | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures; each is None where a source that it needs is not known.

    `interviews_today` are those that the reader attends, over or not. `next_interview` is None also when none
    comes. `changed_files` counts the last seven days, today included: Drive's list does not say what is new.
    """

    interviews_today: int | None
    next_interview: Event | None
    in_work: int | None
    awaiting_decision: int | None
    changed_files: int | None


def summarise(known: Known, *, now: datetime) -> Summary:
    """Count what is known; `now` is in the reader's zone."""
    attended = _attended_interviews(known)
    return Summary(
        interviews_today=None if attended is None else len(_on_day_of(now, attended)),
        next_interview=next_up(attended or [], now=now),
        in_work=None if known.rows is None else sum(row.in_work for row in known.rows),
        awaiting_decision=_awaiting(known),
        changed_files=None if known.files is None else len(_changed_lately(known.files, now)),
    )


def _attended_interviews(known: Known) -> list[Event] | None:
    if known.events is None or known.interviews is None:
        return None
    return [event for event in known.events if event.id in known.interviews and is_attended(event)]


def _on_day_of(now: datetime, events: Sequence[Event]) -> list[Event]:
    today = now.date()
    return [each.event for each in occurrences(events, first=today, last=today) if each.day]


def _awaiting(known: Known) -> int | None:
    if known.rows is None or known.events is None:
        return None
    return sum(row.awaits_decision for row in known.rows)


def _changed_lately(files: Sequence[File], now: datetime) -> list[File]:
    since = first_moment(now, days=_WEEK_DAYS)
    return [file for file in files if file.kind is not FileKind.FOLDER and changed_from(file, since)]
