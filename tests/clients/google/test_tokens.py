"""The access token's refresh, as the calls of Google's libraries bring it about."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from google_oauth.clients.google.calendar import list_calendars
from google_oauth.exceptions import (
    ReconnectRequired,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)
from google_oauth.models import GoogleOAuthAccount
from tests.clients.google.fakes import FakeHttp, Request, Response, install

Answer = Callable[[Request], Response]
UNAUTHORIZED = Response({"error": {"message": "m", "errors": [{"reason": "authError"}]}}, 401)
NEW_TOKEN = Response({"access_token": "ya29.new", "expires_in": 3600})


def google(token_endpoint: Answer, *, accepts: str = "ya29.new") -> Answer:
    """A Google whose API accepts one access token."""

    def answer(request: Request) -> Response:
        if request.uri == settings.GOOGLE_OAUTH_TOKEN_URI:
            return token_endpoint(request)
        return (
            Response({"items": []})
            if request.headers["authorization"] == f"Bearer {accepts}"
            else UNAUTHORIZED
        )

    return answer


def refreshes(http: FakeHttp) -> int:
    return sum(request.uri == settings.GOOGLE_OAUTH_TOKEN_URI for request in http.requests)


@pytest.fixture(autouse=True)
def no_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """google-auth waits about three seconds between its tries at a token endpoint in trouble."""
    monkeypatch.setattr("google.auth._exponential_backoff.time.sleep", lambda _: None)


def test_good_token_is_used_without_a_refresh(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = install(monkeypatch, google(lambda _: NEW_TOKEN, accepts="ya29.old"))

    list_calendars(account)

    assert refreshes(http) == 0


@pytest.mark.parametrize("how", ["by the clock", "by Google"])
def test_expired_token_is_refreshed_and_stored(
    how: str, account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    if how == "by the clock":
        account.token_expires_at = timezone.now() - timedelta(seconds=1)
        account.save()
    http = install(monkeypatch, google(lambda _: NEW_TOKEN))

    list_calendars(account)

    stored = GoogleOAuthAccount.objects.get()
    assert refreshes(http) == 1
    assert (stored.access_token, stored.refresh_token, stored.refresh_lease) == (
        "ya29.new",
        "1//0refresh",
        "",
    )
    assert stored.token_expires_at is not None
    assert abs(stored.token_expires_at - timezone.now() - timedelta(hours=1)) < timedelta(seconds=10)


def test_token_refreshed_by_another_process_is_taken_over(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    GoogleOAuthAccount.objects.update(access_token="ya29.new")
    http = install(monkeypatch, google(lambda _: NEW_TOKEN))

    list_calendars(account)

    assert refreshes(http) == 0


def test_refresh_asks_for_no_scopes(account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    http = install(monkeypatch, google(lambda _: NEW_TOKEN))

    list_calendars(account)

    assert "scope" not in http.requests[1].body


def test_new_refresh_token_replaces_the_old_one(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Response({"access_token": "ya29.new", "expires_in": 3600, "refresh_token": "1//0second"})
    install(monkeypatch, google(lambda _: answer))

    list_calendars(account)

    assert GoogleOAuthAccount.objects.get().refresh_token == "1//0second"


def test_dead_grant_drops_the_tokens_and_asks_to_reconnect(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = install(monkeypatch, google(lambda _: Response({"error": "invalid_grant"}, 400)))

    for _ in range(2):
        with pytest.raises(ReconnectRequired) as caught:
            list_calendars(account)

    stored = GoogleOAuthAccount.objects.get()
    assert caught.value.reason == "revoked"
    assert (stored.access_token, stored.refresh_token, stored.refresh_lease) == ("", "", "")
    assert refreshes(http) == 1


def test_fresh_token_that_is_refused_too_is_not_refreshed_again(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = install(monkeypatch, google(lambda _: NEW_TOKEN, accepts="none"))

    with pytest.raises(ReconnectRequired):
        list_calendars(account)

    assert refreshes(http) == 1


def times_out(_: Request) -> Response:
    raise TimeoutError


@pytest.mark.parametrize(
    ("token_endpoint", "kind", "reason"),
    [
        (lambda _: Response({"error": "internal_failure"}, 500), UpstreamUnavailable, "server_error"),
        (lambda _: Response({"error": "server_error"}, 503), UpstreamUnavailable, "server_error"),
        (lambda _: Response(b"<html>", 503), UpstreamUnavailable, "malformed"),
        (lambda _: Response(b"<html>"), UpstreamUnavailable, "malformed"),
        (lambda _: Response([]), UpstreamUnavailable, "malformed"),
        (lambda _: Response({}), UpstreamUnavailable, "malformed"),
        (lambda _: Response({"access_token": "x", "expires_in": "soon"}), UpstreamUnavailable, "malformed"),
        (lambda _: Response([], 400), UpstreamUnavailable, "malformed"),
        (lambda _: Response({"error": "slow_down"}, 429), UpstreamUnavailable, "server_error"),
        (lambda _: Response({"error": "upstream_gone"}, 502), UpstreamUnavailable, "server_error"),
        (
            lambda _: Response({"error": {"code": 504, "status": "X"}}, 504),
            UpstreamUnavailable,
            "server_error",
        ),
        (lambda _: Response({"error": ["invalid_client"]}, 502), UpstreamUnavailable, "server_error"),
        (lambda _: Response({"error": "invalid_scope"}, 400), UpstreamRejected, "bad_request"),
        (lambda _: Response({"error": "deleted_client"}, 401), UpstreamRejected, "bad_request"),
        (times_out, UpstreamUnavailable, "timeout"),
        (lambda _: Response({"error": "invalid_client"}, 401), UpstreamRejected, "bad_request"),
    ],
)
def test_trouble_at_the_token_endpoint_keeps_the_tokens(
    token_endpoint: Answer,
    kind: type[UpstreamError],
    reason: str,
    account: GoogleOAuthAccount,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    install(monkeypatch, google(token_endpoint))

    with pytest.raises(kind) as caught:
        list_calendars(account)

    stored = GoogleOAuthAccount.objects.get()
    assert caught.value.reason == reason
    assert (stored.access_token, stored.refresh_token, stored.refresh_lease) == (
        "ya29.old",
        "1//0refresh",
        "",
    )


def test_account_deleted_meanwhile_is_not_connected(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    GoogleOAuthAccount.objects.all().delete()
    install(monkeypatch, google(lambda _: NEW_TOKEN))

    with pytest.raises(ReconnectRequired) as caught:
        list_calendars(account)

    assert caught.value.reason == "not_connected"


def test_disconnect_during_a_refresh_stays_disconnected(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    def disconnecting(_: Request) -> Response:
        GoogleOAuthAccount.objects.update(access_token="", refresh_token="", refresh_lease="")
        return NEW_TOKEN

    install(monkeypatch, google(disconnecting))

    with pytest.raises(ReconnectRequired):
        list_calendars(account)

    assert GoogleOAuthAccount.objects.get().access_token == ""


def test_signing_in_during_a_dead_refresh_keeps_the_new_tokens(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    def signing_in(_: Request) -> Response:
        GoogleOAuthAccount.objects.update(
            access_token="ya29.signed-in", refresh_token="1//0new", refresh_lease=""
        )
        return Response({"error": "invalid_grant"}, 400)

    install(monkeypatch, google(signing_in))

    with pytest.raises(ReconnectRequired):
        list_calendars(account)

    assert GoogleOAuthAccount.objects.get().refresh_token == "1//0new"


def test_tokens_stay_out_of_errors(account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, google(lambda _: Response({"error": "invalid_grant"}, 400)))

    with pytest.raises(ReconnectRequired) as caught:
        list_calendars(account)

    chain: list[Any] = [caught.value, caught.value.__cause__]
    assert not any("1//0" in str(error) or "ya29" in str(error) for error in chain)
