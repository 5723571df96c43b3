"""Django's sessions in the database, with the user and the end of each."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from django.apps import apps
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession

# Times of the sign-in and of the last request, in seconds of the epoch.
BEGAN: Final = "session_began"
SEEN: Final = "session_seen"
# Seconds for which a session without a user is stored: longer than a sign-in may take.
ANONYMOUS_AGE: Final = 3600.0


def end_of(data: Mapping[str, Any]) -> float:
    """Return the end of a session with these data, in seconds of the epoch."""
    if SESSION_KEY not in data:
        return time.time() + ANONYMOUS_AGE
    began, seen = float(data.get(BEGAN, 0.0)), float(data.get(SEEN, 0.0))
    return min(began + settings.SESSION_COOKIE_AGE, seen + settings.SESSION_IDLE)


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> type[AbstractBaseSession]:
        """Find the model by its name: it imports this module."""
        return apps.get_model("google_oauth", "UserSession")

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Make the row. `clearsessions` removes it after its end."""
        row = super().create_model_instance(data)
        row.user_id = data.get(SESSION_KEY)  # type: ignore[attr-defined]
        row.expire_date = datetime.fromtimestamp(end_of(data), UTC)
        return row
