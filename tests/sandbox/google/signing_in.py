"""Signing in at the sandbox as the application does, through google_auth_oauthlib."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from google_auth_oauthlib.flow import Flow

from sandbox.google.clients import CLIENT_ID, CLIENT_SECRET, PREFIX, SIGN_IN_SCOPES

REDIRECT_URI = "http://127.0.0.1:8000/google/callback/"
ANNA = "anna.smirnova@example.com"
EVENTS = f"{PREFIX}calendar.events.readonly"
CALENDARS = f"{PREFIX}calendar.calendarlist.readonly"
FILES = f"{PREFIX}drive.metadata.readonly"
ALL_SCOPES = (*SIGN_IN_SCOPES, EVENTS, CALENDARS, FILES)


def new_flow(url: str, scopes: tuple[str, ...] = ALL_SCOPES) -> Flow:
    config = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "auth_uri": f"{url}/o/oauth2/v2/auth",
        "token_uri": f"{url}/token",
    }
    return Flow.from_client_config({"web": config}, scopes=list(scopes), redirect_uri=REDIRECT_URI)


def redirected(response: requests.Response) -> dict[str, str]:
    """The parameters with which the browser comes back."""
    assert response.status_code == 302
    assert response.headers["Location"].startswith(REDIRECT_URI)
    query = parse_qs(urlsplit(response.headers["Location"]).query)
    return {name: values[-1] for name, values in query.items()}


def consent(flow: Flow, email: str = ANNA, **parameters: str) -> dict[str, str]:
    """Consent without a click and come back."""
    url, _ = flow.authorization_url(**{"login_hint": email, "prompt": "none", **parameters})
    return redirected(requests.get(url, timeout=5, allow_redirects=False))


def sign_in(url: str, email: str = ANNA, scopes: tuple[str, ...] = ALL_SCOPES, **parameters: str) -> Any:
    """The credentials of a first sign-in."""
    flow = new_flow(url, scopes)
    flow.fetch_token(code=consent(flow, email, **parameters)["code"], timeout=5)
    return flow.credentials
