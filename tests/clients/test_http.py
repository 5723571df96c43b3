"""OAuth endpoints that answer too much, too slowly, too deeply, or with somebody else's address."""

import gzip
import socket
import time
from base64 import urlsafe_b64encode
from dataclasses import replace

import pytest
from pytest_django import Settings

from google_oauth.clients.google import identity, oauth
from google_oauth.exceptions import SignInRefused, UpstreamUnavailable
from tests.clients.huntflow.servers import Talk, answer, sending, talking

DEEP = b"[" * 100_000
BOMB = answer(gzip.compress(b" " * 30_000_000), "Content-Encoding: gzip")


def trickle(connection: socket.socket, _: bytes) -> None:
    connection.sendall(answer(b"", length=1000))
    for _piece in range(20):
        connection.sendall(b"{")
        time.sleep(0.02)


ANSWERS: dict[str, tuple[Talk, str]] = {
    "a bomb": (sending(BOMB), "malformed"),
    "too much": (sending(answer(b" " * (oauth.OAUTH_BOUNDS.max_bytes + 1))), "malformed"),
    "too slow": (trickle, "timeout"),
    "too deep": (sending(answer(DEEP)), "malformed"),
    "broken gzip": (sending(answer(b"xx", "Content-Encoding: gzip")), "connection"),
    "cut": (sending(answer(b"{}", length=100)), "connection"),
    "elsewhere": (
        sending(answer(b"", "Location: http://127.0.0.1:1/", status="307 Temporary Redirect")),
        "connection",
    ),
}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    bounds = replace(oauth.OAUTH_BOUNDS, whole=0.25)
    monkeypatch.setattr(oauth, "OAUTH_BOUNDS", bounds)
    monkeypatch.setattr(identity, "OAUTH_BOUNDS", bounds)
    # What the stand-ins of these tests speak.
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.mark.parametrize("name", ANSWERS)
def test_exchange_of_a_code(name: str, settings: Settings) -> None:
    talk, reason = ANSWERS[name]

    with talking(talk) as settings.GOOGLE_OAUTH_TOKEN_URI, pytest.raises(UpstreamUnavailable) as caught:
        oauth.redeem_code("code", redirect_uri="https://testserver/", code_verifier="v" * 43)

    assert caught.value.reason == reason


@pytest.mark.parametrize("name", sorted(ANSWERS.keys() - {"elsewhere"}))
def test_certificates(name: str, settings: Settings) -> None:
    talk, reason = ANSWERS[name]

    with talking(talk) as settings.GOOGLE_OAUTH_CERTS_URI, pytest.raises(UpstreamUnavailable) as caught:
        identity._keys("key")

    assert caught.value.reason == reason


def test_certificates_elsewhere_are_no_certificates(settings: Settings) -> None:
    elsewhere, _ = ANSWERS["elsewhere"]

    with talking(elsewhere) as settings.GOOGLE_OAUTH_CERTS_URI, pytest.raises(UpstreamUnavailable) as caught:
        identity._keys("key")

    assert caught.value.reason == "malformed"


@pytest.mark.parametrize("name", ["a bomb", "too much", "too slow"])
def test_revocation(name: str, settings: Settings) -> None:
    talk, reason = ANSWERS[name]

    with talking(talk) as settings.GOOGLE_OAUTH_REVOKE_URI, pytest.raises(UpstreamUnavailable) as caught:
        oauth.revoke("1//0refresh")

    assert caught.value.reason == reason


@pytest.mark.parametrize("part", [b"[" * 100_000, b"{}", b"\xff", b""])
def test_id_token_of_nonsense(part: bytes) -> None:
    with pytest.raises(SignInRefused) as caught:
        identity.identify(f"{_base64(part)}.{_base64(part)}.x", nonce="nonce")

    assert caught.value.reason == "invalid_identity"


def _base64(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")
