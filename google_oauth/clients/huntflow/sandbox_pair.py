"""The token pair of a recruiter in the sandbox, when the app runs on it."""

from django.conf import settings

from google_oauth.clients.http import Request
from google_oauth.clients.huntflow import errors
from google_oauth.clients.huntflow.tokens import Pair
from google_oauth.clients.huntflow.transport import UPSTREAM, exchange
from google_oauth.exceptions import NotFound


def fetch_sandbox_pair(email: str) -> Pair:
    """Ask the sandbox for the living pair of the recruiter with that address. NotFound when there is none."""
    request = Request("GET", f"{settings.SANDBOX_URL}/_sandbox/accounts")
    answer = errors.json_object(exchange(request))
    try:
        tokens = {account["email"]: account["huntflow"] for account in answer["accounts"]}.get(email)
        pair = tokens and Pair(settings.HUNTFLOW_API_BASE_URL.rstrip("/"), **tokens)
    except (KeyError, TypeError) as exc:
        raise errors.malformed() from exc
    if not pair:
        raise NotFound(UPSTREAM)
    return pair
