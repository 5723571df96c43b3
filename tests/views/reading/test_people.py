"""Candidates of several organisations, of which some do not come; nothing is asked over a network."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import RequestFactory

from google_oauth.cache_service import CacheEntry
from google_oauth.domain.candidates import Account
from google_oauth.exceptions import StillRefreshing, UpstreamUnavailable
from google_oauth.models import HuntflowConnection
from google_oauth.services import HuntflowService
from google_oauth.views.blocks.reads import Answer, Deadline, Reads
from google_oauth.views.candidates import candidates_block
from google_oauth.views.reading import sources
from google_oauth.views.reading.people import CANDIDATE_POOL, PEOPLE, PEOPLE_WITH_TAGS, pool_of
from tests.views.blocks.upstream import entry

ACCOUNTS = [Account(1, "Первая", "first"), Account(2, "Вторая", "second"), Account(3, "Третья", "third")]
LATE = StillRefreshing("huntflow")
BROKEN = UpstreamUnavailable("huntflow", "timeout")


@pytest.fixture
def request_of_anna(monkeypatch: pytest.MonkeyPatch) -> HttpRequest:
    monkeypatch.setattr(HuntflowService, "connection", None)
    request = RequestFactory().get("/")
    request.user = User(pk=1, email="anna@ours.example")
    return request


@pytest.fixture
def reads(request_of_anna: HttpRequest) -> Reads:
    """Reads that know the organisations and their dictionaries."""
    now = Deadline(0)
    known: dict[Any, Answer[Any]] = {sources.ACCOUNTS: Answer(lambda: ACCOUNTS, names=[entry()])}
    for account in ACCOUNTS:
        known[sources.vacancies(account.id)] = Answer(dict, names=[entry()])
        known[sources.stages(account.id)] = Answer(dict, names=[entry()])
    return Reads(request_of_anna, now, now, kept=known)


def answering(monkeypatch: pytest.MonkeyPatch, method: str, *missing: Exception | None) -> None:
    """Let a method of the service answer for each organisation in turn, or fail as told."""

    def read(_: HuntflowService, account_id: int, *args: Any, **manner: Any) -> CacheEntry:
        error = missing[account_id - 1]
        if error:
            raise error
        return entry(data=[{"id": account_id * 10, "name": f"тег {account_id}"}])

    # The names of tags are read by a function that the source holds, so they are replaced before it is made.
    monkeypatch.setattr(HuntflowService, method, read)


@pytest.mark.parametrize(("error", "incomplete"), [(LATE, True), (BROKEN, False)])
def test_pool_has_the_lists_that_are_there_and_tells_of_one_on_its_way(
    monkeypatch: pytest.MonkeyPatch, reads: Reads, error: Exception, incomplete: bool
) -> None:
    answering(monkeypatch, "applicants_entry", None, error, None)

    answer = reads.need(CANDIDATE_POOL)

    assert ([account_id for account_id, _ in answer.value.lists], len(answer.entries)) == ([1, 3], 2)
    assert answer.incomplete is incomplete


@pytest.mark.parametrize(("error", "incomplete"), [(LATE, True), (BROKEN, False)])
def test_people_do_without_the_tags_of_one_organisation(
    monkeypatch: pytest.MonkeyPatch, reads: Reads, error: Exception, incomplete: bool
) -> None:
    answering(monkeypatch, "applicants_entry", None, None, None)
    answering(monkeypatch, "tags_entry", None, error, None)

    answer = reads.need(PEOPLE_WITH_TAGS)

    assert {key: names.tags for key, names in answer.value.names.items()} == {
        1: {10: "тег 1"},
        2: {},
        3: {30: "тег 3"},
    }
    assert (len(answer.entries), len(answer.names), answer.incomplete) == (3, 7 + 2, incomplete)


@pytest.mark.parametrize(("error", "incomplete"), [(LATE, True), (BROKEN, False)])
def test_list_of_candidates_tells_of_another_organisation_on_its_way(
    monkeypatch: pytest.MonkeyPatch, reads: Reads, error: Exception, incomplete: bool
) -> None:
    answering(monkeypatch, "applicants_entry", None, error, None)
    answering(monkeypatch, "tags_entry", None, None, None)
    reads.kept[sources.calendar()] = Answer(list, [entry()])

    uses = candidates_block(reads.request).uses

    answers = [reads.need(uses[name].source) for name in ("listing", "interviews")]
    assert [answer.incomplete for answer in answers] == [False, incomplete]
    assert answers[1].value == {}


def test_people_need_every_list(monkeypatch: pytest.MonkeyPatch, reads: Reads) -> None:
    answering(monkeypatch, "applicants_entry", None, BROKEN, None)

    with pytest.raises(UpstreamUnavailable):
        reads.need(PEOPLE)


def test_colleagues_and_pages_of_the_installation_are_told_from_others(
    monkeypatch: pytest.MonkeyPatch, request_of_anna: HttpRequest, settings: Any
) -> None:
    settings.GOOGLE_WORKSPACE_DOMAINS = ["sister.example"]
    connection = HuntflowConnection(base_url="https://api.hr.example/v2")
    monkeypatch.setattr(HuntflowService, "connection", connection)

    pool = pool_of(request_of_anna, ACCOUNTS, [])

    assert (pool.own_domains, pool.hosts) == (
        {"ours.example", "sister.example"},
        {"api.hr.example", "hr.example"},
    )


def test_without_a_connection_no_host_is_the_installation_s(request_of_anna: HttpRequest) -> None:
    assert pool_of(request_of_anna, ACCOUNTS, []).hosts == frozenset()
