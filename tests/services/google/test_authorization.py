"""The stored result of a sign-in, and who is refused."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from google_oauth.clients.google.identity import Identity
from google_oauth.clients.google.oauth import Grant
from google_oauth.exceptions import SignInRefused
from google_oauth.models import GoogleOAuthAccount
from google_oauth.services.google import authorization
from google_oauth.services.google.authorization import Callback

pytestmark = pytest.mark.django_db
EXPIRES = datetime(2026, 12, 1, tzinfo=UTC)


def identity(**changed: str) -> Identity:
    known = {"sub": "1", "email": "anna@example.com", "domain": "example.com", "name": "Anna Smirnova"}
    return Identity(**{**known, "given_name": "Anna", "family_name": "Smirnova", **changed})


class Google:
    """Google's answers to a callback."""

    def __init__(self) -> None:
        self.identity = identity()
        self.grant = Grant("access", "refresh", EXPIRES, ["openid"], "token")


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Google:
    google = Google()
    settings.GOOGLE_WORKSPACE_DOMAINS = ["Example.com"]
    monkeypatch.setattr(authorization.oauth, "redeem_code", lambda *_, **__: google.grant)
    monkeypatch.setattr(authorization, "identify", lambda *_, **__: google.identity)
    return google


def callback(google_id: str = "") -> Callback:
    return Callback("code", "https://testserver/", "verifier", "nonce", google_id)


def columns(*names: str) -> Any:
    return GoogleOAuthAccount.objects.values_list(*names).get()


def test_first_sign_in_stores_the_user_and_the_grant(google: Google) -> None:
    signed_in = authorization.complete_sign_in(callback())

    user = User.objects.get()
    assert (signed_in.user, signed_in.google_id, signed_in.lasting) == (user, "1", True)
    assert (user.username, user.email, user.first_name, user.last_name) == (
        "google-1",
        "anna@example.com",
        "Anna",
        "Smirnova",
    )
    assert not user.has_usable_password()
    assert columns("access_token", "refresh_token", "token_expires_at", "granted_scopes") == (
        "access",
        "refresh",
        EXPIRES,
        ["openid"],
    )


def test_names_are_cut_to_their_columns(google: Google) -> None:
    google.identity = identity(name="n" * 300, given_name="g" * 300, family_name="f" * 300)

    user = authorization.complete_sign_in(callback()).user

    assert (len(user.first_name), len(user.last_name)) == (150, 150)
    assert columns("name") == ("n" * 255,)


def test_names_are_cut_at_later_sign_ins_too(google: Google) -> None:
    authorization.complete_sign_in(callback())
    google.identity = identity(given_name="g" * 300, family_name="f" * 300)

    authorization.complete_sign_in(callback())

    user = User.objects.get()
    assert (len(user.first_name), len(user.last_name)) == (150, 150)


def test_later_sign_in_keeps_the_refresh_token_and_voids_the_lease(google: Google) -> None:
    authorization.complete_sign_in(callback())
    GoogleOAuthAccount.objects.update(refresh_lease="held", refresh_lease_until=EXPIRES)
    google.grant = Grant("newer", "", None, ["openid"], "token")

    signed_in = authorization.complete_sign_in(callback())

    assert signed_in.lasting
    assert columns("access_token", "refresh_token", "refresh_lease", "refresh_lease_until") == (
        "newer",
        "refresh",
        "",
        None,
    )


def test_sign_in_without_a_refresh_token_does_not_last(google: Google) -> None:
    google.grant = Grant("access", "", EXPIRES, ["openid"], "token")

    assert not authorization.complete_sign_in(callback()).lasting


@pytest.mark.parametrize(
    ("domain", "google_id", "reason"),
    [
        ("example.org", "", "wrong_domain"),
        ("", "", "wrong_domain"),
        ("example.com", "2", "other_account"),
    ],
)
def test_refused_sign_in_stores_nothing(domain: str, google_id: str, reason: str, google: Google) -> None:
    google.identity = identity(domain=domain)

    for complete in (authorization.complete_sign_in, authorization.complete_confirmation):
        with pytest.raises(SignInRefused) as caught:
            complete(callback(google_id))
        assert caught.value.reason == reason

    assert not User.objects.exists()


@pytest.mark.parametrize("anyone", [False, True])
def test_without_domains_a_setting_decides(anyone: bool, google: Google, settings: Settings) -> None:
    settings.GOOGLE_WORKSPACE_DOMAINS, settings.GOOGLE_ANYONE_MAY_SIGN_IN = [], anyone
    google.identity = identity(domain="")

    if anyone:
        assert authorization.complete_sign_in(callback()).google_id == "1"
    else:
        with pytest.raises(SignInRefused):
            authorization.complete_sign_in(callback())


def test_inactive_user_is_refused_and_gets_no_tokens(google: Google) -> None:
    authorization.complete_sign_in(callback())
    User.objects.update(is_active=False)
    google.grant = Grant("newer", "", None, ["openid"], "token")

    with pytest.raises(SignInRefused) as caught:
        authorization.complete_sign_in(callback())

    assert (caught.value.reason, columns("access_token")) == ("inactive", ("access",))


def test_confirmation_stores_nothing(google: Google) -> None:
    authorization.complete_confirmation(callback("1"))

    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("issuer", "is_google"),
    [
        ("", True),
        ("https://accounts.google.com", True),
        ("accounts.google.com", True),
        ("https://evil.example", False),
    ],
)
def test_issuer_of_a_callback(issuer: str, is_google: bool) -> None:
    assert authorization.is_google(issuer) is is_google


@pytest.mark.parametrize(("client_id", "secret"), [("", "x"), ("x", ""), ("", "")])
def test_half_an_oauth_client_is_none(client_id: str, secret: str, settings: Settings) -> None:
    settings.GOOGLE_OAUTH_CLIENT_ID, settings.GOOGLE_OAUTH_CLIENT_SECRET = client_id, secret

    assert not authorization.is_configured()
