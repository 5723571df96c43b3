from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_oauth.domain.candidates import Stage, StageKind, Vacancy
from google_oauth.domain.hiring.applications import Dictionaries
from google_oauth.domain.hiring.history import StageChange, parse_history
from tests.domain.making import at
from tests.domain.strategies import any_text, items, json_values, moments

NEW, OFFER = Stage(11, "Новые"), Stage(12, "Оффер")
REJECTED = Stage(19, "Отказ", kind=StageKind.TRASH)
PYTHON, DEVOPS = Vacancy(4, "Senior Python"), Vacancy(6, "DevOps")
NAMES = Dictionaries(
    vacancies={each.id: each for each in (PYTHON, DEVOPS)},
    stages={each.id: each for each in (NEW, OFFER, REJECTED)},
    reasons={3: "Зарплата"},
)


def entry(number: int, moved: datetime, kind: str = "STATUS", **fields: Any) -> dict[str, Any]:
    return {"id": number, "type": kind, "created": moved.isoformat(), "vacancy": 4, "status": 11} | fields


def test_history_tells_each_change_from_the_latest_with_its_end_on_its_own_vacancy() -> None:
    log = [
        entry(5, at(1, 9), "VACANCY-ADD", account_info={"id": 7, "name": "Анна Смирнова"}),
        entry(3, at(3, 9), status=12),
        entry(2, at(2, 9), "VACANCY-ADD", vacancy=6),
        entry(4, at(5, 9), status=19, rejection_reason=3, comment="<p>Дорого</p>"),
    ]

    assert parse_history(log, NAMES) == [
        StageChange(PYTHON, REJECTED, at(5, 9), None, reason="Зарплата", comment="Дорого"),
        StageChange(PYTHON, OFFER, at(3, 9), until=at(5, 9)),
        StageChange(DEVOPS, NEW, at(2, 9), None),
        StageChange(PYTHON, NEW, at(1, 9), until=at(3, 9), author="Анна Смирнова"),
    ]


def test_changes_of_one_moment_are_in_the_order_of_their_ids() -> None:
    log = [entry(1, at(1, 9)), entry(2, at(1, 9), status=12)]

    assert [change.stage for change in parse_history(log, NAMES)] == [OFFER, NEW]


def test_what_the_dictionaries_do_not_know_has_no_name() -> None:
    (change,) = parse_history([entry(1, at(1, 9), vacancy=99, status=98, rejection_reason=97)], NAMES)

    assert change == StageChange(Vacancy(99, ""), Stage(98, ""), at(1, 9))


def test_candidate_put_on_a_vacancy_without_a_stage_is_on_none() -> None:
    (change,) = parse_history([entry(1, at(1, 9), "VACANCY-ADD", status=None)], NAMES)

    assert change.stage is None


@pytest.mark.parametrize(
    "fields",
    [{"type": "COMMENT"}, {"type": "MAIL"}, {"type": None}, {"vacancy": None}, {"created": None}],
)
def test_what_moves_nobody_is_left_out(fields: dict[str, Any]) -> None:
    assert parse_history([entry(1, at(1, 9)) | fields], NAMES) == []


log_items = items(
    {
        "id": st.integers(0, 5),
        "type": st.sampled_from(["STATUS", "VACANCY-ADD", "COMMENT"]),
        "created": moments,
        "vacancy": st.sampled_from([4, 6, 99]),
        "status": st.integers(10, 20),
        "rejection_reason": st.integers(0, 5),
        "comment": any_text,
        "account_info": items({"name": any_text}),
    }
)


@given(st.lists(log_items | json_values) | json_values)
def test_history_of_any_json_never_ends_before_it_begins(value: Any) -> None:
    for change in parse_history(value, NAMES):
        assert change.until is None or change.since <= change.until
