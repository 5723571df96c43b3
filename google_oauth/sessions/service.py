"""How long somebody stays signed in, where they are, and the end of it.

A session ends `settings.SESSION_COOKIE_AGE` seconds after its sign-in, and `settings.SESSION_IDLE` seconds after the
last request. What must not be done with a session alone, which may have been stolen or left open, takes one whose
user Google has named within `settings.SESSION_CONFIRMED` seconds.
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
# By what its user calls a session to end it: the key would open it.
HANDLE: Final = "session_handle"
DEVICE: Final = "session_device"
# Seconds within which another request is no news: each one noted is a write to the database.
RESOLUTION: Final = 600.0


@dataclass(frozen=True)
class SignedInPlace:
    """A browser in which somebody is signed in; `device` is in words, such as "Firefox, Linux", or ""."""

    handle: str
    device: str
    began: datetime
    seen: datetime
    is_here: bool


def begin(session: SessionBase, *, user_agent: str) -> None:
    """Note a sign-in: the time, and of the browser what its user can tell it by."""
    session[BEGAN] = session[SEEN] = session[CONFIRMED] = time.time()
    session[HANDLE] = token_hex(8)
    session[DEVICE] = device_of(user_agent)


def confirm(session: SessionBase) -> None:
    """Note that Google has named the user anew. Whoever has copied the session's key loses it."""
    session[CONFIRMED] = time.time()
    _renew(session)


def is_confirmed(session: SessionBase) -> bool:
    """Whether Google has just named the user, at the sign-in or since."""
    return time.time() - float(session.get(CONFIRMED, 0.0)) < settings.SESSION_CONFIRMED


def is_over(session: SessionBase) -> bool:
    """Whether the session has lasted long enough, or been idle for too long; else it has been used now."""
    now = time.time()
    if now >= end_of(session):
        return True
    if now - session[SEEN] >= RESOLUTION:
        session[SEEN] = now
    return False


def places_of(user: User, here: SessionBase) -> list[SignedInPlace]:
    """Return where the user is signed in: the browser of the session `here` first, then by their last use."""
    places = [_place(row, here) for row in UserSession.objects.filter(user=user)]
    return sorted(filter(None, places), key=lambda place: (not place.is_here, -place.seen.timestamp()))


def end(user: User, here: SessionBase, handle: str) -> int:
    """End the user's session of this handle, if it is not `here`; how many ended."""
    others = UserSession.objects.filter(user=user).exclude(pk=here.session_key)
    keys = [row.pk for row in others if row.get_decoded().get(HANDLE) == handle]
    return _end(UserSession.objects.filter(pk__in=keys))


def end_others(user: User, here: SessionBase) -> int:
    """End all sessions of the user but `here`; how many ended. Whoever has copied the key of `here` loses it too."""
    _renew(here)
    return _end(UserSession.objects.filter(user=user).exclude(pk=here.session_key))


def end_everywhere(user: User) -> int:
    """End all sessions of the user, on every device; how many ended."""
    return _end(UserSession.objects.filter(user=user))


def _place(row: UserSession, here: SessionBase) -> SignedInPlace | None:
    """Return what a row tells; None of a session that has ended and is not yet removed."""
    data = row.get_decoded()
    # Nothing can be read where the secret key was another.
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
    """Give the session a new key; SessionInterrupted when it has been ended meanwhile, which this would undo."""
    with transaction.atomic():
        if not _end(UserSession.objects.filter(pk=session.session_key)):
            raise SessionInterrupted("The session was ended while this request was on its way.")
        session.cycle_key()


def _end(rows: QuerySet[UserSession]) -> int:
    ended, _ = rows.delete()
    return ended
