"""Who somebody is, is believed of Google alone: forged, borrowed, stale and mixed-up answers sign nobody in."""

import json
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from google.auth import crypt, jwt
from pytest_django import Settings

from google_oauth.clients.google import identity
from google_oauth.exceptions import SignInRefused
from sandbox.google.clients import CLIENT_ID
from tests.running_sandbox import RunningSandbox
from tests.views.consent import consent, query_of, start

Forge = Callable[[RunningSandbox, dict[str, Any]], str]


def claims() -> dict[str, Any]:
    now = int(time.time())
    known = {"sub": "1", "email": "anna@example.com", "email_verified": True, "nonce": "nonce"}
    return {"iss": "https://accounts.google.com", "aud": CLIENT_ID, "iat": now, "exp": now + 3600, **known}


def signed(sandbox: RunningSandbox, content: dict[str, Any]) -> str:
    return sandbox.sandbox.signer.id_token(content)


def text(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")


def with_header(sandbox: RunningSandbox, content: dict[str, Any], **header: str) -> str:
    (key_id,) = sandbox.sandbox.signer.certificates
    head = {"typ": "JWT", "kid": key_id, **header}
    return f"{text(json.dumps(head).encode())}.{text(json.dumps(content).encode())}"


def without_a_signature(sandbox: RunningSandbox, content: dict[str, Any]) -> str:
    return with_header(sandbox, content, alg="none") + "."


def with_the_certificate_as_a_password(sandbox: RunningSandbox, content: dict[str, Any]) -> str:
    unsigned = with_header(sandbox, content, alg="HS256")
    (certificate,) = sandbox.sandbox.signer.certificates.values()
    mac = hmac.HMAC(certificate.encode(), hashes.SHA256())
    mac.update(unsigned.encode())
    return f"{unsigned}.{text(mac.finalize())}"


def by_another_key(sandbox: RunningSandbox, content: dict[str, Any]) -> str:
    (key_id,) = sandbox.sandbox.signer.certificates
    key = generate_private_key(public_exponent=65537, key_size=2048)
    return str(jwt.encode(crypt.RSASigner(key, key_id), content), "ascii")


def with_a_key_of_its_own(sandbox: RunningSandbox, content: dict[str, Any]) -> str:
    unsigned = with_header(sandbox, content, alg="RS256", jku="https://evil.example/keys", kid="evil")
    return f"{unsigned}.{text(b'x' * 256)}"


def altered(sandbox: RunningSandbox, content: dict[str, Any]) -> str:
    head, _, signature = signed(sandbox, content).split(".")
    return f"{head}.{text(json.dumps({**content, 'sub': '2'}).encode())}.{signature}"


@pytest.fixture(autouse=True)
def _no_kept_keys(sandbox_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "_cached_keys", {})


def test_token_of_google_is_believed(sandbox: RunningSandbox) -> None:
    assert identity.identify(signed(sandbox, claims()), nonce="nonce").sub == "1"


@pytest.mark.parametrize(
    "forge",
    [without_a_signature, with_the_certificate_as_a_password, by_another_key, with_a_key_of_its_own, altered],
)
def test_token_that_google_did_not_sign_is_refused(forge: Forge, sandbox: RunningSandbox) -> None:
    with pytest.raises(SignInRefused) as caught:
        identity.identify(forge(sandbox, claims()), nonce="nonce")

    assert caught.value.reason == "invalid_identity"


@pytest.mark.parametrize(
    "changed",
    [
        {"aud": "another.apps.googleusercontent.com"},
        {"aud": ""},
        {"iss": "https://accounts.google.com.evil.example"},
        {"exp": int(time.time()) - 3600},
        {"iat": int(time.time()) + 3600},
        {"nonce": "of another trip"},
    ],
)
def test_token_for_somebody_or_some_time_else_is_refused(
    changed: dict[str, Any], sandbox: RunningSandbox
) -> None:
    with pytest.raises(SignInRefused) as caught:
        identity.identify(signed(sandbox, claims() | changed), nonce="nonce")

    assert caught.value.reason == "invalid_identity"


@pytest.mark.django_db
def test_answer_of_another_server_is_not_sent_to_google(client: Client, sandbox: RunningSandbox) -> None:
    asked = query_of(consent(start(client)))

    response = client.get(reverse("google_callback"), {**asked, "iss": "https://evil.example"})

    assert (response.status_code, response.context["reason"]) == (403, "invalid_identity")
    assert "oauth.token" not in sandbox.counts()
    assert not User.objects.exists()


@pytest.mark.django_db
def test_answer_that_names_google_is_taken(client: Client) -> None:
    asked = query_of(consent(start(client)))

    response = client.get(reverse("google_callback"), {**asked, "iss": "https://accounts.google.com"})

    assert (response.status_code, User.objects.count()) == (302, 1)
