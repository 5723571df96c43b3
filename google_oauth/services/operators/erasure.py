"""The end of everything that is kept of a person: of a user, and of a candidate whom users have looked at."""

from dataclasses import dataclass
from typing import Final

from django.contrib.auth.models import User
from django.db import transaction

from google_oauth.cache_service.report import census
from google_oauth.cache_service.storage import invalidation
from google_oauth.services.google.account import GoogleOAuthService
from google_oauth.services.huntflow.service import HuntflowService
from google_oauth.sessions import service as sessions

# What Huntflow answers about candidates. Among them may be one under the number of a duplicate that was merged, and
# a refresh under way has no parameters yet, so all of it goes and not only what bears a number.
OF_CANDIDATES: Final = ("huntflow_candidates", "huntflow_candidate_logs", "huntflow_candidate_lists")


@dataclass(frozen=True)
class Traces:
    """What is kept of a user: how many sessions and cached entries, and the connections with tokens."""

    sessions: int
    entries: int
    connections: tuple[str, ...]


@dataclass(frozen=True)
class Forgotten:
    """What came of forgetting: `erased` is Redis's confirmation, without which the user's row stays for another try."""

    revoked: bool
    erased: bool


def users_of(email: str) -> list[User]:
    """Return everybody who signed in with this address, in any case of its letters."""
    return list(User.objects.filter(email__iexact=email).order_by("pk"))


def traces_of(user: User) -> Traces:
    """Count what is kept of a user. Raises CacheUnavailable when Redis does not answer."""
    google, huntflow = GoogleOAuthService(user), HuntflowService(user)
    connections = {
        "Google": bool(google.account and google.account.access_token),
        "Huntflow": huntflow.connected,
    }
    return Traces(
        user.sessions.count(),
        census.take(user_id=user.pk).entries.total(),
        tuple(name for name, connected in connections.items() if connected),
    )


def forget_user(user: User) -> Forgotten:
    """Revoke at Google, and remove tokens, cached answers, sessions, and the user.

    The sessions go first, so that no page fetches anew what is being removed.
    """
    sessions.end_everywhere(user)
    erased_huntflow = HuntflowService(user).disconnect()
    google = GoogleOAuthService(user).disconnect()
    erased = google.erased and erased_huntflow
    if erased:
        with transaction.atomic():
            # With the sessions of whoever signed in while this ran.
            user.delete()
    return Forgotten(google.revoked, erased)


def count_candidates() -> int:
    """Count the cached answers about candidates, all users' together. Raises CacheUnavailable."""
    return sum(census.take(service=service).entries.total() for service in OF_CANDIDATES)


def forget_candidates() -> int:
    """Remove the cached answers about candidates for all users; how many went. Raises CacheUnavailable."""
    return sum(invalidation.remove(service) for service in OF_CANDIDATES)
