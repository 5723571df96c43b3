"""Erasure of a user, and of cached answers about candidates."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from google_oauth.cache_service import DATA_SETS, CacheService
from google_oauth.services.google.account import GoogleOAuthService
from google_oauth.services.huntflow.service import HuntflowService
from google_oauth.sessions import service as sessions


@dataclass(frozen=True)
class Traces:
    sessions: int
    entries: int
    connections: tuple[str, ...]


@dataclass(frozen=True)
class Forgotten:
    """`erased` is False when Redis did not confirm the removal; then the user stays, to try again."""

    revoked: bool
    erased: bool


def users_of(email: str) -> list[User]:
    return list(User.objects.filter(email__iexact=email).order_by("pk"))


def traces_of(user: User) -> Traces:
    """Count what is stored about a user. Raises CacheUnavailable when Redis does not answer."""
    google, huntflow = GoogleOAuthService(user), HuntflowService(user)
    connections = {
        "Google": bool(google.account and google.account.access_token),
        "Huntflow": huntflow.connected,
    }
    return Traces(
        user.sessions.count(),
        CacheService.count_entries(user_id=user.pk),
        tuple(name for name, connected in connections.items() if connected),
    )


def forget_user(user: User) -> Forgotten:
    """Revoke the grant at Google, and remove tokens, cached answers, sessions and the user."""
    # First, so that no page fetches again what is being removed.
    sessions.end_everywhere(user)
    erased_huntflow = HuntflowService(user).disconnect()
    google = GoogleOAuthService(user).disconnect()
    erased = google.erased and erased_huntflow
    if erased:
        with transaction.atomic():
            # Sessions that began meanwhile go with the user.
            user.delete()
    return Forgotten(google.revoked, erased)


def count_candidates() -> int:
    """Count the cached answers about candidates, for all users. Raises CacheUnavailable."""
    return sum(map(CacheService.count_entries, _services_about_candidates()))


def forget_candidates() -> int:
    """Remove the cached answers about candidates for all users, and return their number. Raises CacheUnavailable.

    All candidates, because an entry may have the number of a merged duplicate, and a running refresh has no
    parameters yet.
    """
    return sum(map(CacheService.clear_entries, _services_about_candidates()))


def _services_about_candidates() -> list[str]:
    return [data_set.service for data_set in DATA_SETS.values() if data_set.about_candidates]
