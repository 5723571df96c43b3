"""The length, the list and the end of a user's sessions.

A session ends `settings.SESSION_COOKIE_AGE` seconds after its sign-in, and `settings.SESSION_IDLE` seconds after
the last request. Sensitive actions require that Google named the user in the last `settings.SESSION_CONFIRMED`
seconds: the session may have been stolen or left open.
"""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.exceptions import SessionInterrupted
from django.db import transaction
from django.db.models import QuerySet

from google_oauth.core.session_backend import BEGAN, SEEN, end_of
from google_oauth.models import UserSession
from google_oauth.sessions.user_agents import device_of

CONFIRMED: Final = "session_confirmed"
# Names a session on the settings page. The session key would open it.
HANDLE: Final = "session_handle"
DEVICE: Final = "session_device"
# Seconds between two notes of the last request: each is a write to the database.
RESOLUTION: Final = 600.0


@dataclass(frozen=True)
class SignedInPlace:
    """A browser in which the user is signed in; `device` is such as "Firefox, Linux", or ""."""

    handle: str
    device: str
    began: datetime
    seen: datetime
    is_here: bool


def record_sign_in(session: SessionBase, *, user_agent: str) -> None:
    session[BEGAN] = session[SEEN] = session[CONFIRMED] = time.time()
    session[HANDLE] = token_hex(8)
    session[DEVICE] = device_of(user_agent)


def record_confirmation(session: SessionBase) -> None:
    """Store that Google has named the user again. Rotates the session's key, so that a copied one is void."""
    session[CONFIRMED] = time.time()
    _renew(session)


def is_confirmed(session: SessionBase) -> bool:
    return time.time() - float(session.get(CONFIRMED, 0.0)) < settings.SESSION_CONFIRMED


def has_expired(session: SessionBase) -> bool:
    return time.time() >= end_of(session)


def record_use(session: SessionBase) -> None:
    """Store the time of a request, once in `RESOLUTION` seconds."""
    now = time.time()
    if now - session[SEEN] >= RESOLUTION:
        session[SEEN] = now


def places_of(user: User, here: SessionBase) -> list[SignedInPlace]:
    """List where the user is signed in: the session `here` first, then the latest use first."""
    places = [_place(row, here) for row in UserSession.objects.filter(user=user)]
    return sorted(filter(None, places), key=lambda place: (not place.is_here, -place.seen.timestamp()))


def end_one(user: User, here: SessionBase, handle: str) -> int:
    """End the user's session with this handle, unless it is `here`. Return how many ended."""
    others = UserSession.objects.filter(user=user).exclude(pk=here.session_key)
    keys = [row.pk for row in others if row.get_decoded().get(HANDLE) == handle]
    return _end(UserSession.objects.filter(pk__in=keys))


def end_others(user: User, here: SessionBase) -> int:
    """End all other sessions of the user, and rotate the key of `here`. Return how many ended."""
    _renew(here)
    return _end(UserSession.objects.filter(user=user).exclude(pk=here.session_key))


def end_everywhere(user: User) -> int:
    return _end(UserSession.objects.filter(user=user))


def _place(row: UserSession, here: SessionBase) -> SignedInPlace | None:
    """Read a row; None for a session that has ended and is not removed yet."""
    data = row.get_decoded()
    # Empty when the row was signed with another secret key.
    if BEGAN not in data or time.time() >= end_of(data):
        return None
    return SignedInPlace(
        data.get(HANDLE, ""),
        data.get(DEVICE, ""),
        datetime.fromtimestamp(data[BEGAN], UTC),
        datetime.fromtimestamp(data[SEEN], UTC),
        is_here=row.pk == here.session_key,
    )


def _renew(session: SessionBase) -> None:
    """Give the session a new key. SessionInterrupted when it was ended meanwhile: saving it would undo that."""
    with transaction.atomic():
        if not _end(UserSession.objects.filter(pk=session.session_key)):
            raise SessionInterrupted("The session was ended while this request was on its way.")
        session.cycle_key()


def _end(rows: QuerySet[UserSession]) -> int:
    ended, _ = rows.delete()
    return ended
