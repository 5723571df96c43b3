"""The identity of a person who signed in: the id_token, verified.

Checks: https://developers.google.com/identity/openid-connect/openid-connect#validatinganidtoken
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from secrets import compare_digest
from typing import Any

from django.conf import settings
from google.auth import jwt

from google_oauth.clients import http
from google_oauth.clients.google.errors import GOOGLE, MISREADINGS, malformed
from google_oauth.clients.google.oauth import OAUTH_BOUNDS
from google_oauth.clients.http import BoundedAdapter, Request
from google_oauth.exceptions import SignInRefused, UpstreamUnavailable

ISSUERS = {"https://accounts.google.com", "accounts.google.com"}
# Seconds by which our clock and Google's may differ.
MAX_TOKEN_CLOCK_SKEW = 10
# Seconds that the process keeps Google's public keys. They change about once a day, with an overlap.
KEYS_LIFETIME = 3600.0


@dataclass(frozen=True)
class Identity:
    """A person, as Google names them. `domain` is their Workspace organisation, "" for a private account."""

    sub: str
    email: str
    domain: str
    name: str
    given_name: str
    family_name: str


def identify(id_token: str, *, nonce: str) -> Identity:
    """Verify an id_token: signature, issuer, audience, time, nonce, and that the e-mail address is verified.

    Raises SignInRefused "invalid_identity" or "unverified_email", and UpstreamUnavailable without Google's keys.
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
            clock_skew_in_seconds=MAX_TOKEN_CLOCK_SKEW,
        )
    except MISREADINGS as exc:
        raise SignInRefused("invalid_identity") from exc
    return claims


_cached_keys: dict[str, tuple[float, dict[str, str]]] = {}


def _keys(key_id: str) -> dict[str, str]:
    """Return Google's certificates by key id. Fetches them when they are old or lack `key_id`."""
    url = settings.GOOGLE_OAUTH_CERTS_URI
    until, keys = _cached_keys.get(url, (0.0, {}))
    if key_id not in keys or time.monotonic() >= until:
        keys = _fetch_keys(url)
        _cached_keys[url] = (time.monotonic() + KEYS_LIFETIME, keys)
    return keys


def _fetch_keys(url: str) -> dict[str, str]:
    answer = http.send(GOOGLE, Request("GET", url), adapter=BoundedAdapter(OAUTH_BOUNDS))
    if answer.status >= HTTPStatus.BAD_REQUEST:
        raise UpstreamUnavailable(GOOGLE, "connection")
    try:
        keys = json.loads(answer.body)
    except (ValueError, RecursionError) as exc:
        raise malformed() from exc
    if not isinstance(keys, dict) or not keys:
        raise malformed()
    return keys
