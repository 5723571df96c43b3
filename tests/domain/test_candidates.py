from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_oauth.domain.candidates import (
    Account,
    Candidate,
    Contact,
    Link,
    Stage,
    StageKind,
    Vacancy,
    VacancyState,
    parse_accounts,
    parse_candidate,
    parse_candidates,
    parse_names,
    parse_stages,
    parse_vacancies,
)
from google_oauth.domain.parsing import reading
from tests.domain.strategies import any_text, items, json_values, moments

EARLY, LATE = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)


def candidate(**fields: Any) -> Candidate:
    parsed = parse_candidate({"id": 1, **fields}, account_id=5)
    assert parsed is not None
    return parsed


def test_accounts_are_read_in_order_without_what_has_no_id() -> None:
    value = [{"id": 2, "name": "Б", "nick": "b"}, None, {"name": "no id"}, {"id": 1}]

    assert parse_accounts(value) == [Account(2, "Б", "b"), Account(1, "", "")]


def test_vacancies_are_read_by_id_in_order_without_what_has_no_id() -> None:
    value = [{"id": 2, "position": "Б"}, {"id": None, "position": "no id"}, {"id": 1, "position": "А"}]

    assert list(parse_vacancies(value).items()) == [(2, Vacancy(2, "Б")), (1, Vacancy(1, "А"))]


def test_vacancy_with_everything() -> None:
    vacancy = parse_vacancies(
        [
            {
                "id": 4,
                "position": "Senior Python",
                "state": "HOLD",
                "company": "Пример",
                "money": "300 000",
                "created": "2026-03-01T03:00:00+03:00",
                "hidden": True,
                "body": "<p>Писать код</p>",
                "requirements": None,
                "conditions": "<ul><li>Чай</li></ul>",
            }
        ]
    )[4]

    assert vacancy == Vacancy(
        id=4,
        position="Senior Python",
        state=VacancyState.HOLD,
        company="Пример",
        money="300 000",
        created=EARLY,
        hidden=True,
        description="Писать код\n\nЧай",
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, VacancyState.OPEN),
        ({"state": "OPEN"}, VacancyState.OPEN),
        ({"state": "REOPEN"}, VacancyState.OPEN),
        ({"state": "RESUME"}, VacancyState.OPEN),
        ({"state": "CREATED"}, VacancyState.OPEN),
        ({"state": "VACANCY_REQUEST_ATTACH"}, VacancyState.OPEN),
        ({"state": "CLOSED"}, VacancyState.CLOSED),
        ({"state": "FROZEN"}, VacancyState.UNKNOWN),
        ({"state": []}, VacancyState.UNKNOWN),
    ],
)
def test_vacancy_state(fields: dict[str, Any], expected: VacancyState) -> None:
    vacancy = parse_vacancies([{"id": 4, **fields}])[4]

    assert vacancy is not None
    assert vacancy.state is expected


def test_stages_are_read_by_id_in_the_order_of_the_organisation() -> None:
    value = [
        {"id": 13, "type": "trash", "name": "Отказ", "order": 9},
        {"id": 12, "type": "user", "name": "Скрининг", "order": 1, "removed": "2026-01-01T00:00:00+03:00"},
        {"id": 14, "type": "hired", "name": "Вышел", "order": 5, "removed": None},
        {"name": "no id"},
        {"id": 15, "type": "archive", "name": None, "stay_duration": 5},
    ]

    assert list(parse_stages(value).values()) == [
        Stage(15, "", stay_days=5),
        Stage(12, "Скрининг", order=1, removed=True),
        Stage(14, "Вышел", kind=StageKind.HIRED, order=5),
        Stage(13, "Отказ", kind=StageKind.TRASH, order=9),
    ]


@pytest.mark.parametrize(
    ("kind", "expected"), [(StageKind.USER, False), (StageKind.TRASH, True), (StageKind.HIRED, True)]
)
def test_stage_is_final_when_hired_or_rejected(kind: StageKind, expected: bool) -> None:
    assert Stage(1, "", kind=kind).final is expected


