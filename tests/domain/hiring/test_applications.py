from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from google_oauth.domain.calendar.events import Event
from google_oauth.domain.candidates import Candidate, Link, Stage, StageKind, Vacancy
from google_oauth.domain.hiring.applications import (
    APPLICATION_ORDER,
    APPLICATION_SORTS,
    Application,
    ApplicationFilter,
    Dictionaries,
    applications_of,
    current_application,
    filter_applications,
)
from google_oauth.domain.lists.sorting import Sort, sort_rows
from google_oauth.domain.matching.interviews import Interviews

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 3, 5, 9, tzinfo=MOSCOW)
SCREENING, OFFER, REJECTED = (
    Stage(12, "Скрининг", order=1, stay_days=3),
    Stage(13, "Оффер", order=2),
    Stage(14, "Отказ", kind=StageKind.TRASH, order=9),
)
PYTHON, DEVOPS = Vacancy(4, "Senior Python"), Vacancy(6, "DevOps")
NAMES = Dictionaries(
    vacancies={vacancy.id: vacancy for vacancy in (PYTHON, DEVOPS)},
    stages={stage.id: stage for stage in (SCREENING, OFFER, REJECTED)},
    tags={3: "Релокация"},
)


def link(vacancy_id: int, stage_id: int | None, days_ago: int | None = 0) -> Link:
    changed = None if days_ago is None else NOW - timedelta(days=days_ago)
    return Link(vacancy_id, stage_id, changed, updated=changed)


def person(*links: Link, **names: str) -> Candidate:
    return Candidate(1, 5, links=links, **names)


def test_candidate_is_placed_where_the_last_update_was() -> None:
    older, newer = link(4, 12, days_ago=9), link(6, 13, days_ago=3)
    candidate = person(older, newer)

    assert current_application(candidate, NAMES, now=NOW) == Application(
        candidate, newer, DEVOPS, OFFER, days_in_stage=3
    )


def test_candidate_is_placed_on_the_vacancy_that_is_asked_for() -> None:
    older, newer = link(4, 12, days_ago=9), link(6, 13, days_ago=3)
    candidate = person(older, newer)

    placed = current_application(candidate, NAMES, now=NOW, vacancy_id=4)

    assert placed == Application(candidate, older, PYTHON, SCREENING, days_in_stage=9)


def test_candidate_without_links_is_nowhere() -> None:
    assert current_application(person(), NAMES, now=NOW) == Application(person())


def test_vacancy_and_stage_that_nobody_knows_have_no_name() -> None:
    placed = current_application(person(link(99, 98)), NAMES, now=NOW)

    assert (placed.vacancy, placed.stage) == (Vacancy(99, ""), Stage(98, ""))


def test_link_without_a_stage_or_a_time_has_neither() -> None:
    placed = current_application(person(link(4, None, days_ago=None)), NAMES, now=NOW)

    assert (placed.stage, placed.days_in_stage) == (None, None)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (datetime(2026, 3, 5, 0, 30, tzinfo=MOSCOW), 0),
        (datetime(2026, 3, 4, 23, 30, tzinfo=MOSCOW), 1),
        (datetime(2026, 3, 4, 21, 30, tzinfo=UTC), 0),
        (datetime(2026, 3, 6, tzinfo=MOSCOW), 0),
    ],
)
def test_days_in_stage_are_calendar_days_of_the_reader(changed: datetime, expected: int) -> None:
    placed = current_application(person(Link(4, 12, changed, changed)), NAMES, now=NOW)

    assert placed.days_in_stage == expected


def test_placements_of_a_candidate_start_with_the_one_updated_last() -> None:
    candidate = person(link(4, 12, days_ago=9), link(8, 12, days_ago=None), link(6, 13, days_ago=3))

    placed = applications_of(candidate, NAMES, now=NOW)

    assert [each.link and each.link.vacancy_id for each in placed] == [6, 4, 8]


@pytest.mark.parametrize(
    ("placement", "expected"),
    [
        (current_application(person(link(4, 12)), NAMES, now=NOW), True),
        (current_application(person(link(4, None)), NAMES, now=NOW), True),
        (current_application(person(link(4, 98)), NAMES, now=NOW), True),
        (current_application(person(link(4, 14)), NAMES, now=NOW), False),
        (current_application(person(), NAMES, now=NOW), False),
    ],
)
def test_candidate_is_in_work_on_a_vacancy_until_hired_or_rejected(
    placement: Application, expected: bool
) -> None:
    assert placement.in_work is expected


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (link(4, 12, days_ago=3), False),
        (link(4, 12, days_ago=4), True),
        (link(4, 12, days_ago=None), False),
        (link(4, 13, days_ago=99), False),
        (link(4, None, days_ago=99), False),
    ],
)
def test_candidate_is_overdue_after_the_days_that_the_stage_allows(on: Link, expected: bool) -> None:
    assert current_application(person(on), NAMES, now=NOW).overdue is expected


