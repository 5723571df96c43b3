"""A user's Huntflow over the real sandbox, through the real cache."""

import logging
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django_redis import get_redis_connection
from pytest_django import Settings

from google_oauth.cache_service import CacheService, HuntflowAPICache
from google_oauth.clients.huntflow.transport import exchange
from google_oauth.exceptions import (
    CacheUnavailable,
    NotFound,
    ReconnectRequired,
    StillRefreshing,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)
from google_oauth.models import HuntflowConnection, PendingRemoval
from google_oauth.services import HuntflowService, pending_removals
from google_oauth.services.huntflow import connection
from sandbox.faults import Fault
from sandbox.server import SandboxServer
from sandbox.world.candidates import FIRST_ID, MERGED_ID, SURVIVOR_ID
from sandbox.world.hiring import first_vacancy
from sandbox.world.pairs import Pair
from sandbox.world.people import NORTHWIND, ROMASHKA

ANNA, IVAN, MARIA = (f"{name}@example.com" for name in ("anna.smirnova", "ivan.petrov", "maria.kuznetsova"))
VACANCY = first_vacancy(ROMASHKA)
HIDDEN_VACANCY = VACANCY + 10


@pytest.fixture(autouse=True)
def _clean(transactional_db: None, sandbox: SandboxServer, sandbox_settings: Settings) -> None:
    get_redis_connection().flushdb()


def recruiter(email: str = ANNA) -> User:
    return get_user_model().objects.create_user(email.partition("@")[0], email=email)


def connected(email: str = ANNA) -> HuntflowService:
    """A service whose pair is connected, with a count of calls that begins after that."""
    service = HuntflowService(recruiter(email))
    service.connect_sandbox_pair()
    return service


def pair_of(sandbox: SandboxServer, email: str = ANNA) -> Pair:
    with sandbox.sandbox.lock:
        pair = sandbox.sandbox.world.huntflow.pairs.of(email)
    assert pair is not None
    return pair


def calls(sandbox: SandboxServer) -> dict[str, int]:
    """The calls since the last look, by operation."""
    counted = {
        name.removeprefix("huntflow."): number
        for name, number in sandbox.sandbox.counts.as_dict().items()
        if name.startswith("huntflow.")
    }
    sandbox.sandbox.counts.reset()
    return counted


def failure_of(ask: Callable[[], object]) -> UpstreamError:
    with pytest.raises(UpstreamError) as caught:
        ask()
    return caught.value


