"""Signing in with Google: where the browser is sent, what the code is worth, and the end of a grant.

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

from google_oauth.clients.google import bounded
from google_oauth.clients.google.errors import GOOGLE, MISREADINGS, malformed
from google_oauth.exceptions import SignInRefused, UpstreamRejected, UpstreamUnavailable


@dataclass(frozen=True)
class Authorization:
    """Where to send the browser, and what to remember until it comes back."""

    url: str = field(repr=False)
    state: str = field(repr=False)
    code_verifier: str = field(repr=False)
    nonce: str = field(repr=False)


@dataclass(frozen=True)
class Grant:
    """What a code was worth. `refresh_token` is empty when Google has given one before."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime | None
    scopes: list[str]
    id_token: str = field(repr=False)


def authorization(*, redirect_uri: str, scopes: Iterable[str], **hints: str) -> Authorization:
    """Prepare one trip to Google's consent page.

    `hints` go into the address: `login_hint` (an e-mail address or a `sub`), `prompt` ("consent" brings a new
    refresh token, "select_account" offers others), `access_type` ("online" brings none). Scopes granted earlier
    stay granted, and come along unless `include_granted_scopes` is "false".
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


def exchange(code: str, *, redirect_uri: str, code_verifier: str) -> Grant:
    """Exchange the code of a callback, whose state the caller has checked.

    Raises SignInRefused "invalid_code" for a code that is used, too old or not ours, UpstreamUnavailable when
    Google does not answer, UpstreamRejected when it does not accept this application.
    """
    # Without scopes: people may untick some, and a difference would be raised as a bare Warning.
    flow = Flow.from_client_config(
        _client_config(), None, redirect_uri=redirect_uri, code_verifier=code_verifier
    )
    # The code goes where the settings say and nowhere else.
    flow.oauth2session.max_redirects = 0
    flow.oauth2session.mount(settings.GOOGLE_OAUTH_TOKEN_URI, bounded.BoundedAdapter())
    flow.oauth2session.register_compliance_hook("access_token_response", _working)
    try:
        token = flow.fetch_token(code=code, timeout=bounded.TIMEOUT)
    except InvalidGrantError as exc:
        raise SignInRefused("invalid_code") from exc
    except requests.Timeout as exc:
        raise UpstreamUnavailable(GOOGLE, "timeout") from exc
    except requests.RequestException as exc:
        raise UpstreamUnavailable(GOOGLE, "connection") from exc
    except (MissingTokenError, *MISREADINGS) as exc:
        # oauthlib takes every body for a JSON object or a form.
        raise malformed() from exc
    except OAuth2Error as exc:
        raise UpstreamRejected(GOOGLE, "bad_request") from exc
    return _grant(token)


def revoke(token: str) -> None:
    """End the grant that `token` (of either kind) belongs to; a grant that has ended already is no error.

    Google ends the grant of the whole project for that user. Raises UpstreamUnavailable.
    """
    try:
        response = bounded.session().post(
            settings.GOOGLE_OAUTH_REVOKE_URI,
            data={"token": token},
            timeout=bounded.TIMEOUT,
            allow_redirects=False,
        )
    except requests.Timeout as exc:
        raise UpstreamUnavailable(GOOGLE, "timeout") from exc
    except requests.RequestException as exc:
        raise UpstreamUnavailable(GOOGLE, "connection") from exc
    # 400 is "invalid_token": there is nothing left to revoke.
    if response.status_code not in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}:
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


def _working(response: requests.Response) -> requests.Response:
    """Let the library read an answer, unless the token endpoint itself is in trouble."""
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
