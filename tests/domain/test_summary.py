from typing import Any

import pytest

from google_oauth.domain.calendar.events import EventStatus, Response
from google_oauth.domain.files import File, FileKind
from google_oauth.domain.hiring.applications import Application, current_application
from google_oauth.domain.matching.interviews import Interviews
from google_oauth.domain.summary import Known, Summary, summarise
from tests.domain.hiring.test_applications import NAMES, link
from tests.domain.making import at, event, person

NOW = at(4, 12)
OVER, COMING = event("over", at(4, 9), at(4, 10)), event("coming", at(4, 15), at(4, 16))
LUNCH, TOMORROW = event("lunch", at(4, 13), at(4, 14)), event("tomorrow", at(5, 9), at(5, 10))
EVENTS = [OVER, COMING, LUNCH, TOMORROW, event("undated")]
INTERVIEWS = frozenset({"over", "coming", "tomorrow", "undated"})


def row(number: int, stage: int, interviews: Interviews) -> Application:
    candidate = person(number, links=(link(4, stage, days_ago=9),))
    return current_application(candidate, NAMES, now=NOW, interviews={candidate.key: interviews})


WAITING = row(1, 12, Interviews(past=(OVER,)))
BOOKED = row(2, 13, Interviews(coming=(COMING,), past=(OVER,)))
REJECTED = row(3, 14, Interviews(past=(OVER,)))
ROWS = [WAITING, BOOKED, REJECTED]
FILES = [
    File("today", "a", FileKind.PDF, modified=at(4, 9)),
    File("six days ago", "b", FileKind.PDF, modified=at(4, 0).replace(month=2, day=26)),
    File("seven days ago", "c", FileKind.PDF, modified=at(4, 23).replace(month=2, day=25)),
    File("folder", "d", FileKind.FOLDER, modified=at(4, 9)),
    File("untimed", "e", FileKind.PDF),
]
ALL = {"events": EVENTS, "interviews": INTERVIEWS, "rows": ROWS, "files": FILES}
FULL = Summary(interviews_today=2, next_interview=COMING, in_work=2, awaiting_decision=1, changed_files=2)


def test_summary_counts_what_is_known() -> None:
    assert summarise(Known(**ALL), now=NOW) == FULL


def test_summary_of_nothing_to_do_is_zero() -> None:
    nothing = Known(events=[], interviews=frozenset(), rows=[], files=[])

    assert summarise(nothing, now=NOW) == Summary(0, None, 0, 0, 0)


@pytest.mark.parametrize(
    ("unknown", "missing"),
    [
        ({"events"}, {"interviews_today", "next_interview", "awaiting_decision"}),
        ({"interviews"}, {"interviews_today", "next_interview"}),
        ({"rows"}, {"in_work", "awaiting_decision"}),
        ({"files"}, {"changed_files"}),
        (set(ALL), {"interviews_today", "next_interview", "in_work", "awaiting_decision", "changed_files"}),
    ],
)
def test_summary_leaves_open_what_an_unknown_source_would_tell(unknown: set[str], missing: set[str]) -> None:
    known: dict[str, Any] = {name: value for name, value in ALL.items() if name not in unknown}

    found = summarise(Known(**known), now=NOW)

    names = ("interviews_today", "next_interview", "in_work", "awaiting_decision", "changed_files")
    assert {name: getattr(found, name) for name in names} == {
        name: None if name in missing else getattr(FULL, name) for name in names
    }


@pytest.mark.parametrize("fields", [{"status": EventStatus.CANCELLED}, {"response": Response.DECLINED}])
def test_summary_passes_over_interviews_that_the_reader_does_not_attend(fields: dict[str, Any]) -> None:
    off = event("off", at(4, 14), at(4, 15), **fields)

    found = summarise(Known(events=[off], interviews={"off"}), now=NOW)

    assert (found.interviews_today, found.next_interview) == (0, None)
