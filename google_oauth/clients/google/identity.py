"""Who signed in: the id_token, verified.

What to check: https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import compare_digest
from typing import Any

import requests
from django.conf import settings
from google.auth import jwt

from google_oauth.clients.google import bounded
from google_oauth.clients.google.errors import GOOGLE, MISREADINGS, malformed
from google_oauth.exceptions import SignInRefused, UpstreamUnavailable

ISSUERS = {"https://accounts.google.com", "accounts.google.com"}
# Seconds that our clock and Google's may differ.
CLOCK_SKEW = 10
# Seconds that Google's public keys are kept in the process; they change about once a day, with an overlap.
KEYS_LIFETIME = 3600.0


@dataclass(frozen=True)
class Identity:
    """A person as Google names them. `domain` is their Workspace organisation, empty for a private account."""

    sub: str
    email: str
    domain: str
    name: str
    given_name: str
    family_name: str


def identify(id_token: str, *, nonce: str) -> Identity:
    """Verify the id_token of a grant: signature, issuer, audience, time, our nonce, the e-mail's verification.

    Raises SignInRefused ("invalid_identity", "unverified_email") and UpstreamUnavailable when the keys cannot
    be had.
    """
    claims = _verified(id_token)
    own_nonce = compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode())
    if claims.get("iss") not in ISSUERS or not own_nonce:
        raise SignInRefused("invalid_identity")
    if claims.get("email_verified") is not True:
        raise SignInRefused("unverified_email")
    names = ("sub", "email", "hd", "name", "given_name", "family_name")
    identity = Identity(*(str(claims.get(name, "")) for name in names))
    if not identity.sub or not identity.email:
        raise SignInRefused("invalid_identity")
    return identity


def _verified(id_token: str) -> Mapping[str, Any]:
    try:
        key_id = jwt.decode_header(id_token).get("kid", "")
        claims: Mapping[str, Any] = jwt.decode(
            id_token,
            certs=_keys(key_id),
            audience=settings.GOOGLE_OAUTH_CLIENT_ID,
            clock_skew_in_seconds=CLOCK_SKEW,
        )
    except MISREADINGS as exc:
        raise SignInRefused("invalid_identity") from exc
    return claims


_kept: dict[str, tuple[float, dict[str, str]]] = {}


def _keys(key_id: str) -> dict[str, str]:
    """Return Google's certificates by key id, fetched anew when they are old or do not name `key_id`."""
    url = settings.GOOGLE_OAUTH_CERTS_URI
    until, keys = _kept.get(url, (0.0, {}))
    if key_id not in keys or time.monotonic() >= until:
        keys = _fetched_keys(url)
        _kept[url] = (time.monotonic() + KEYS_LIFETIME, keys)
    return keys


def _fetched_keys(url: str) -> dict[str, str]:
    try:
        response = bounded.session().get(url, timeout=bounded.TIMEOUT, allow_redirects=False)
        response.raise_for_status()
        keys = response.json()
    except (requests.JSONDecodeError, RecursionError) as exc:
        raise malformed() from exc
    except requests.Timeout as exc:
        raise UpstreamUnavailable(GOOGLE, "timeout") from exc
    except requests.RequestException as exc:
        raise UpstreamUnavailable(GOOGLE, "connection") from exc
    if not isinstance(keys, dict) or not keys:
        raise malformed()
    return keys
