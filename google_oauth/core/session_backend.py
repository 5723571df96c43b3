"""Django's sessions in the database, in a table that also says whose each is, and no longer than they are good for."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession

# When the user signed in and was seen last, in seconds of the epoch.
BEGAN: Final = "session_began"
SEEN: Final = "session_seen"
# Seconds for which the session of nobody is kept: longer than anybody may take to sign in.
OF_NOBODY: Final = 3600.0


def end_of(data: Mapping[str, Any]) -> float:
    """Return when a session with this in it is over, in seconds of the epoch."""
    if SESSION_KEY not in data:
        return time.time() + OF_NOBODY
    began, seen = float(data.get(BEGAN, 0.0)), float(data.get(SEEN, 0.0))
    return min(began + settings.SESSION_COOKIE_AGE, seen + settings.SESSION_IDLE)


class SessionStore(db.SessionStore):
    """As Django's, and tells the row its user and its end."""

    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        """Return the model by its name: the model imports this module."""
        return apps.get_model("google_oauth", "UserSession")

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Return the row to save, with the user who is signed in; `clearsessions` removes it once it is over."""
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)  # type: ignore[attr-defined]
        row.expire_date = datetime.fromtimestamp(end_of(data), UTC)
        return row
