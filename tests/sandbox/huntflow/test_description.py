"""Every Huntflow answer of the sandbox against Huntflow's own description, with unknown properties refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from sandbox.world.company import Interview
from tests.sandbox.huntflow import description
from tests.sandbox.huntflow.calls import ACCOUNT, ANNA, CANDIDATE, IVAN, MARIA, VACANCY, Huntflow

pytestmark = pytest.mark.skipif(
    not description.is_there(), reason="HUNTFLOW_OPENAPI does not name Huntflow's API description"
)

ONE = "/accounts/{account_id}"
VACANCIES, APPLICANTS = f"{ONE}/vacancies", f"{ONE}/applicants"

READS = [
    ("/me", ""),
    ("/accounts", ""),
    (ONE, ""),
    (VACANCIES, "?count=100"),
    (f"{VACANCIES}/{{vacancy_id}}", ""),
    (f"{VACANCIES}/statuses", ""),
    (f"{VACANCIES}/status_groups", ""),
    (f"{VACANCIES}/additional_fields", ""),
    (f"{ONE}/rejection_reasons", ""),
    (f"{ONE}/tags", ""),
    (f"{ONE}/coworkers", "?fetch_permissions=true"),
    (f"{ONE}/coworkers/{{coworker_id}}", ""),
    (f"{ONE}/interview_types", ""),
    (f"{APPLICANTS}/sources", ""),
    (f"{APPLICANTS}/search", "?count=100"),
    (f"{APPLICANTS}/search_by_cursor", "?count=100"),
    (f"{APPLICANTS}/{{applicant_id}}", ""),
    (f"{APPLICANTS}/{{applicant_id}}/logs", "?count=100"),
    (f"{APPLICANTS}/{{applicant_id}}/tags", ""),
]


@pytest.mark.parametrize(("path", "query"), READS, ids=[path for path, _ in READS])
def test_an_answer_is_as_described(huntflow: Huntflow, path: str, query: str) -> None:
    filled = path.format(
        account_id=ACCOUNT, vacancy_id=VACANCY, applicant_id=CANDIDATE, coworker_id=ACCOUNT * 10
    )

    answer = huntflow.get(f"{filled}{query}")

    assert answer.status_code == 200
    assert description.complaints(path, 200, answer.json()) == []


@pytest.mark.parametrize("who", [ANNA, IVAN, MARIA])
def test_every_candidate_is_as_described(huntflow: Huntflow, who: str) -> None:
    for account in huntflow.accounts(who):
        for page in huntflow.pages(f"/accounts/{account}/applicants?count=30", who):
            assert description.complaints(APPLICANTS, 200, page) == []


def test_histories_are_as_described(huntflow: Huntflow) -> None:
    for number in huntflow.candidate_ids(ACCOUNT)[::7]:
        answer = huntflow.get(f"/accounts/{ACCOUNT}/applicants/{number}/logs?count=100").json()

        assert description.complaints(f"{APPLICANTS}/{{applicant_id}}/logs", 200, answer) == []


def test_an_interview_in_a_history_is_as_described(huntflow: Huntflow) -> None:
    start = datetime(2026, 3, 2, 15, tzinfo=UTC)
    guests = (("guest@example.org", "Гость"),)
    interview = Interview(
        77, "Интервью", start, start + timedelta(hours=1), ACCOUNT * 10, "", "Переговорная", guests
    )
    with huntflow.sandbox.lock:
        company = huntflow.sandbox.world.huntflow
        entry = replace(company.logs[CANDIDATE][-1], id=company.next_id(), interview=interview)
        company.put_candidate(company.candidates[CANDIDATE], entry)

    answer = huntflow.get(f"/accounts/{ACCOUNT}/applicants/{CANDIDATE}/logs?count=100").json()

    assert description.complaints(f"{APPLICANTS}/{{applicant_id}}/logs", 200, answer) == []
    (event,) = (entry["calendar_event"] for entry in answer["items"] if "calendar_event" in entry)
    assert event["attendees"] == [{"email": "guest@example.org", "displayName": "Гость"}]
    assert (event["start"], event["location"]) == ("2026-03-02T15:00:00+00:00", "Переговорная")


def test_every_vacancy_is_as_described(huntflow: Huntflow) -> None:
    for number in huntflow.vacancy_ids(ACCOUNT):
        answer = huntflow.get(f"/accounts/{ACCOUNT}/vacancies/{number}").json()

        assert description.complaints(f"{VACANCIES}/{{vacancy_id}}", 200, answer) == []


def test_a_refresh_is_as_described(huntflow: Huntflow) -> None:
    huntflow.expire(ANNA)

    answer = huntflow.refresh(huntflow.pair(ANNA).refresh_token)

    assert description.complaints("/token/refresh", 200, answer.json(), method="post") == []


REFUSALS: dict[str, tuple[str, int, Callable[[Huntflow], requests.Response]]] = {
    "unknown token": ("/me", 401, lambda huntflow: huntflow.get("/me", token="nobody")),
    "count above the most": (
        APPLICANTS,
        400,
        lambda huntflow: huntflow.get(f"/accounts/{ACCOUNT}/applicants?count=31"),
    ),
    "unknown organisation": (ONE, 404, lambda huntflow: huntflow.get("/accounts/1")),
    "foreign organisation": (ONE, 403, lambda huntflow: huntflow.get(f"/accounts/{ACCOUNT}", MARIA)),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_as_described(huntflow: Huntflow, name: str) -> None:
    path, status, ask = REFUSALS[name]

    answer = ask(huntflow)

    assert answer.status_code == status
    assert description.complaints(path, status, answer.json()) == []


@pytest.mark.parametrize(
    "spoilt",
    [
        {},
        {"items": [{}]},
        {"items": [{"id": 1, "name": "a", "nick": "a", "member_type": "owner", "more": 1}]},
    ],
)
def test_the_judge_refuses_what_is_not_described(spoilt: dict[str, Any]) -> None:
    assert description.complaints("/accounts", 200, spoilt)
