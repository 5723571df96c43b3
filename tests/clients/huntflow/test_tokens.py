"""The token rule: refreshed once after a refusal, durable before use, dropped when dead."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from google_oauth.clients import token_lease
from google_oauth.clients.huntflow import api as api_module
from google_oauth.clients.huntflow import tokens as tokens_module
from google_oauth.clients.huntflow.accounts import list_accounts
from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.tokens import EnteredTokens, Pair, StoredTokens
from google_oauth.clients.huntflow.transport import exchange
from google_oauth.exceptions import ReconnectRequired, UpstreamRejected, UpstreamUnavailable
from google_oauth.models import HuntflowConnection
from sandbox.server import SandboxServer
from tests.clients.huntflow.conftest import counts, expire, kill, living_pair

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sandbox_settings")]

AddFault = Callable[..., None]
ROBOT_NOT_FOUND = {"errors": [{"type": "not_found", "title": "error.robot_token.not_found"}]}


def stored(user: User) -> tuple[str, str]:
    row = HuntflowConnection.objects.get(user=user)
    return row.access_token, row.refresh_token


def entered(sandbox: SandboxServer) -> Pair:
    pair = living_pair(sandbox)
    return Pair(f"{sandbox.url}/v2", pair.access_token, pair.refresh_token)


def test_a_good_token_is_never_refreshed(api: HuntflowApi, sandbox: SandboxServer) -> None:
    list_accounts(api)

    assert counts(sandbox) == {"huntflow.accounts.list": 1}


def test_an_expired_token_is_refreshed_and_the_call_repeated(
    anna: User, api: HuntflowApi, sandbox: SandboxServer
) -> None:
    old = living_pair(sandbox)
    expire(sandbox)

    assert len(list_accounts(api)) == 2

    new = living_pair(sandbox)
    assert counts(sandbox) == {"huntflow.accounts.list": 2, "huntflow.token.refresh": 1}
    assert stored(anna) == (new.access_token, new.refresh_token)
    assert new.refresh_token != old.refresh_token


def test_eight_threads_with_an_expired_token_make_one_refresh(anna: User, sandbox: SandboxServer) -> None:
    expire(sandbox)
    together = threading.Barrier(8)

    def ask(_: int) -> int:
        api = HuntflowApi(StoredTokens(anna.pk))
        together.wait(5)
        try:
            return len(list_accounts(api))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [2] * 8

    assert counts(sandbox)["huntflow.token.refresh"] == 1


def test_the_new_pair_is_stored_before_it_is_used(
    anna: User, api: HuntflowApi, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    expire(sandbox)
    used: list[tuple[str, str]] = []

    def noted(request: Any, **how: Any) -> Any:
        used.append((request.token, stored(anna)[0]))
        return exchange(request, **how)

    monkeypatch.setattr(api_module, "exchange", noted)
    list_accounts(api)

    assert [token == in_database for token, in_database in used] == [True, True]


def test_no_transaction_is_open_during_a_refresh(
    anna: User, api: HuntflowApi, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    expire(sandbox)
    seen: list[bool] = []

    def noted(request: Any, **how: Any) -> Any:
        seen.append(connection.in_atomic_block)
        return exchange(request, **how)

    monkeypatch.setattr(tokens_module, "exchange", noted)
    list_accounts(api)

    assert seen == [False]


def test_a_pair_that_another_process_has_renewed_is_taken_from_the_database(
    anna: User, sandbox: SandboxServer
) -> None:
    tokens = StoredTokens(anna.pk)
    refused = tokens.current()
    HuntflowConnection.objects.filter(user=anna).update(access_token="newer", refresh_token="newer-too")

    assert tokens.renewed(refused) == Pair(refused.base_url, "newer", "newer-too")
    assert counts(sandbox) == {}


def test_a_dead_pair_is_dropped_and_needs_a_reconnect(
    anna: User, api: HuntflowApi, sandbox: SandboxServer
) -> None:
    kill(sandbox)

    for _ in range(2):
        with pytest.raises(ReconnectRequired) as caught:
            list_accounts(api)
        assert caught.value.reason == "pair_dead"

    assert stored(anna) == ("", "")
    assert counts(sandbox) == {"huntflow.accounts.list": 1, "huntflow.token.refresh": 1}


def test_a_robot_token_that_is_not_found_is_no_missing_candidate(
    anna: User, api: HuntflowApi, sandbox: SandboxServer, fault: AddFault
) -> None:
    expire(sandbox)
    fault("status", target="huntflow.accounts.list", status=404, body=ROBOT_NOT_FOUND, times=1)

    assert len(list_accounts(api)) == 2
    assert counts(sandbox)["huntflow.token.refresh"] == 1


def test_too_early_means_that_the_token_is_used_on(
    anna: User, api: HuntflowApi, sandbox: SandboxServer, fault: AddFault, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(api_module, "sleep", slept.append)
    refused = {"errors": [{"type": "authorization_error", "title": "x", "detail": "token_expired"}]}
    fault("status", target="huntflow.accounts.list", status=401, body=refused, times=1)
    before = stored(anna)

    assert len(list_accounts(api)) == 2

    assert stored(anna) == before
    assert slept == [api_module.CLOCK_PAUSE]
    assert counts(sandbox) == {"huntflow.accounts.list": 2, "huntflow.token.refresh": 1}


def test_a_token_that_is_refused_and_called_good_is_given_up(
    anna: User, api: HuntflowApi, sandbox: SandboxServer, fault: AddFault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_module, "sleep", lambda _: None)
    refused = {"errors": [{"type": "authorization_error", "title": "x", "detail": "Invalid access token"}]}
    fault("status", target="huntflow.accounts.list", status=401, body=refused)
    before = stored(anna)

    with pytest.raises(UpstreamUnavailable) as caught:
        list_accounts(api)

    assert caught.value.reason == "server_error"
    assert stored(anna) == before
    assert counts(sandbox) == {"huntflow.accounts.list": 3, "huntflow.token.refresh": 2}


@pytest.mark.parametrize(
    ("mode", "how", "reason"),
    [
        ("status", {"status": 503}, "server_error"),
        ("status", {"status": 429, "headers": {"Retry-After": "7"}}, "rate_limited"),
        ("reset", {}, "connection"),
        ("malformed", {}, "malformed"),
        ("html", {"status": 404}, "malformed"),
        ("status", {"status": 200, "body": {"access_token": "new"}}, None),
        ("status", {"status": 200, "body": {"access_token": "with a space"}}, "malformed"),
        ("status", {"status": 200, "body": {"refresh_token": "new"}}, "malformed"),
    ],
)
def test_a_refresh_without_an_answer_keeps_the_pair_and_is_not_repeated(
    anna: User,
    api: HuntflowApi,
    sandbox: SandboxServer,
    fault: AddFault,
    *,
    mode: str,
    how: dict[str, Any],
    reason: str | None,
) -> None:
    expire(sandbox)
    before = stored(anna)
    fault(mode, target="huntflow.token.refresh", **how)

    if reason is None:
        # A null refresh token means that the old one goes on.
        tokens = StoredTokens(anna.pk)
        assert tokens.renewed(tokens.current()).refresh_token == before[1]
    else:
        with pytest.raises(UpstreamUnavailable) as caught:
            list_accounts(api)
        assert caught.value.reason == reason
        assert stored(anna) == before
    assert counts(sandbox)["huntflow.token.refresh"] == 1


def test_a_refresh_whose_answer_was_lost_shows_at_the_next_one(
    anna: User, api: HuntflowApi, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    expire(sandbox)

    def lost(request: Any, **how: Any) -> Any:
        exchange(request, **how)
        raise UpstreamUnavailable("huntflow", "connection")

    with monkeypatch.context() as patch:
        patch.setattr(tokens_module, "exchange", lost)
        with pytest.raises(UpstreamUnavailable):
            list_accounts(api)
    with pytest.raises(ReconnectRequired) as caught:
        list_accounts(api)

    assert caught.value.reason == "pair_dead"
    assert stored(anna) == ("", "")


def test_a_disconnect_during_a_refresh_is_not_undone(
    anna: User, api: HuntflowApi, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    expire(sandbox)

    def disconnected_meanwhile(request: Any, **how: Any) -> Any:
        HuntflowConnection.objects.filter(user=anna).delete()
        return exchange(request, **how)

    monkeypatch.setattr(tokens_module, "exchange", disconnected_meanwhile)

    with pytest.raises(ReconnectRequired) as caught:
        list_accounts(api)

    assert caught.value.reason == "not_connected"
    assert not HuntflowConnection.objects.exists()


def test_another_refresh_that_takes_too_long_is_a_timeout(
    anna: User, api: HuntflowApi, sandbox: SandboxServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    expire(sandbox)
    monkeypatch.setattr(tokens_module, "MAX_REFRESH_WAIT", 0.1)
    assert token_lease.take_token_lease(HuntflowConnection.objects.get(user=anna))

    with pytest.raises(UpstreamUnavailable) as caught:
        list_accounts(api)

    assert caught.value.reason == "timeout"
    assert "huntflow.token.refresh" not in counts(sandbox)


def test_a_user_without_a_pair_needs_a_connection(anna: User, api: HuntflowApi) -> None:
    HuntflowConnection.objects.all().delete()

    with pytest.raises(ReconnectRequired) as caught:
        list_accounts(api)

    assert caught.value.reason == "not_connected"


@pytest.mark.parametrize("token", ["", "with space", "with\nnewline", "кириллица", "x" * 5000])
def test_what_can_be_no_token_is_refused_without_being_shown(token: str) -> None:
    with pytest.raises(UpstreamRejected) as caught:
        Pair("http://x", token, "good")

    assert not token or token not in f"{caught.value!r} {caught.value.__context__!r}"


def test_a_pair_shows_no_tokens() -> None:
    assert repr(Pair("http://x", "secret", "secret")) == "Pair(base_url='http://x')"


def test_an_entered_pair_works_without_being_stored(sandbox: SandboxServer) -> None:
    kept: list[Pair] = []

    assert len(list_accounts(HuntflowApi(EnteredTokens(entered(sandbox), kept.append)))) == 2
    assert kept == []


def test_an_entered_pair_that_has_expired_is_renewed_and_kept_at_once(sandbox: SandboxServer) -> None:
    pair = entered(sandbox)
    expire(sandbox)
    kept: list[Pair] = []

    def keep(renewed: Pair) -> None:
        assert counts(sandbox)["huntflow.accounts.list"] == 1
        kept.append(renewed)

    assert len(list_accounts(HuntflowApi(EnteredTokens(pair, keep)))) == 2
    assert kept == [entered(sandbox)]


def test_an_entered_pair_that_is_dead_is_said_to_be(sandbox: SandboxServer) -> None:
    pair = entered(sandbox)
    kill(sandbox)

    with pytest.raises(ReconnectRequired) as caught:
        list_accounts(HuntflowApi(EnteredTokens(pair, lambda _: None)))

    assert caught.value.reason == "pair_dead"


def test_an_entered_pair_that_is_refused_and_called_good_is_not_kept(
    sandbox: SandboxServer, fault: AddFault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(api_module, "sleep", lambda _: None)
    refused = {"errors": [{"type": "authorization_error", "title": "x", "detail": "token_expired"}]}
    fault("status", target="huntflow.accounts.list", status=401, body=refused)
    kept: list[Pair] = []

    with pytest.raises(UpstreamUnavailable):
        list_accounts(HuntflowApi(EnteredTokens(entered(sandbox), kept.append)))

    assert kept == []
