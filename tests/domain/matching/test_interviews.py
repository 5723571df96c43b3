from datetime import datetime
from typing import Any

import pytest

from google_oauth.domain.calendar.events import EventStatus, EventType
from google_oauth.domain.matching.event_matching import Evidence, Match, Matching, NoMatch, Unclear
from google_oauth.domain.matching.interviews import Interviews, interview_ids, interviews_by_candidate
from tests.domain.making import NORTHWIND, at, event, on, person

MARIA, IVAN = person(7, "Кузнецова Мария"), person(8, "Иванов Иван")
MATCH = Match(MARIA, Evidence.NAME)
UNCLEAR = Unclear((MARIA, IVAN), Evidence.NAME)


@pytest.mark.parametrize(
    ("matching", "title", "fields", "expected"),
    [
        (MATCH, "Встреча", {}, True),
        (UNCLEAR, "Встреча", {}, True),
        (NoMatch(), "Встреча", {}, False),
        (NoMatch(), "Интервью: кандидат – Python", {}, True),
        (NoMatch(), "ИНТЕРВЬЮ : Мария", {}, True),
        (NoMatch(), "Interview: Adam Novak – Go", {}, True),
        (NoMatch(), "Интервью", {}, False),
        (NoMatch(), "Разбор: Интервью: Мария", {}, False),
        (NoMatch(), "Интервью: готовлюсь", {"event_type": EventType.FOCUS_TIME}, False),
    ],
)
def test_event_is_an_interview_by_its_candidate_or_its_title(
    matching: Matching, title: str, fields: dict[str, Any], expected: bool
) -> None:
    meeting = event("e", title=title, **fields)

    assert interview_ids([meeting], {"e": matching}) == ({"e"} if expected else set())


def test_title_alone_tells_while_candidates_are_not_known() -> None:
    events = [event("a", title="Интервью: Мария"), event("b", title="Мария Кузнецова")]

    assert interview_ids(events, {}) == {"a"}


OVER, RUNNING = event("over", at(4, 9), at(4, 10)), event("running", at(4, 11), at(4, 13))
COMING, LATER = event("coming", at(4, 15), at(4, 16)), event("later", at(9, 9), at(9, 10))
LONG_OVER = event("long over", at(2, 9), at(2, 10))
NOW = at(4, 12)


def of_maria(*events: Any, now: datetime = NOW) -> Interviews | None:
    matches: dict[str, Matching] = {each.id: MATCH for each in events}
    return interviews_by_candidate(events, matches, now=now).get(MARIA.key)


def test_interviews_come_in_order_and_go_back_from_the_last() -> None:
    found = of_maria(LATER, OVER, COMING, LONG_OVER, RUNNING)

    assert found == Interviews(coming=(RUNNING, COMING, LATER), past=(OVER, LONG_OVER))
    assert (found.next, found.last) == (RUNNING, OVER)


def test_candidate_without_interviews_has_neither_next_nor_last() -> None:
    assert (Interviews().next, Interviews().last) == (None, None)


@pytest.mark.parametrize(
    ("interview", "past"),
    [
        (event("open", at(4, 11)), True),
        (event("open", at(4, 12)), True),
        (event("open", at(4, 13)), False),
        (event("day", on(3), on(4)), True),
        (event("day", on(4), on(5)), False),
    ],
)
def test_interview_without_an_end_is_past_from_its_start_and_of_a_day_from_the_next(
    interview: Any, past: bool
) -> None:
    assert of_maria(interview) == (Interviews(past=(interview,)) if past else Interviews(coming=(interview,)))


@pytest.mark.parametrize(
    "interview", [event("undated"), event("off", at(4, 15), at(4, 16), status=EventStatus.CANCELLED)]
)
def test_interview_without_a_day_or_called_off_is_left_out(interview: Any) -> None:
    assert of_maria(interview) is None


def test_interviews_belong_to_the_candidate_of_a_clear_match_alone() -> None:
    namesake = person(7, "Кузнецова Мария", account=NORTHWIND)
    matches: dict[str, Matching] = {
        "over": MATCH,
        "running": UNCLEAR,
        "coming": Match(namesake, Evidence.LINK),
        "later": NoMatch(),
    }

    found = interviews_by_candidate([OVER, RUNNING, COMING, LATER, LONG_OVER], matches, now=NOW)

    assert found == {MARIA.key: Interviews(past=(OVER,)), namesake.key: Interviews(coming=(COMING,))}


@pytest.mark.parametrize(
    ("interviews", "exist"),
    [(Interviews(), False), (Interviews(coming=(COMING,)), True), (Interviews(past=(OVER,)), True)],
)
def test_interviews_exist_whether_they_come_or_are_over(interviews: Interviews, exist: bool) -> None:
    assert interviews.exist is exist
