"""What the database keeps: who is connected to what. API data never land here; they live in the cache."""

from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from google_oauth.core.encrypted_field import EncryptedTextField
from google_oauth.core.session_backend import SessionStore


class TokenLease(models.Model):
    """The right to refresh a token, held by one process at a time and taken with a conditional UPDATE.

    It is a column and not a Redis lock because a refresh must stay single when Redis is away.
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
    """How a user wants to be shown things; "" leaves it to what the browser and Google say.

    `language` is one of `settings.LANGUAGES`, `time_zone` an IANA name. Without `shortcuts` no single key does
    anything, which WCAG 2.1.4 asks for: speech input presses keys that nobody meant.
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
    """A session as Django keeps it, with the user who is signed in, so that a user's sessions can be told and ended.

    Without a constraint of the database: a user who goes while signing in would leave a session that cannot be saved.
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
        """Return what reads and writes the rows, as Django wants to know."""
        return SessionStore


class PendingRemoval(models.Model):
    """A removal from the cache that Redis did not confirm, to be repeated before the user's next read.

    `user_id` is a plain number: the row must outlive the user.
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
