"""The ends of a grant's life at Google's OAuth endpoints, where the sandbox cannot go."""

from typing import Any

import pytest
import requests
from google.auth import jwt

from google_oauth.clients.google import identity, oauth
from google_oauth.exceptions import SignInRefused, UpstreamUnavailable

FAILURES = [
    (requests.ConnectTimeout(), "timeout"),
    (requests.ReadTimeout(), "timeout"),
    (requests.ConnectionError(), "connection"),
    (requests.TooManyRedirects(), "connection"),
]
CLAIMS = {
    "iss": "https://accounts.google.com",
    "sub": "1",
    "email": "anna@example.com",
    "email_verified": True,
    "nonce": "nonce",
}


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let every exchange over requests end with one exception."""

    def fail_with(failure: Exception) -> None:
        def send(*_: Any, **__: Any) -> None:
            raise failure

        monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
        monkeypatch.setattr(identity, "_cached_keys", {})

    return fail_with


@pytest.mark.parametrize(("failure", "reason"), FAILURES)
def test_code_that_cannot_be_exchanged(failure: Exception, reason: str, no_network: Any) -> None:
    no_network(failure)

    with pytest.raises(UpstreamUnavailable) as caught:
        oauth.redeem_code("code", redirect_uri="https://testserver/", code_verifier="v" * 43)

    assert (caught.value.reason, caught.value.__cause__) == (reason, failure)


@pytest.mark.parametrize(("failure", "reason"), FAILURES)
def test_grant_that_cannot_be_revoked(failure: Exception, reason: str, no_network: Any) -> None:
    no_network(failure)

    with pytest.raises(UpstreamUnavailable) as caught:
        oauth.revoke("1//0refresh")

    assert (caught.value.reason, caught.value.__cause__) == (reason, failure)


@pytest.mark.parametrize(("failure", "reason"), FAILURES)
def test_keys_that_cannot_be_had(failure: Exception, reason: str, no_network: Any) -> None:
    no_network(failure)

    with pytest.raises(UpstreamUnavailable) as caught:
        identity._keys("key")

    assert (caught.value.reason, caught.value.__cause__) == (reason, failure)


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let any id_token be one with these claims, whose signature holds."""

    def claim(claims: dict[str, Any]) -> None:
        monkeypatch.setattr(jwt, "decode_header", lambda _: {"kid": "key"})
        monkeypatch.setattr(jwt, "decode", lambda *_, **__: claims)
        monkeypatch.setattr(identity, "_keys", lambda _: {})

    return claim


def test_private_account_has_no_domain(verified: Any) -> None:
    verified(CLAIMS)

    assert identity.identify("token", nonce="nonce") == identity.Identity(
        "1", "anna@example.com", "", "", "", ""
    )


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://accounts.example.com"}, "invalid_identity"),
        ({"iss": None}, "invalid_identity"),
        ({"nonce": None}, "invalid_identity"),
        ({"sub": ""}, "invalid_identity"),
        ({"email": ""}, "invalid_identity"),
        ({"email_verified": "true"}, "unverified_email"),
    ],
)
def test_claims_that_do_not_do(claims: dict[str, Any], reason: str, verified: Any) -> None:
    verified(CLAIMS | claims)

    with pytest.raises(SignInRefused) as caught:
        identity.identify("token", nonce="nonce")

    assert caught.value.reason == reason


@pytest.mark.parametrize("token", ["", "one", "a.b.c", "ё.ё.ё", "e30.e30.e30"])
def test_token_that_is_none(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "_keys", lambda _: {"key": "PEM"})

    with pytest.raises(SignInRefused) as caught:
        identity.identify(token, nonce="nonce")

    assert caught.value.reason == "invalid_identity"


def test_keys_are_fetched_again_for_a_key_that_is_not_among_them(monkeypatch: pytest.MonkeyPatch) -> None:
    fetched: list[str] = []
    monkeypatch.setattr(identity, "_cached_keys", {})
    monkeypatch.setattr(
        identity, "_fetch_keys", lambda url: fetched.append(url) or {f"key{len(fetched)}": "PEM"}
    )

    keys = [identity._keys(name) for name in ("key1", "key1", "key2")]

    assert (len(fetched), keys[-1]) == (2, {"key2": "PEM"})
