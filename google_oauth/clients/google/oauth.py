"""Signing in with Google: the consent page, the exchange of the code, and the end of a grant.

Protocol: https://developers.google.com/identity/protocols/oauth2/web-server
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Any

import requests
from django.conf import settings
from google_auth_oauthlib.flow import Flow
from oauthlib.oauth2 import InvalidGrantError, MissingTokenError, OAuth2Error

from google_oauth.clients import http
from google_oauth.clients.google.errors import GOOGLE, MISREADINGS, malformed
from google_oauth.clients.http import BoundedAdapter, Bounds, Request
from google_oauth.exceptions import SignInRefused, UpstreamRejected, UpstreamUnavailable

# A person waits for these. Google's certificates, the longest of these answers, have 5 000 bytes.
OAUTH_BOUNDS = Bounds(connect=3.0, read=8.0, whole=10.0, max_bytes=1_000_000)


@dataclass(frozen=True)
class Authorization:
    """The address of the consent page, and the secrets that the callback is checked against."""

    url: str = field(repr=False)
    state: str = field(repr=False)
    code_verifier: str = field(repr=False)
    nonce: str = field(repr=False)


@dataclass(frozen=True)
class Grant:
    """The tokens for a code. `refresh_token` is empty when Google has given one before."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime | None
    scopes: list[str]
    id_token: str = field(repr=False)


def prepare_authorization(*, redirect_uri: str, scopes: Iterable[str], **hints: str) -> Authorization:
    """Make the address of Google's consent page.

    `hints` are parameters of the address: `login_hint` (an e-mail address or a `sub`), `prompt` ("consent"
    returns a new refresh token, "select_account" offers others), `access_type` ("online" returns none).
    Scopes granted earlier are included unless `include_granted_scopes` is "false".
    """
    nonce = token_urlsafe(32)
    flow = Flow.from_client_config(
        _client_config(), [*scopes], redirect_uri=redirect_uri, code_verifier=token_urlsafe(64)
    )
    domains = settings.GOOGLE_WORKSPACE_DOMAINS
    url, state = flow.authorization_url(
        nonce=nonce,
        state=token_urlsafe(32),
        **({"hd": domains[0]} if len(domains) == 1 else {}),
        **({"include_granted_scopes": "true"} | hints),
    )
    return Authorization(url, state, flow.code_verifier, nonce)


def redeem_code(code: str, *, redirect_uri: str, code_verifier: str) -> Grant:
    """Exchange the code of a callback for tokens. The caller has checked the state.

    Raises SignInRefused "invalid_code" for a code that is used, expired or another application's,
    UpstreamUnavailable when Google does not answer, UpstreamRejected when it refuses this application.
    """
    # Without scopes: people may untick some, and a difference would be raised as a bare Warning.
    flow = Flow.from_client_config(
        _client_config(), None, redirect_uri=redirect_uri, code_verifier=code_verifier
    )
    # The code goes to the configured address only.
    flow.oauth2session.max_redirects = 0
    flow.oauth2session.mount(settings.GOOGLE_OAUTH_TOKEN_URI, BoundedAdapter(OAUTH_BOUNDS))
    flow.oauth2session.register_compliance_hook("access_token_response", _check_server_error)
    try:
        with http.raising_upstream_errors(GOOGLE):
            token = flow.fetch_token(code=code, timeout=OAUTH_BOUNDS.whole)
    except InvalidGrantError as exc:
        raise SignInRefused("invalid_code") from exc
    except (MissingTokenError, *MISREADINGS) as exc:
        # oauthlib reads every body as a JSON object or a form.
        raise malformed() from exc
    except OAuth2Error as exc:
        raise UpstreamRejected(GOOGLE, "bad_request") from exc
    return _grant(token)


def revoke(token: str) -> None:
    """End the grant that `token` (of either kind) belongs to; a grant that has ended already is no error.

    Google ends the grant of the whole project for that user. Raises UpstreamUnavailable.
    """
    request = Request("POST", settings.GOOGLE_OAUTH_REVOKE_URI, form={"token": token})
    answer = http.send(GOOGLE, request, adapter=BoundedAdapter(OAUTH_BOUNDS))
    # 400 is "invalid_token": there is nothing left to revoke.
    if answer.status not in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}:
        raise UpstreamUnavailable(GOOGLE, "server_error")


def _client_config() -> dict[str, Any]:
    return {
        "web": {
            "client_id": settings.GOOGLE_OAUTH_CLIENT_ID,
            "client_secret": settings.GOOGLE_OAUTH_CLIENT_SECRET,
            "auth_uri": settings.GOOGLE_OAUTH_AUTH_URI,
            "token_uri": settings.GOOGLE_OAUTH_TOKEN_URI,
        }
    }


def _check_server_error(response: requests.Response) -> requests.Response:
    """Raise UpstreamUnavailable for a failure of the token endpoint; the library reads other answers."""
    status = response.status_code
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise UpstreamUnavailable(GOOGLE, "server_error")
    return response


def _grant(token: dict[str, Any]) -> Grant:
    id_token, expires_at = token.get("id_token"), token.get("expires_at")
    if not isinstance(id_token, str):
        raise malformed()
    return Grant(
        token["access_token"],
        token.get("refresh_token") or "",
        datetime.fromtimestamp(expires_at, UTC) if expires_at else None,
        [*token.get("scope", [])],
        id_token,
    )
