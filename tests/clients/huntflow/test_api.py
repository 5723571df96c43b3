"""Calls over the real sandbox: pages, tries, bounds, and what failures become."""

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User

from google_oauth.clients.huntflow import api as api_module
from google_oauth.clients.huntflow import transport
from google_oauth.clients.huntflow.accounts import (
    list_accounts,
    list_rejection_reasons,
    list_statuses,
    list_tags,
)
from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.applicants import get_applicant, list_applicants
from google_oauth.clients.huntflow.masks import (
    ACCOUNT,
    APPLICANT,
    REJECTION_REASON,
    STATUS,
    TAG,
    VACANCY_CARD,
)
from google_oauth.clients.huntflow.tokens import StoredTokens
from google_oauth.clients.huntflow.vacancies import get_vacancy, list_vacancies
from google_oauth.exceptions import (
    NotFound,
    ReconnectRequired,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)
from sandbox.server import SandboxServer
from sandbox.world.candidates import MERGED_ID, SURVIVOR_ID
from sandbox.world.hiring import first_vacancy
from sandbox.world.people import NORTHWIND, ROMASHKA
from tests.clients.huntflow.conftest import counts, living_pair

VACANCY = first_vacancy(ROMASHKA)

AddFault = Callable[..., None]


@pytest.fixture
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses between tries, noted instead of slept."""
    slept: list[float] = []
    monkeypatch.setattr(api_module, "sleep", slept.append)
    return slept


def failure_of(ask: Callable[[], object]) -> UpstreamError:
    with pytest.raises(UpstreamError) as caught:
        ask()
    return caught.value


def test_ninety_candidates_are_three_calls_and_no_call_for_one(
    api: HuntflowApi, sandbox: SandboxServer
) -> None:
    found = list_applicants(api, ROMASHKA, vacancy_id=VACANCY, max_results=500)

    assert len({person["id"] for person in found}) == 90
    assert all(VACANCY in {link["vacancy"] for link in person["links"]} for person in found)
    assert counts(sandbox) == {"huntflow.applicants.list": 3}


@pytest.mark.parametrize(("wanted", "calls"), [(1, 1), (30, 1), (31, 2), (60, 2)])
def test_no_more_pages_are_asked_for_than_are_wanted(
    api: HuntflowApi, sandbox: SandboxServer, wanted: int, calls: int
) -> None:
    found = list_applicants(api, ROMASHKA, vacancy_id=VACANCY, max_results=wanted)

    assert len(found) == wanted
    assert counts(sandbox) == {"huntflow.applicants.list": calls}


def test_a_vacancy_without_candidates_is_an_empty_list(api: HuntflowApi, sandbox: SandboxServer) -> None:
    assert list_applicants(api, ROMASHKA, vacancy_id=1, max_results=500) == []
    assert counts(sandbox) == {"huntflow.applicants.list": 1}


def test_somebody_added_between_two_pages_makes_no_double(
    api: HuntflowApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    def person(number: int) -> dict[str, Any]:
        return {"id": number, "account": 1}

    pages = iter([[person(3), person(2)], [person(2), person(1)]])
    monkeypatch.setattr(api, "get", lambda *_, **__: {"items": next(pages), "total_pages": 2})

    assert [found["id"] for found in list_applicants(api, 1, max_results=9)] == [3, 2, 1]


def test_accounts_vacancies_and_stages_come_masked(api: HuntflowApi) -> None:
    romashka, northwind = list_accounts(api)

    assert romashka == {
        "id": ROMASHKA,
        "name": "ООО «Ромашка Софт»",
        "nick": "romashka-soft",
        "member_type": "owner",
    }
    assert northwind["member_type"] == "manager"
    assert len(list_vacancies(api, ROMASHKA)) == 15
    assert {found["state"] for found in list_vacancies(api, ROMASHKA, state="HOLD")} == {"HOLD"}
    assert [stage["name"] for stage in list_statuses(api, ROMASHKA) if "removed" in stage] == [
        "Тестовое задание"
    ]


def test_one_vacancy_has_its_texts_and_no_signed_link(api: HuntflowApi) -> None:
    found = get_vacancy(api, ROMASHKA, VACANCY)

    assert found["body"].startswith("<p>")
    assert set(found["files"][0]) == {"id", "name", "content_type"}
    assert "store/" not in str(found)


def test_one_candidate_has_contacts_and_stages_and_no_signed_link(api: HuntflowApi) -> None:
    found = next(
        person
        for person in list_applicants(api, ROMASHKA, max_results=300)
        if person["links"] and person["tags"] and person["social"] and "email" in person
    )

    assert get_applicant(api, ROMASHKA, found["id"]) == found
    assert set(found["links"][0]) >= {"vacancy", "status", "updated", "changed"}
    assert "photo" not in found
    assert "birthday" not in found
    assert "store/" not in str(found)


def test_a_merged_candidate_brings_the_other_person(api: HuntflowApi) -> None:
    assert get_applicant(api, ROMASHKA, MERGED_ID)["id"] == SURVIVOR_ID


def test_a_candidate_who_is_not_there_is_not_found(api: HuntflowApi) -> None:
    assert isinstance(failure_of(lambda: get_applicant(api, ROMASHKA, 1)), NotFound)


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (400, UpstreamRejected, "bad_request"),
        (402, UpstreamRejected, "payment_required"),
        (403, UpstreamRejected, "forbidden"),
        (404, NotFound, "not_found"),
        (401, ReconnectRequired, "revoked"),
        (418, UpstreamUnavailable, "malformed"),
    ],
)
def test_a_refusal_is_asked_for_once(
    api: HuntflowApi,
    sandbox: SandboxServer,
    fault: AddFault,
    *,
    status: int,
    kind: type[UpstreamError],
    reason: str,
) -> None:
    fault("status", status=status)

    failure = failure_of(lambda: list_accounts(api))

    assert (type(failure), failure.upstream, failure.reason) == (kind, "huntflow", reason)
    assert counts(sandbox) == {"huntflow.accounts.list": 1}


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_a_failure_of_the_moment_is_tried_again(
    api: HuntflowApi, sandbox: SandboxServer, fault: AddFault, no_pauses: list[float], status: int
) -> None:
    fault("status", status=status, times=2)

    assert len(list_accounts(api)) == 2
    assert counts(sandbox) == {"huntflow.accounts.list": 3}
    assert [0.15 <= no_pauses[0] <= 0.3, 0.3 <= no_pauses[1] <= 0.6] == [True, True]


@pytest.mark.parametrize(("status", "reason"), [(429, "rate_limited"), (503, "server_error")])
def test_a_failure_that_stays_is_given_up_after_three_tries(
    api: HuntflowApi,
    sandbox: SandboxServer,
    fault: AddFault,
    *,
    no_pauses: list[float],
    status: int,
    reason: str,
) -> None:
    fault("status", status=status)

    failure = failure_of(lambda: list_accounts(api))

    assert isinstance(failure, UpstreamUnavailable)
    assert (failure.reason, failure.retry_after) == (reason, None)
    assert counts(sandbox) == {"huntflow.accounts.list": 3}


def test_a_short_retry_after_is_obeyed(
    api: HuntflowApi, sandbox: SandboxServer, fault: AddFault, no_pauses: list[float]
) -> None:
    fault("status", status=429, headers={"Retry-After": "1"}, times=1)

    assert len(list_accounts(api)) == 2
    assert no_pauses == [1.0]


def test_a_long_retry_after_is_left_to_the_caller_at_once(
    api: HuntflowApi, sandbox: SandboxServer, fault: AddFault
) -> None:
    fault("status", status=429, headers={"Retry-After": "60"})
    started = time.monotonic()

    failure = failure_of(lambda: list_accounts(api))

    assert isinstance(failure, UpstreamUnavailable)
    assert (failure.reason, failure.retry_after) == ("rate_limited", 60)
    assert counts(sandbox) == {"huntflow.accounts.list": 1}
    assert time.monotonic() - started < 1


@pytest.mark.parametrize("mode", ["html", "malformed"])
def test_an_answer_that_is_no_json_is_malformed_and_not_tried_again(
    api: HuntflowApi, sandbox: SandboxServer, fault: AddFault, mode: str
) -> None:
    fault(mode, status=200)

    assert failure_of(lambda: list_accounts(api)).reason == "malformed"
    assert counts(sandbox) == {"huntflow.accounts.list": 1}


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_page_of_some_proxy_is_malformed_and_no_refusal(
    api: HuntflowApi, fault: AddFault, status: int
) -> None:
    fault("html", status=status)

    assert failure_of(lambda: list_accounts(api)).reason == "malformed"


@pytest.mark.parametrize(
    "body",
    [
        [],
        None,
        {},
        {"items": None},
        {"items": [None]},
        {"items": [{"id": "1017", "name": "x", "nick": "x", "member_type": "owner"}]},
        {"items": [{"id": True, "name": "x", "nick": "x", "member_type": "owner"}]},
    ],
)
def test_json_of_another_shape_is_malformed(api: HuntflowApi, fault: AddFault, body: Any) -> None:
    fault("status", status=200, body=body if body is not None else "null")

    assert failure_of(lambda: list_accounts(api)).reason == "malformed"


def test_pages_without_a_total_are_malformed(api: HuntflowApi, fault: AddFault) -> None:
    fault("status", status=200, body={"items": [{"id": 1, "account": 1}]})

    assert failure_of(lambda: list_applicants(api, ROMASHKA, max_results=60)).reason == "malformed"


def test_their_data_failing_their_own_check_is_malformed(api: HuntflowApi, fault: AddFault) -> None:
    error = {
        "type": "value_error.email",
        "title": "bad",
        "location": {"entity": "response", "variable": "/x"},
    }
    fault("status", status=400, body={"errors": [error]})

    assert failure_of(lambda: list_accounts(api)).reason == "malformed"


def test_a_reset_connection_is_tried_again(
    api: HuntflowApi, sandbox: SandboxServer, fault: AddFault, no_pauses: list[float]
) -> None:
    fault("reset", times=1)

    assert len(list_accounts(api)) == 2
    assert len(no_pauses) == 1


def test_a_connection_that_stays_reset_is_a_connection_failure(
    api: HuntflowApi, fault: AddFault, no_pauses: list[float]
) -> None:
    fault("reset")

    assert failure_of(lambda: list_accounts(api)).reason == "connection"
    assert len(no_pauses) == 2


def test_a_hanging_answer_is_a_timeout_and_not_tried_again(
    api: HuntflowApi, sandbox: SandboxServer, fault: AddFault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport._adapter(), "bounds", replace(transport.BOUNDS, read=0.1))
    fault("hang")
    started = time.monotonic()

    assert failure_of(lambda: list_accounts(api)).reason == "timeout"
    assert counts(sandbox) == {"huntflow.accounts.list": 1}
    assert time.monotonic() - started < 1


def test_pages_end_with_the_time_of_the_operation(
    api: HuntflowApi, sandbox: SandboxServer, fault: AddFault
) -> None:
    fault("delay", seconds=0.2)
    api._deadline = time.monotonic() + 0.3

    assert (
        failure_of(lambda: list_applicants(api, ROMASHKA, vacancy_id=VACANCY, max_results=90)).reason
        == "timeout"
    )


def test_two_long_lists_stay_within_the_limit_of_the_token(anna: User, sandbox: SandboxServer) -> None:
    sandbox.sandbox.limits.set("huntflow", 9)
    tokens = StoredTokens(anna.pk)

    list_applicants(HuntflowApi(tokens), ROMASHKA, max_results=300)
    list_applicants(HuntflowApi(tokens), NORTHWIND, max_results=300)

    # One that is refused would be tried again, and counted again.
    assert counts(sandbox) == {"huntflow.applicants.list": 14}


def test_every_field_that_is_kept_is_there_in_some_answer(api: HuntflowApi) -> None:
    people = list_applicants(api, ROMASHKA, max_results=120)
    found = [
        (ACCOUNT, list_accounts(api)),
        (STATUS, list_statuses(api, ROMASHKA)),
        (TAG, list_tags(api, ROMASHKA)),
        (REJECTION_REASON, list_rejection_reasons(api, ROMASHKA)),
        (VACANCY_CARD, [get_vacancy(api, ROMASHKA, number) for number in (VACANCY, VACANCY + 1)]),
        (APPLICANT, people),
        (APPLICANT.lists["links"], [link for person in people for link in person["links"]]),
    ]

    for mask, items in found:
        assert {name for item in items for name in item} == {*mask.required, *mask.optional, *mask.lists}


def test_every_tag_and_reason_of_a_candidate_has_a_name(api: HuntflowApi) -> None:
    people = list_applicants(api, ROMASHKA, max_results=120)
    reasons = list_rejection_reasons(api, ROMASHKA)

    used = {tag["tag"] for person in people for tag in person["tags"]}
    given = {
        link["rejection_reason"]
        for person in people
        for link in person["links"]
        if "rejection_reason" in link
    }
    assert used <= {tag["id"] for tag in list_tags(api, ROMASHKA)}
    assert given <= {reason["id"] for reason in reasons if "id" in reason}
    assert [reason["name"] for reason in reasons if "id" not in reason] == ["Другое"]


def test_organisations_of_others_are_refused(api: HuntflowApi) -> None:
    assert isinstance(failure_of(lambda: list_vacancies(api, 1)), NotFound)
    assert len(list_vacancies(api, NORTHWIND)) == 10


@pytest.mark.parametrize(
    ("mode", "how"), [("status", {"status": 500}), ("html", {}), ("reset", {}), ("malformed", {})]
)
def test_failures_tell_no_token_and_no_name(
    api: HuntflowApi,
    sandbox: SandboxServer,
    fault: AddFault,
    *,
    no_pauses: list[float],
    caplog: pytest.LogCaptureFixture,
    mode: str,
    how: dict[str, Any],
) -> None:
    fault(mode, **how)
    caplog.set_level(logging.DEBUG)

    failure = failure_of(lambda: list_applicants(api, ROMASHKA, vacancy_id=VACANCY, max_results=30))

    pair = living_pair(sandbox)
    told = f"{failure!r} {failure.__cause__!r} {caplog.text}"
    assert pair.access_token not in told
    assert pair.refresh_token not in told
    with sandbox.sandbox.lock:
        people = list(sandbox.sandbox.world.huntflow.on_vacancy(VACANCY))
    assert not any(person.phone and person.phone in told for person in people)


def test_a_failure_is_logged_with_the_id_that_support_asks_for(
    api: HuntflowApi, caplog: pytest.LogCaptureFixture
) -> None:
    failure_of(lambda: get_applicant(api, ROMASHKA, 1))

    (record,) = (record for record in caplog.records if record.name.startswith("google_oauth.clients"))
    assert record.getMessage().startswith("Huntflow: not_found, status 404, request id '")
