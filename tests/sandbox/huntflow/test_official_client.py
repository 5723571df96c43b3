"""Huntflow's official client against the sandbox: it knows nothing of this project."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import pytest
from huntflow_api_client import HuntflowAPI
from huntflow_api_client.entities.accounts import Account
from huntflow_api_client.entities.applicant_logs import ApplicantLog
from huntflow_api_client.entities.applicants import Applicant
from huntflow_api_client.entities.coworkers import Coworker
from huntflow_api_client.entities.tags import AccountTag
from huntflow_api_client.entities.vacancies import Vacancy
from huntflow_api_client.errors.errors import InvalidRefreshTokenError, NotFoundError, TooManyRequestsError
from huntflow_api_client.tokens import ApiToken
from huntflow_api_client.tokens.proxy import DummyHuntflowTokenProxy

from tests.sandbox.huntflow.calls import ACCOUNT, ANNA, CANDIDATE, OTHER_ACCOUNT, VACANCY, Huntflow

Result = TypeVar("Result")


def run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run(coroutine)


@pytest.fixture
def tokens(huntflow: Huntflow) -> DummyHuntflowTokenProxy:
    pair = huntflow.pair(ANNA)
    return DummyHuntflowTokenProxy(ApiToken(pair.access_token, pair.refresh_token))


@pytest.fixture
def client(huntflow: Huntflow, tokens: DummyHuntflowTokenProxy) -> HuntflowAPI:
    return HuntflowAPI(huntflow.url.removesuffix("/v2"), token_proxy=tokens, auto_refresh_tokens=True)


def test_accounts_parse(client: HuntflowAPI) -> None:
    accounts = run(Account(client).list()).items

    assert [(account.id, account.member_type) for account in accounts] == [
        (ACCOUNT, "owner"),
        (OTHER_ACCOUNT, "manager"),
    ]
    assert run(Account(client).get(ACCOUNT)).nick == "romashka-soft"
    assert run(Account(client).get_current_user()).name == "API Robot"


def test_vacancies_parse(client: HuntflowAPI) -> None:
    vacancies = run(Vacancy(client).list(ACCOUNT, count=100)).items
    cards = [run(Vacancy(client).get(ACCOUNT, vacancy.id)) for vacancy in vacancies]

    assert [card.position for card in cards] == [vacancy.position for vacancy in vacancies]
    assert len(cards) == 15
    assert any(card.files for card in cards)
    assert run(Vacancy(client).get_vacancy_status_groups(ACCOUNT)).items
    assert run(Vacancy(client).get_additional_fields_schema(ACCOUNT)).root


def test_all_applicants_parse(client: HuntflowAPI) -> None:
    pages = [run(Applicant(client).list(ACCOUNT, page=page)) for page in range(1, 10)]

    people = [person for page in pages for person in page.items]
    assert pages[0].total_pages == 9
    assert len({person.id for person in people}) == pages[0].total_items
    assert all(person.tags or person.links or person.external or person.last_name for person in people[:30])


def test_one_applicant_parses(client: HuntflowAPI) -> None:
    person = run(Applicant(client).get(ACCOUNT, CANDIDATE))

    vacancy = person.links[0].vacancy_id
    assert person.id == CANDIDATE
    assert run(ApplicantLog(client).list(ACCOUNT, CANDIDATE)).items
    assert run(ApplicantLog(client).list(ACCOUNT, CANDIDATE, vacancy=vacancy)).items


def test_dictionaries_parse(client: HuntflowAPI) -> None:
    assert {tag.name for tag in run(AccountTag(client).list(ACCOUNT)).items} >= {"Резерв", "Срочно"}
    assert run(Coworker(client).list(ACCOUNT)).items


def test_a_search_by_cursor_finds_everybody_once(client: HuntflowAPI) -> None:
    page = run(Applicant(client).search_by_cursor(ACCOUNT, count=100, vacancy=[VACANCY]))
    found = [person.id for person in page.items]
    first = run(Applicant(client).search_by_cursor(ACCOUNT, count=60, vacancy=[VACANCY]))
    second = run(Applicant(client).search_by_cursor(ACCOUNT, first.next_page_cursor))

    assert len(found) == 90
    assert page.next_page_cursor is None
    assert [person.id for person in first.items + second.items] == found[: 60 + len(second.items)]


def test_an_expired_token_is_refreshed(
    huntflow: Huntflow, client: HuntflowAPI, tokens: DummyHuntflowTokenProxy
) -> None:
    old = huntflow.pair(ANNA)
    huntflow.expire(ANNA)

    accounts = run(Account(client).list()).items

    assert len(accounts) == 2
    new = huntflow.pair(ANNA)
    assert new.access_token != old.access_token
    assert run(tokens.get_auth_header()) == {"Authorization": f"Bearer {new.access_token}"}


def test_errors_are_those_that_the_client_knows(huntflow: Huntflow, client: HuntflowAPI) -> None:
    with pytest.raises(NotFoundError):
        run(Applicant(client).get(ACCOUNT, 1))

    huntflow.sandbox.limits.set("huntflow", 1)
    with pytest.raises(TooManyRequestsError):
        [run(Account(client).list()) for _ in range(3)]
    huntflow.sandbox.limits.set("huntflow", None)

    with huntflow.sandbox.lock:
        huntflow.sandbox.world.huntflow.pairs.kill(ANNA)
    with pytest.raises(InvalidRefreshTokenError):
        run(Account(client).list())
