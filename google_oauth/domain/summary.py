"""The figures of the first page. Unknown figures are None, never 0."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime

from google_oauth.domain.calendar.days import days_of
from google_oauth.domain.calendar.events import Event
from google_oauth.domain.calendar.meetings import is_attended, next_up
from google_oauth.domain.files import File, FileKind, changed_from, first_moment
from google_oauth.domain.hiring.applications import Application

_WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Known:
    """The loaded sources, None if they failed; `interviews` are ids, None without candidates."""

    events: Sequence[Event] | None = None
    interviews: Container[str] | None = None
    rows: Sequence[Application] | None = None
    files: Sequence[File] | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures; each is None if one of its sources is unknown.

    `interviews_today` counts those that the reader attends, past ones too. `next_interview` is None also if
    there is none. `changed_files` counts files changed in the last seven days, today included, new or not.
    """

    interviews_today: int | None
    next_interview: Event | None
    in_work: int | None
    awaiting_decision: int | None
    changed_files: int | None


def summarise(known: Known, *, now: datetime) -> Summary:
    """Count the known sources; `now` is in the reader's zone."""
    attended, today = _attended_interviews(known), now.date()
    return Summary(
        interviews_today=None
        if attended is None
        else sum(bool(days_of(each, today, today)) for each in attended),
        next_interview=next_up(attended or [], now=now),
        in_work=None if known.rows is None else sum(row.in_work for row in known.rows),
        awaiting_decision=_awaiting(known),
        changed_files=None if known.files is None else len(_changed_lately(known.files, now)),
    )


def _attended_interviews(known: Known) -> list[Event] | None:
    if known.events is None or known.interviews is None:
        return None
    return [event for event in known.events if event.id in known.interviews and is_attended(event)]


def _awaiting(known: Known) -> int | None:
    if known.rows is None or known.events is None:
        return None
    return sum(row.awaits_decision for row in known.rows)


def _changed_lately(files: Sequence[File], now: datetime) -> list[File]:
    since = first_moment(now, days=_WEEK_DAYS)
    return [file for file in files if file.kind is not FileKind.FOLDER and changed_from(file, since)]
