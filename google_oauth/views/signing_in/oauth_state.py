"""Trips to Google's page that a browser has begun, kept in its server-side session.

Several may be under way, one in each tab. Each ends at its first return, or after `LIFETIME`.
"""

import time
from dataclasses import asdict, dataclass
from secrets import compare_digest
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

KEY = "google_trips"
# Seconds that somebody may think about a consent page.
LIFETIME = 900
MOST = 5


@dataclass(frozen=True)
class Trip:
    """What must come back as it went, and where the person was going.

    `feature` is what is being connected, `google_id` the only account that may come back, if not empty. `consented` says that Google was made to
    ask for consent, which brings a refresh token, `confirms` that only who comes back matters.
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


def remember(session: SessionBase, trip: Trip) -> None:
    """Keep `trip` until its return; of too many, the oldest is forgotten."""
    session[KEY] = [*_trips(session), {**asdict(trip), "begun": time.time()}][-MOST:]


def take(session: SessionBase, state: str) -> Trip | None:
    """Return the trip that `state` belongs to, which ends with this; None when there is none, or it is old."""
    trips = _trips(session)
    # In constant time for each: how much of a guess was right must not show.
    found = [trip for trip in trips if compare_digest(trip["state"].encode(), state.encode())]
    if not found:
        return None
    session[KEY] = [trip for trip in trips if trip not in found]
    trip = Trip(**found[0])
    return trip if time.time() - trip.begun < LIFETIME else None


def _trips(session: SessionBase) -> list[dict[str, Any]]:
    trips: list[dict[str, Any]] = session.get(KEY, [])
    return trips