def test_candidate_with_everything() -> None:
    parsed = candidate(
        account=5,
        last_name="Кузнецова",
        first_name="Мария",
        middle_name="Ивановна",
        position="Разработчик",
        company="Пример",
        money="300 000",
        phone="+7 900 000-00-00",
        email="не почта",
        created="2026-03-01T00:00:00Z",
        social=[{"social_type": "TELEGRAM", "value": "@maria"}, {"social_type": "VK", "value": ""}, None],
        links=[
            {
                "vacancy": 4,
                "status": 12,
                "changed": "2026-03-01T00:00:00Z",
                "updated": "2026-03-02T00:00:00Z",
            },
            {"vacancy": 6, "status": None, "changed": "?", "updated": None},
            {"status": 12},
        ],
        tags=[{"id": 900, "tag": 3}, {"id": 901, "tag": None}, None],
    )

    assert parsed == Candidate(
        id=1,
        account_id=5,
        last_name="Кузнецова",
        first_name="Мария",
        middle_name="Ивановна",
        position="Разработчик",
        company="Пример",
        money="300 000",
        phone="+7 900 000-00-00",
        email="не почта",
        created=EARLY,
        contacts=(Contact("TELEGRAM", "@maria"),),
        links=(Link(4, 12, EARLY, LATE), Link(6, None, None, None)),
        tag_ids=(3,),
    )
    assert parsed.key == (5, 1)
    assert (parsed.name, parsed.full_name) == ("Кузнецова Мария", "Кузнецова Мария Ивановна")


def test_candidate_whose_every_field_is_null() -> None:
    parsed = candidate(last_name=None, first_name=None, middle_name=None, phone=None, links=None, social=None)

    assert parsed == Candidate(id=1, account_id=5)
    assert (parsed.name, parsed.full_name) == ("", "")


def test_candidate_with_a_first_name_alone_is_called_so() -> None:
    assert candidate(first_name="Cher", last_name=None).name == "Cher"


def test_candidate_of_a_merge_has_the_id_that_was_returned() -> None:
    parsed = parse_candidate({"id": 77}, account_id=5)

    assert parsed is not None
    assert parsed.id == 77


def test_candidates_are_read_in_order_without_what_has_no_id() -> None:
    value = [{"id": 2}, {"id": "x"}, None, {"id": 1}]

    assert parse_candidates(value, account_id=5) == [Candidate(2, 5), Candidate(1, 5)]


def test_names_are_read_by_id_without_what_has_no_id() -> None:
    value = [{"id": 3, "name": "Резерв", "order": 1}, {"id": None, "name": "Другое"}, {"id": 4}, None]

    assert parse_names(value) == {3: "Резерв", 4: ""}


OLDER, NEWER, UNDATED = Link(4, 12, None, EARLY), Link(6, 13, None, LATE), Link(8, 14, None, None)


@pytest.mark.parametrize(
    ("links", "vacancy_id", "expected"),
    [
        ((OLDER, NEWER, UNDATED), None, NEWER),
        ((NEWER, OLDER), 4, OLDER),
        ((NEWER, OLDER), 99, NEWER),
        ((UNDATED,), None, UNDATED),
        ((), None, None),
        ((), 4, None),
    ],
)
def test_current_link_is_the_one_of_the_vacancy_else_the_one_updated_last(
    links: tuple[Link, ...], vacancy_id: int | None, expected: Link | None
) -> None:
    assert Candidate(1, 5, links=links).current_link(vacancy_id) == expected


numbers = st.integers(0, 3)
candidate_items = items(
    {
        "id": numbers,
        "last_name": any_text,
        "email": any_text,
        "links": st.lists(
            items({"vacancy": numbers, "status": numbers, "changed": moments, "updated": moments}), max_size=2
        ),
        "social": st.lists(items({"social_type": any_text, "value": any_text}), max_size=2),
    }
)
other_items = items({"id": numbers, "state": any_text, "body": any_text, "type": any_text, "order": numbers})


def ids_in(value: Any) -> list[int]:
    found = [reading.integer(item.get("id")) for item in reading.records(value)]
    return [number for number in found if number is not None]


@given(st.lists(candidate_items | json_values, max_size=3) | json_values)
def test_any_json_is_read_as_candidates_in_its_order(value: Any) -> None:
    found = parse_candidates(value, account_id=5)

    assert [each.id for each in found] == ids_in(value)
    for each in found:
        each.full_name.encode()
        assert each.account_id == 5
        assert each.current_link() in {None, *each.links}


@given(st.lists(other_items | json_values, max_size=3) | json_values)
def test_any_json_is_read_as_organisations_vacancies_and_stages(value: Any) -> None:
    vacancies, stages = parse_vacancies(value), parse_stages(value)

    assert [each.id for each in parse_accounts(value)] == ids_in(value)
    assert list(vacancies) == list(dict.fromkeys(ids_in(value)))
    assert set(stages) == set(vacancies)
    assert [each.id for each in (*vacancies.values(), *stages.values())] == [*vacancies, *stages]
