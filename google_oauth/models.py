"""Users' connections, preferences and sessions. API data are never stored here, only in the cache."""

from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from google_oauth.core.encrypted_field import EncryptedTextField
from google_oauth.core.session_backend import SessionStore


class TokenLease(models.Model):
    """The right to refresh a token, held by one process at a time and taken with a conditional UPDATE.

    A column, not a lock in Redis: refreshes must stay single while Redis is away.
    """

    refresh_lease = models.CharField(max_length=32, blank=True, default="", editable=False)
    refresh_lease_until = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


class GoogleOAuthAccount(TokenLease):
    """A user's Google account, keyed by Google's `sub`, with the tokens of its grant."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="google_account"
    )
    google_id = models.CharField(max_length=255, unique=True)
    email = models.EmailField()
    name = models.CharField(max_length=255, blank=True)
    access_token = EncryptedTextField(blank=True)
    refresh_token = EncryptedTextField(blank=True)
    token_expires_at = models.DateTimeField(null=True, blank=True)
    granted_scopes = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Google account {self.pk}"


class HuntflowConnection(TokenLease):
    """A user's Huntflow token pair and the host it belongs to; both tokens empty when the pair is dead."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="huntflow_connection"
    )
    base_url = models.URLField(max_length=255)
    access_token = EncryptedTextField(blank=True)
    refresh_token = EncryptedTextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Huntflow connection {self.pk}"


class Preferences(models.Model):
    """A user's preferences; "" means as in the browser, or in Google.

    `language` is one of `settings.LANGUAGES`, `time_zone` an IANA name. `shortcuts` switches single-key
    shortcuts off (WCAG 2.1.4): speech input presses keys by accident.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="preferences"
    )
    language = models.CharField(max_length=8, blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    shortcuts = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "preferences"

    def __str__(self) -> str:
        return f"Preferences of user {self.pk}"


class UserSession(AbstractBaseSession):
    """Django's session with its user, so that a user's sessions can be listed and ended.

    Without a constraint in the database: the session of a user deleted during the sign-in could not be saved.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        db_constraint=False,
        related_name="sessions",
    )

    def __str__(self) -> str:
        return f"Session of user {self.user_id}"

    @classmethod
    def get_session_store_class(cls) -> type[SessionStore]:
        return SessionStore


class PendingRemoval(models.Model):
    """A removal from the cache that Redis has not confirmed. It is repeated before the user's next read.

    `user_id` is a plain number: the row outlives the user.
    """

    user_id = models.BigIntegerField()
    upstream = models.CharField(max_length=16)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user_id", "upstream"], name="one_pending_removal"),
        ]

    def __str__(self) -> str:
        return f"Removal of {self.upstream} for user {self.user_id}"
