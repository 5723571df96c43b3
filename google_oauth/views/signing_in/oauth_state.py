"""Authorizations that a browser has begun at Google, stored in its server-side session.

Each tab may have its own. Each ends with its first callback, or after `LIFETIME`.
"""

import time
from dataclasses import asdict, dataclass
from secrets import compare_digest
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

KEY = "google_trips"
# Seconds that a user may spend on the consent page.
LIFETIME = 900
MAX_PENDING = 5


@dataclass(frozen=True)
class PendingAuthorization:
    """The secrets that the callback must match, and the page to return to.

    `feature` is the feature to grant, `google_id` the only account that may return, if not empty. `consented`:
    Google had to ask for consent, which brings a refresh token. `confirms`: only the user's identity matters.
    """

    state: str
    code_verifier: str
    nonce: str
    next_url: str
    feature: str = ""
    google_id: str = ""
    consented: bool = False
    confirms: bool = False
    begun: float = 0.0


def store_pending(session: SessionBase, pending: PendingAuthorization) -> None:
    """Store `pending` until its callback. The session keeps the latest `MAX_PENDING`."""
    session[KEY] = [*_stored(session), {**asdict(pending), "begun": time.time()}][-MAX_PENDING:]


def pop_pending(session: SessionBase, state: str) -> PendingAuthorization | None:
    """Remove and return the authorization of `state`; None when there is none, or it is too old."""
    stored = _stored(session)
    # In constant time for each: the duration must not show how much of a guess was right.
    found = [each for each in stored if compare_digest(each["state"].encode(), state.encode())]
    if not found:
        return None
    session[KEY] = [each for each in stored if each not in found]
    pending = PendingAuthorization(**found[0])
    return pending if time.time() - pending.begun < LIFETIME else None


def _stored(session: SessionBase) -> list[dict[str, Any]]:
    stored: list[dict[str, Any]] = session.get(KEY, [])
    return stored
