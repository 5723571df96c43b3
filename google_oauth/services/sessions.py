"""How long somebody stays signed in, and the end of it.

A session ends `settings.SESSION_COOKIE_AGE` seconds after its sign-in, and `settings.SESSION_IDLE` seconds after the
last request. It carries a digest of the user's password column, as Django's do: nobody has a password here, and a
new random value in that column ends every session that was begun before.
"""

import time
from typing import Final

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import SessionBase

BEGAN: Final = "session_began"
SEEN: Final = "session_seen"
# Seconds within which another request is no news: each one noted is a write to the database.
RESOLUTION: Final = 600.0


def begin(session: SessionBase) -> None:
    """Note the time of a sign-in."""
    session[BEGAN] = session[SEEN] = time.time()


def is_over(session: SessionBase) -> bool:
    """Whether the session has lasted long enough, or been idle for too long; else it has been used now."""
    now = time.time()
    began, seen = session.get(BEGAN, 0.0), session.get(SEEN, 0.0)
    if now - began >= settings.SESSION_COOKIE_AGE or now - seen >= settings.SESSION_IDLE:
        return True
    if now - seen >= RESOLUTION:
        session[SEEN] = now
    return False


def end_everywhere(user: User) -> None:
    """End all sessions of the user, on every device."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