@contextmanager
def redis_refusing(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Redis confirms no removal."""

    def refuse(_: int) -> int:
        raise CacheUnavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(HuntflowAPICache, "invalidate_user_cache", refuse)
        yield


# --- Reading ---------------------------------------------------------------------------------------


def test_two_loads_of_a_vacancy_with_ninety_candidates_are_three_calls(sandbox: SandboxServer) -> None:
    service = connected()
    service.get_accounts()
    calls(sandbox)

    first, second = (service.get_applicants(ROMASHKA, VACANCY) for _ in range(2))

    assert len(first) == 90
    assert first == second
    assert calls(sandbox) == {"applicants.list": 3}


def test_every_reading_is_one_question_to_huntflow_and_then_none(sandbox: SandboxServer) -> None:
    service = connected()
    person = FIRST_ID + 5
    readings: dict[str, Callable[[], Any]] = {
        "accounts.list": service.get_accounts,
        "statuses.list": lambda: service.get_statuses(ROMASHKA),
        "tags.list": lambda: service.get_tags(ROMASHKA),
        "rejection_reasons.list": lambda: service.get_rejection_reasons(ROMASHKA),
        "vacancies.list": lambda: service.get_vacancies(ROMASHKA),
        "vacancies.get": lambda: service.get_vacancy(ROMASHKA, VACANCY),
        "applicants.get": lambda: service.get_applicant(ROMASHKA, person),
        "applicants.logs": lambda: service.get_applicant_log(ROMASHKA, person),
    }
    service.get_accounts()
    HuntflowAPICache.invalidate_user_cache(service.user.pk)
    calls(sandbox)

    for operation, read in readings.items():
        first = read()

        assert calls(sandbox) == {operation: 1}
        assert read() == first
        assert calls(sandbox) == {}


def test_a_sync_asks_again_and_says_so(sandbox: SandboxServer, caplog: pytest.LogCaptureFixture) -> None:
    service = connected()
    syncs: dict[str, Callable[[], Any]] = {
        "accounts.list": service.sync_accounts,
        "statuses.list": lambda: service.sync_statuses(ROMASHKA),
        "tags.list": lambda: service.sync_tags(ROMASHKA),
        "rejection_reasons.list": lambda: service.sync_rejection_reasons(ROMASHKA),
        "vacancies.list": lambda: service.sync_vacancies(ROMASHKA),
        "vacancies.get": lambda: service.sync_vacancy(ROMASHKA, VACANCY),
        "applicants.get": lambda: service.sync_applicant(ROMASHKA, FIRST_ID),
        "applicants.logs": lambda: service.sync_applicant_log(ROMASHKA, FIRST_ID),
        "applicants.list": lambda: service.sync_applicants(ROMASHKA, VACANCY, 30),
    }
    service.get_accounts()
    calls(sandbox)
    caplog.set_level(logging.INFO)

    for operation, sync in syncs.items():
        caplog.clear()
        sync()

        assert calls(sandbox) == {operation: 1}
        assert sum(record.getMessage().startswith("🔄") for record in caplog.records) == 1


def test_a_list_is_not_answered_by_a_shorter_one(sandbox: SandboxServer) -> None:
    service = connected()

    assert len(service.get_applicants(ROMASHKA, VACANCY, 10)) == 10
    assert len(service.get_applicants(ROMASHKA, VACANCY, 40)) == 40


def test_candidates_of_the_organisation_are_all_of_them(sandbox: SandboxServer) -> None:
    service = connected()

    assert len(service.get_applicants(ROMASHKA)) > 250
    assert calls(sandbox)["applicants.list"] == 9


def test_a_reader_without_patience_starts_what_the_next_one_gets(sandbox: SandboxServer) -> None:
    service = connected()
    calls(sandbox)
    sandbox.sandbox.faults.add(Fault("huntflow", "delay", seconds=0.1))

    assert isinstance(failure_of(lambda: service.accounts_entry(wait=0)), StillRefreshing)
    assert len(service.accounts_entry(wait=5).data) == 2
    assert calls(sandbox) == {"accounts.list": 1}


def test_states_of_vacancies_are_questions_of_their_own(sandbox: SandboxServer) -> None:
    service = connected()

    assert {vacancy["state"] for vacancy in service.get_vacancies(ROMASHKA, "CLOSED")} == {"CLOSED"}
    assert len(service.get_vacancies(ROMASHKA)) == 15
    with pytest.raises(ValueError, match="state"):
        service.get_vacancies(ROMASHKA, "GONE")


def test_entries_tell_their_age_and_service() -> None:
    entry = connected().applicants_entry(ROMASHKA, VACANCY, 30)

    assert (entry.service, entry.is_stale, len(entry.data)) == ("huntflow_candidate_lists", False, 30)


def test_a_merged_candidate_is_the_surviving_one() -> None:
    assert connected().get_applicant(ROMASHKA, MERGED_ID)["id"] == SURVIVOR_ID


def test_the_log_of_a_candidate_tells_the_moves_alone() -> None:
    service = connected()
    person = service.get_applicant(ROMASHKA, FIRST_ID + 5)

    log = service.get_applicant_log(ROMASHKA, FIRST_ID + 5)

    assert {entry["type"] for entry in log} <= {"VACANCY-ADD", "STATUS"}
    latest = {entry["vacancy"]: entry["status"] for entry in reversed(log)}
    assert latest == {link["vacancy"]: link["status"] for link in person["links"]}
    assert HuntflowAPICache.get_candidate_log(service.user.pk, ROMASHKA, FIRST_ID + 5) == log


# --- Rights and ids that cannot be -------------------------------------------------------------------


def test_recruiters_see_their_own_organisations_alone(sandbox: SandboxServer) -> None:
    anna, ivan, maria = (connected(email) for email in (ANNA, IVAN, MARIA))

    assert [account["id"] for account in anna.get_accounts()] == [ROMASHKA, NORTHWIND]
    assert [account["id"] for account in ivan.get_accounts()] == [ROMASHKA]
    assert [(one["id"], one["member_type"]) for one in maria.get_accounts()] == [(NORTHWIND, "watcher")]
    assert HIDDEN_VACANCY in {vacancy["id"] for vacancy in anna.get_vacancies(ROMASHKA)}
    assert HIDDEN_VACANCY not in {vacancy["id"] for vacancy in ivan.get_vacancies(ROMASHKA)}
    assert isinstance(failure_of(lambda: ivan.get_vacancy(ROMASHKA, HIDDEN_VACANCY)), NotFound)


@pytest.mark.parametrize("account", [NORTHWIND, 1, 0, -1, 2**63, 10**30])
def test_an_organisation_of_others_or_of_nobody_is_not_found_without_a_call(
    sandbox: SandboxServer, account: int
) -> None:
    service = connected(IVAN)
    service.get_accounts()
    calls(sandbox)

    for ask in (
        lambda: service.get_statuses(account),
        lambda: service.get_tags(account),
        lambda: service.get_rejection_reasons(account),
        lambda: service.get_vacancies(account),
        lambda: service.get_vacancy(account, VACANCY),
        lambda: service.get_applicants(account),
        lambda: service.get_applicant(account, FIRST_ID),
        lambda: service.get_applicant_log(account, FIRST_ID),
    ):
        assert isinstance(failure_of(ask), NotFound)
    assert calls(sandbox) == {}


def test_a_watcher_sees_no_tags_and_is_not_refused_them_again(sandbox: SandboxServer) -> None:
    maria = connected(MARIA)
    maria.get_accounts()
    calls(sandbox)

    assert [maria.get_tags(NORTHWIND), maria.get_tags(NORTHWIND)] == [[], []]
    assert calls(sandbox) == {"tags.list": 1}


def test_tags_that_are_refused_for_another_reason_are_refused(sandbox: SandboxServer) -> None:
    service = connected()
    service.get_accounts()
    sandbox.sandbox.faults.add(Fault("huntflow.tags.list", "status", status=402))

    assert failure_of(lambda: service.get_tags(ROMASHKA)).reason == "payment_required"


def test_organisations_are_read_once_by_a_service_object(monkeypatch: pytest.MonkeyPatch) -> None:
    service = connected()
    read: list[int] = []
    fetch = HuntflowAPICache.fetch_accounts

    def counted(user_id: int, *args: Any, **manner: Any) -> Any:
        read.append(user_id)
        return fetch(user_id, *args, **manner)

    monkeypatch.setattr(HuntflowAPICache, "fetch_accounts", staticmethod(counted))

    service.get_statuses(ROMASHKA)
    service.get_tags(ROMASHKA)
    service.get_vacancies(NORTHWIND)

    assert read == [service.user.pk]


@pytest.mark.parametrize("number", [0, -1, 2**63, 10**30])
def test_an_id_that_cannot_be_is_not_found_without_a_call(sandbox: SandboxServer, number: int) -> None:
    service = connected()
    service.get_accounts()
    calls(sandbox)

    for ask in (
        lambda: service.get_vacancy(ROMASHKA, number),
        lambda: service.get_applicants(ROMASHKA, number),
        lambda: service.get_applicant(ROMASHKA, number),
        lambda: service.get_applicant_log(ROMASHKA, number),
    ):
        assert isinstance(failure_of(ask), NotFound)
    assert calls(sandbox) == {}


def test_a_list_of_nothing_is_no_question() -> None:
    with pytest.raises(ValueError, match="max_results"):
        connected().get_applicants(ROMASHKA, VACANCY, 0)


@pytest.mark.parametrize(
    "ask",
    [
        lambda service: service.get_vacancy(ROMASHKA, 1),
        lambda service: service.get_applicant(ROMASHKA, 1),
        lambda service: service.get_applicant_log(ROMASHKA, 1),
        lambda service: service.get_applicant_log(ROMASHKA, MERGED_ID),
        lambda service: service.get_applicant(NORTHWIND, FIRST_ID),
    ],
)
def test_what_is_not_there_is_not_found(ask: Callable[[HuntflowService], object]) -> None:
    service = connected()

    assert isinstance(failure_of(lambda: ask(service)), NotFound)


# --- Connecting --------------------------------------------------------------------------------------


def test_without_a_pair_nothing_is_asked(sandbox: SandboxServer) -> None:
    service = HuntflowService(recruiter())

    for ask in (service.get_accounts, lambda: service.get_applicants(ROMASHKA)):
        failure = failure_of(ask)
        assert (type(failure), failure.reason) == (ReconnectRequired, "not_connected")
    assert not service.connected
    assert calls(sandbox) == {}


def test_a_pair_is_checked_and_then_stored(sandbox: SandboxServer) -> None:
    service, pair = HuntflowService(recruiter()), pair_of(sandbox)

    erased = service.connect(f" {sandbox.url}/v2/ ", f"{pair.access_token}\n", pair.refresh_token)

    row = HuntflowConnection.objects.get()
    assert erased
    assert service.connected
    assert calls(sandbox) == {"accounts.list": 1}
    assert (row.user, row.base_url) == (service.user, f"{sandbox.url}/v2")
    assert (row.access_token, row.refresh_token) == (pair.access_token, pair.refresh_token)
    assert not PendingRemoval.objects.exists()


@pytest.mark.parametrize(
    ("spoil", "kind", "reason"),
    [
        ({"access_token": "unknown", "refresh_token": "unknown"}, ReconnectRequired, "pair_dead"),
        ({"access_token": "two words"}, UpstreamRejected, "bad_token"),
        ({"refresh_token": ""}, UpstreamRejected, "bad_token"),
        ({"base_url": "http://huntflow.example.com"}, UpstreamRejected, "bad_address"),
        ({"base_url": "https://127.0.0.1:2"}, UpstreamRejected, "bad_address"),
        ({"base_url": "https://127.0.0.1:1"}, UpstreamUnavailable, "connection"),
    ],
)
def test_a_pair_that_does_not_work_leaves_the_one_before(
    sandbox: SandboxServer, settings: Settings, spoil: dict[str, str], kind: type[UpstreamError], reason: str
) -> None:
    settings.HUNTFLOW_ALLOWED_HOSTS = ["127.0.0.1:1"]
    service, pair = connected(), pair_of(sandbox)
    service.get_accounts()
    entered = {
        "base_url": f"{sandbox.url}/v2",
        "access_token": pair.access_token,
        "refresh_token": pair.refresh_token,
    }

    failure = failure_of(lambda: service.connect(**{**entered, **spoil}))

    assert (type(failure), failure.reason) == (kind, reason)
    assert HuntflowConnection.objects.get().access_token == pair.access_token
    assert HuntflowAPICache.get_accounts(service.user.pk)


def test_a_new_pair_removes_what_the_old_one_brought(sandbox: SandboxServer) -> None:
    service = connected()
    service.get_applicants(ROMASHKA, VACANCY, 30)
    ivan = pair_of(sandbox, IVAN)

    service.connect(f"{sandbox.url}/v2", ivan.access_token, ivan.refresh_token)

    assert CacheService.get_cache_stats()["total_keys"] == 0
    assert [account["id"] for account in service.get_accounts()] == [ROMASHKA]
    assert HuntflowConnection.objects.count() == 1


def test_an_expired_pair_is_renewed_and_stored_as_renewed(sandbox: SandboxServer) -> None:
    service, old = HuntflowService(recruiter()), pair_of(sandbox)
    with sandbox.sandbox.lock:
        sandbox.sandbox.world.huntflow.pairs.expire(ANNA)

    service.connect(f"{sandbox.url}/v2", old.access_token, old.refresh_token)

    row, new = HuntflowConnection.objects.get(), pair_of(sandbox)
    assert (row.access_token, row.refresh_token) == (new.access_token, new.refresh_token)
    assert new != old


def test_a_renewed_pair_is_kept_when_the_call_after_it_fails(sandbox: SandboxServer) -> None:
    service, old = HuntflowService(recruiter()), pair_of(sandbox)
    with sandbox.sandbox.lock:
        sandbox.sandbox.world.huntflow.pairs.expire(ANNA)
    refused = {"errors": [{"type": "authorization_error", "title": "x", "detail": "token_expired"}]}
    failing = Fault("huntflow.accounts.list", "html", status=200)
    sandbox.sandbox.faults.add(Fault("huntflow.accounts.list", "status", status=401, body=refused, times=1))
    original = pending_removals.schedule_removal

    def then_fail(user_id: int, upstream: str) -> None:
        original(user_id, upstream)
        sandbox.sandbox.faults.add(failing)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "schedule_removal", then_fail)
        assert isinstance(
            failure_of(lambda: service.connect(f"{sandbox.url}/v2", old.access_token, old.refresh_token)),
            UpstreamUnavailable,
        )

    assert HuntflowConnection.objects.get().access_token == pair_of(sandbox).access_token


def test_one_click_connects_the_recruiters_own_pair(sandbox: SandboxServer) -> None:
    service = connected(MARIA)

    assert [account["id"] for account in service.get_accounts()] == [NORTHWIND]


def test_one_click_is_not_there_for_strangers_and_without_a_sandbox(
    sandbox: SandboxServer, settings: Settings
) -> None:
    stranger = HuntflowService(recruiter("stranger@example.com"))
    assert isinstance(failure_of(stranger.connect_sandbox_pair), NotFound)

    settings.SANDBOX_URL = ""
    assert isinstance(failure_of(HuntflowService(recruiter(ANNA)).connect_sandbox_pair), NotFound)
    assert not HuntflowConnection.objects.exists()


def test_one_click_on_something_else_is_malformed(sandbox: SandboxServer, settings: Settings) -> None:
    settings.SANDBOX_URL = f"{sandbox.url}/elsewhere"
    assert failure_of(HuntflowService(recruiter()).connect_sandbox_pair).reason == "malformed"


# --- Disconnecting -----------------------------------------------------------------------------------


def test_a_disconnect_leaves_neither_a_pair_nor_an_answer(sandbox: SandboxServer) -> None:
    service, other = connected(), connected(IVAN)
    service.get_applicants(ROMASHKA, VACANCY, 30)
    other.get_accounts()

    assert service.disconnect()

    assert not HuntflowConnection.objects.filter(user=service.user).exists()
    assert not service.connected
    assert CacheService.get_cache_stats()["services"] == {"huntflow_accounts": 1}
    assert HuntflowAPICache.get_accounts(other.user.pk)
    assert isinstance(failure_of(service.get_accounts), ReconnectRequired)


def test_a_disconnect_that_redis_did_not_confirm_is_repeated_before_the_next_reading(
    sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = connected()
    service.get_accounts()
    with redis_refusing(monkeypatch):
        assert not service.disconnect()
    assert HuntflowAPICache.get_accounts(service.user.pk)

    service.connect_sandbox_pair()

    assert HuntflowAPICache.get_accounts(service.user.pk) is None
    assert not PendingRemoval.objects.exists()


def test_while_a_removal_is_due_the_cache_is_passed_by(
    sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = connected()
    service.get_accounts()
    HuntflowAPICache.set_accounts(service.user.pk, [])
    with redis_refusing(monkeypatch):
        assert not service.connect_sandbox_pair()
        calls(sandbox)

        assert len(service.get_accounts()) == 2

    assert calls(sandbox) == {"accounts.list": 1}
    assert len(HuntflowService(service.user).get_accounts()) == 2
    assert not PendingRemoval.objects.exists()


def test_a_disconnect_while_an_older_removal_is_settled_removes_once_more(
    sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = connected()
    pending_removals.schedule_removal(service.user.pk, "huntflow")
    invalidate = HuntflowAPICache.invalidate_user_cache
    removed: list[int] = []

    def meanwhile(user_id: int) -> int:
        if not removed:
            removed.append(invalidate(user_id))
            HuntflowAPICache.set_accounts(user_id, [])
            pending_removals.schedule_removal(user_id, "huntflow")
            return 0
        removed.append(invalidate(user_id))
        return removed[-1]

    monkeypatch.setattr(HuntflowAPICache, "invalidate_user_cache", meanwhile)
    assert pending_removals.retry_pending_removal(service.user.pk, "huntflow") is None
    assert PendingRemoval.objects.count() == 1

    assert service.disconnect()

    assert removed == [0, 1]
    assert not PendingRemoval.objects.exists()


def test_a_dead_pair_asks_for_a_new_one(sandbox: SandboxServer) -> None:
    service = connected()
    with sandbox.sandbox.lock:
        sandbox.sandbox.world.huntflow.pairs.kill(ANNA)

    first = failure_of(service.sync_accounts)
    later = HuntflowService(service.user)
    second = failure_of(later.get_accounts)

    assert [first.reason, second.reason] == ["pair_dead", "pair_dead"]
    assert not later.connected
    assert HuntflowConnection.objects.get().refresh_token == ""


def test_a_pair_saved_during_a_refresh_of_the_old_one_stays(
    sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    service, ivan = connected(), pair_of(sandbox, IVAN)
    with sandbox.sandbox.lock:
        sandbox.sandbox.world.huntflow.pairs.expire(ANNA)
    saved: list[bool] = []

    def meanwhile(request: Any, **how: Any) -> Any:
        if not saved:
            saved.append(True)
            HuntflowService(service.user).connect(f"{sandbox.url}/v2", ivan.access_token, ivan.refresh_token)
        return exchange(request, **how)

    monkeypatch.setattr("google_oauth.clients.huntflow.tokens.exchange", meanwhile)
    found = service.sync_accounts()

    assert [account["id"] for account in found] == [ROMASHKA]
    assert HuntflowConnection.objects.get().access_token == ivan.access_token


def test_no_token_and_no_name_is_logged(sandbox: SandboxServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    service = connected()
    people = service.get_applicants(ROMASHKA, VACANCY, 30)
    service.disconnect()

    pair = pair_of(sandbox)
    assert pair.access_token not in caplog.text
    assert pair.refresh_token not in caplog.text
    assert not any(person["last_name"] in caplog.text for person in people if "last_name" in person)
