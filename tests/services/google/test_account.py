"""What was granted, what Google's failures mean for it, and how a connection ends."""

from typing import Any

import pytest
import requests
from django.contrib.auth.models import User

from google_oauth.cache_service import GoogleAPICache, HuntflowAPICache
from google_oauth.clients import token_lease
from google_oauth.clients.google.scopes import DRIVE_SCOPE
from google_oauth.exceptions import (
    ReconnectRequired,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)
from google_oauth.models import GoogleOAuthAccount, PendingRemoval
from google_oauth.services import (
    Disconnected,
    GoogleCalendarService,
    GoogleDriveService,
    GoogleOAuthService,
)
from google_oauth.services.google.account import forget_scope
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, cached_bytes, connect

# A fetch reads the account in a thread of its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def user(sandbox: RunningSandbox, sandbox_settings: Any) -> User:
    return connect(sandbox)


def test_features_follow_what_was_granted(sandbox: RunningSandbox) -> None:
    service = GoogleOAuthService(connect(sandbox, features=("calendar",)))

    assert (service.granted("calendar"), service.granted("drive")) == (True, False)


def test_user_without_an_account_is_not_connected(sandbox: RunningSandbox) -> None:
    service = GoogleOAuthService(User.objects.create_user("admin"))

    with pytest.raises(ReconnectRequired) as caught:
        GoogleDriveService(service).get_files()

    assert (service.account, service.granted("drive"), caught.value.reason) == (None, False, "not_connected")
    assert sandbox.counts() == {}


@pytest.mark.parametrize(
    ("fault", "kind", "reason"),
    [
        ({"mode": "status", "status": 503}, UpstreamUnavailable, "server_error"),
        ({"mode": "status", "status": 429}, UpstreamUnavailable, "rate_limited"),
        ({"mode": "status", "status": 403}, UpstreamUnavailable, "rate_limited"),
        ({"mode": "html", "status": 200}, UpstreamUnavailable, "malformed"),
        ({"mode": "html", "status": 502}, UpstreamUnavailable, "server_error"),
        ({"mode": "malformed"}, UpstreamUnavailable, "malformed"),
        ({"mode": "reset"}, UpstreamUnavailable, "connection"),
        ({"mode": "status", "status": 400}, UpstreamRejected, "bad_request"),
    ],
)
def test_failure_with_nothing_stored(
    fault: dict[str, Any], kind: type[UpstreamError], reason: str, sandbox: RunningSandbox, user: User
) -> None:
    sandbox.fail("drive", **fault)

    with pytest.raises(kind) as caught:
        GoogleDriveService(GoogleOAuthService(user)).get_files()

    assert caught.value.reason == reason


def test_retry_after_of_google_reaches_the_cache(sandbox: RunningSandbox, user: User) -> None:
    sandbox.fail("drive", "status", status=429, headers={"Retry-After": "77"})

    with pytest.raises(UpstreamUnavailable) as caught:
        GoogleDriveService(GoogleOAuthService(user)).get_files()

    assert caught.value.retry_after is not None
    assert 70 < caught.value.retry_after <= 77


