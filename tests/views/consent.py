"""A browser that signs in at the sandbox: Django's test client on this side, requests on Google's."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import requests
from django.test import Client
from django.urls import reverse

ANNA = "anna.smirnova@example.com"


def query_of(url: str) -> dict[str, str]:
    return {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}


def start(browser: Client, **query: str) -> str:
    """Begin a trip; the address of Google's page that the browser is sent to."""
    return str(browser.get(reverse("google_start"), query)["Location"])


def consent(url: str, email: str = ANNA, **changes: str) -> str:
    """Consent to everything at Google's page without a click; the path and query of the way back.

    `changes` replace parameters of the request on the way, "" takes one away.
    """
    asked = query_of(url) | {"login_hint": email, "prompt": "none"} | changes
    parts = urlsplit(url)._replace(query=urlencode({name: value for name, value in asked.items() if value}))
    response = requests.get(urlunsplit(parts), timeout=5, allow_redirects=False)
    assert response.status_code == 302, response.text
    back = urlsplit(response.headers["Location"])
    return f"{back.path}?{back.query}"


def sign_in(browser: Client, email: str = ANNA, **query: str) -> Any:
    """Begin, consent and come back; the answer to the callback."""
    return browser.get(consent(start(browser, **query), email))