def test_tags_are_named_where_the_dictionary_knows_them() -> None:
    candidate = Candidate(1, 5, tag_ids=(3, 99))

    assert current_application(candidate, NAMES, now=NOW).tags == ("Релокация",)


def interview(name: str, hours: int) -> Event:
    start = NOW + timedelta(hours=hours)
    return Event(name, name, start, start + timedelta(hours=1))


PAST, NEXT = interview("past", -30), interview("next", 30)


def test_interviews_are_unknown_until_the_calendar_is_known() -> None:
    candidate = person(link(4, 12))
    row = current_application(candidate, NAMES, now=NOW)

    assert (row.interviews, row.next_interview, row.last_interview) == (None, None, None)
    assert current_application(candidate, NAMES, now=NOW, interviews={}).interviews == Interviews()


def test_interviews_are_those_of_the_candidate() -> None:
    own, other = Interviews((NEXT,), (PAST,)), Interviews((PAST,), (NEXT,))

    row = current_application(person(link(4, 12)), NAMES, now=NOW, interviews={(5, 1): own, (6, 1): other})

    assert (row.next_interview, row.last_interview) == (NEXT, PAST)


@pytest.mark.parametrize(
    ("on", "interviews", "expected"),
    [
        (link(4, 12, days_ago=2), Interviews(past=(PAST,)), True),
        (link(4, 12, days_ago=None), Interviews(past=(PAST,)), True),
        (link(4, 12, days_ago=1), Interviews(past=(PAST,)), False),
        (link(4, 12, days_ago=2), Interviews(coming=(NEXT,), past=(PAST,)), False),
        (link(4, 12, days_ago=2), Interviews(coming=(NEXT,)), False),
        (link(4, 12, days_ago=2), Interviews(), False),
        (link(4, 14, days_ago=2), Interviews(past=(PAST,)), False),
    ],
)
def test_decision_is_awaited_when_nothing_has_moved_since_the_last_interview(
    on: Link, interviews: Interviews, expected: bool
) -> None:
    row = current_application(person(on), NAMES, now=NOW, interviews={(5, 1): interviews})

    assert row.awaits_decision is expected


MARIA = replace(
    current_application(
        person(link(4, 12, days_ago=1), last_name="Ёжикова", first_name="Мария", email="m@example.org"),
        NAMES,
        now=NOW,
    ),
    tags=("Релокация",),
    interviews=Interviews(coming=(NEXT,)),
)
ILYA = replace(
    current_application(person(link(6, 13, days_ago=4), last_name="Громов", phone="+7 900"), NAMES, now=NOW),
    interviews=Interviews(coming=(interview("soon", 2),)),
)
NOBODY = current_application(person(), NAMES, now=NOW)


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (ApplicationFilter(), [MARIA, ILYA, NOBODY]),
        (ApplicationFilter(query="ежикова"), [MARIA]),
        (ApplicationFilter(query="Gromov"), [ILYA]),
        (ApplicationFilter(query="python"), [MARIA]),
        (ApplicationFilter(query="m@example.org"), [MARIA]),
        (ApplicationFilter(query="900"), [ILYA]),
        (ApplicationFilter(query="релокация"), [MARIA]),
        (ApplicationFilter(stage_id=13), [ILYA]),
        (ApplicationFilter(has_interview=True), [MARIA, ILYA]),
        (ApplicationFilter(query="python", stage_id=13), []),
    ],
)
def test_filter_placements(chosen: ApplicationFilter, expected: list[Application]) -> None:
    assert filter_applications([MARIA, ILYA, NOBODY], chosen) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (APPLICATION_ORDER, [MARIA, ILYA, NOBODY]),
        (Sort("name"), [ILYA, MARIA, NOBODY]),
        (Sort("vacancy"), [ILYA, MARIA, NOBODY]),
        (Sort("stage"), [MARIA, ILYA, NOBODY]),
        (Sort("stage", descending=True), [ILYA, MARIA, NOBODY]),
        (Sort("days"), [MARIA, ILYA, NOBODY]),
        (Sort("days", descending=True), [ILYA, MARIA, NOBODY]),
        (Sort("interview"), [ILYA, MARIA, NOBODY]),
        (Sort("interview", descending=True), [MARIA, ILYA, NOBODY]),
        (Sort("updated"), [ILYA, MARIA, NOBODY]),
    ],
)
def test_sort_placements(order: Sort, expected: list[Application]) -> None:
    assert sort_rows([NOBODY, MARIA, ILYA], order, APPLICATION_SORTS) == expected