def test_slow_google_is_given_up(
    sandbox: RunningSandbox, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("google_oauth.clients.google.transport.SOCKET_TIMEOUT", 0.2)
    monkeypatch.setattr("google_oauth.clients.google.transport._thread", _new_thread())
    sandbox.fail("drive", "hang")

    with pytest.raises(UpstreamUnavailable) as caught:
        GoogleDriveService(GoogleOAuthService(user)).get_files()

    assert caught.value.reason == "timeout"
    sandbox.recover()


def _new_thread() -> Any:
    from google_oauth.clients.google import transport

    return transport._Thread()


@pytest.mark.django_db(transaction=True)
def test_scope_that_google_took_away_is_forgotten(sandbox: RunningSandbox, user: User) -> None:
    body = {"error": {"code": 403, "message": "m", "errors": [{"reason": "insufficientPermissions"}]}}
    sandbox.fail("drive", "status", status=403, body=body)

    for _ in range(2):
        with pytest.raises(ReconnectRequired) as caught:
            GoogleDriveService(GoogleOAuthService(user)).get_files()

    account = GoogleOAuthAccount.objects.get()
    assert (caught.value.reason, DRIVE_SCOPE in account.granted_scopes) == ("scope_missing", False)
    assert sandbox.counts() == {"drive.changes.getStartPageToken": 1}


def test_scope_is_not_forgotten_over_a_new_consent(sandbox: RunningSandbox, user: User) -> None:
    account = GoogleOAuthService(user).require(DRIVE_SCOPE)
    GoogleOAuthAccount.objects.get().save()

    forget_scope(account, DRIVE_SCOPE)

    assert DRIVE_SCOPE in GoogleOAuthAccount.objects.get().granted_scopes


def test_disconnect_revokes_deletes_and_erases(sandbox: RunningSandbox, user: User) -> None:
    service = GoogleOAuthService(user)
    token = service.require(DRIVE_SCOPE).access_token
    files = GoogleDriveService(service).get_files()
    HuntflowAPICache.set_accounts(user.pk, {"items": [{"name": "Ромашка"}]})
    GoogleAPICache.set_sheets(user.pk + 1, ["another person's"])
    assert files[0]["id"].encode() in cached_bytes()

    done = service.disconnect()

    account = GoogleOAuthAccount.objects.get()
    assert done == Disconnected(revoked=True, erased=True)
    assert (account.access_token, account.refresh_token, account.granted_scopes) == ("", "", [])
    assert sandbox.sandbox.grants.granted(ANNA) == ()
    answer = requests.get(
        f"{sandbox.url}/drive/v3/files", headers={"Authorization": f"Bearer {token}"}, timeout=5
    )
    assert answer.status_code == 401
    assert files[0]["id"].encode() not in cached_bytes()
    assert (HuntflowAPICache.get_accounts(user.pk), PendingRemoval.objects.count()) == (None, 0)
    assert GoogleAPICache.get_sheets(user.pk + 1) == ["another person's"]


def test_disconnected_user_is_not_connected(sandbox: RunningSandbox, user: User) -> None:
    service = GoogleOAuthService(user)
    service.require(DRIVE_SCOPE)
    service.disconnect()

    with pytest.raises(ReconnectRequired) as caught:
        GoogleCalendarService(service).get_events()

    assert (caught.value.reason, service.granted("calendar")) == ("not_connected", False)


def test_request_that_began_before_a_disconnect_leaves_nothing_behind(
    sandbox: RunningSandbox, user: User
) -> None:
    began_before = GoogleOAuthService(user)
    assert began_before.granted("calendar")
    # Google cannot be told, so the tokens that are dropped here would still open it.
    sandbox.fail("oauth.revoke", "status", status=503)
    GoogleOAuthService(user).disconnect()

    with pytest.raises(ReconnectRequired) as caught:
        GoogleCalendarService(began_before).get_events()

    assert caught.value.reason == "not_connected"
    assert b"summary" not in cached_bytes()
    assert "calendar.events.list" not in sandbox.counts()


def test_disconnect_while_google_is_away_drops_the_tokens_and_says_so(
    sandbox: RunningSandbox, user: User, caplog: pytest.LogCaptureFixture
) -> None:
    sandbox.fail("oauth", "status", status=503)

    done = GoogleOAuthService(user).disconnect()

    assert done == Disconnected(revoked=False, erased=True)
    assert GoogleOAuthAccount.objects.get().refresh_token == ""
    assert "1//0" not in caplog.text


def test_disconnect_of_a_grant_that_ended_already(sandbox: RunningSandbox, user: User) -> None:
    sandbox.change(op="revoke_grant", account=ANNA)

    assert GoogleOAuthService(user).disconnect() == Disconnected(revoked=True, erased=True)


def test_disconnect_voids_the_lease_of_a_token_refresh_under_way(sandbox: RunningSandbox, user: User) -> None:
    account = GoogleOAuthAccount.objects.get()

    def disconnect_meanwhile(_: GoogleOAuthAccount) -> dict[str, Any]:
        GoogleOAuthService(user).disconnect()
        return {"access_token": "ya29.late", "refresh_token": "1//0late"}

    with pytest.raises(TimeoutError):
        # The refresh that lost its lease is not repeated here: it would find no refresh token.
        token_lease.refresh_once(account, is_done=lambda _: False, refresh=disconnect_meanwhile, max_wait=0)

    account = GoogleOAuthAccount.objects.get()
    assert (account.access_token, account.refresh_token) == ("", "")
    assert (account.refresh_lease, account.refresh_lease_until) == ("", None)


@pytest.mark.parametrize(
    ("access", "refresh", "revoked_with"),
    [("ya29.a", "1//0r", ["1//0r"]), ("", "1//0r", ["1//0r"]), ("ya29.a", "", ["ya29.a"]), ("", "", [])],
)
def test_disconnect_revokes_whatever_token_is_left(
    access: str, refresh: str, revoked_with: list[str], user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    GoogleOAuthAccount.objects.update(access_token=access, refresh_token=refresh)
    tokens: list[str] = []
    monkeypatch.setattr("google_oauth.services.google.account.oauth.revoke", tokens.append)

    done = GoogleOAuthService(user).disconnect()

    assert (tokens, done.revoked) == (revoked_with, True)


def test_disconnect_without_an_account_erases_what_is_cached(sandbox_settings: Any) -> None:
    user = User.objects.create_user("admin")
    GoogleAPICache.set_sheets(user.pk, ["old"])

    assert GoogleOAuthService(user).disconnect() == Disconnected(revoked=True, erased=True)
    assert GoogleAPICache.get_sheets(user.pk) is None


def test_disconnect_that_redis_did_not_confirm_is_repeated(
    sandbox: RunningSandbox, user: User, redis_without_removals: None
) -> None:
    GoogleAPICache.set_sheets(user.pk, ["old"])

    done = GoogleOAuthService(user).disconnect()

    owed = set(PendingRemoval.objects.values_list("user_id", "upstream"))
    assert done == Disconnected(revoked=True, erased=False)
    assert owed == {(user.pk, "google"), (user.pk, "huntflow")}
