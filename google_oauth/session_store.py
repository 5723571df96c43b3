"""Django's sessions in the database, in a table that also says whose each is."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

if TYPE_CHECKING:
    from google_oauth.models import UserSession


class SessionStore(db.SessionStore):
    """As Django's, and tells the row its user."""

    @classmethod
    def get_model_class(cls) -> "type[UserSession]":
        """Return the model, which is known only once the applications are loaded."""
        from google_oauth.models import UserSession  # noqa: PLC0415 - the model knows its store

        return UserSession

    def create_model_instance(self, data: dict[str, Any]) -> "UserSession":
        """Return the row to save, with whoever is signed in."""
        row = cast("UserSession", super().create_model_instance(data))
        row.user_id = data.get(SESSION_KEY)
        return row
