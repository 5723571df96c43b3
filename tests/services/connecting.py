"""Recruiters who are connected to Google, as they are after signing in at the sandbox."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone
from django_redis import get_redis_connection

from google_oauth.clients.google.scopes import FEATURE_SCOPES, IDENTITY_SCOPES
from google_oauth.models import GoogleOAuthAccount
from sandbox.google.grants import ACCESS, REFRESH
from tests.cache_service import opened
from tests.running_sandbox import RunningSandbox

ANNA, IVAN = "anna.smirnova@example.com", "ivan.petrov@example.com"


def connect(
    sandbox: RunningSandbox, email: str = ANNA, features: tuple[str, ...] = ("calendar", "drive")
) -> User:
    """A user whose account has the tokens of a grant of these features."""
    scopes = (*IDENTITY_SCOPES, *(scope for feature in features for scope in FEATURE_SCOPES[feature]))
    state = sandbox.sandbox
    with state.lock:
        account = state.world.accounts[email]
        state.grants.consent(email, scopes)
        tokens = {
            "access_token": state.grants.issue(ACCESS, email, scopes),
            "refresh_token": state.grants.issue(REFRESH, email, scopes),
        }
    user = User.objects.create_user(f"google-{account.sub}", email)
    GoogleOAuthAccount.objects.create(
        user=user,
        google_id=account.sub,
        email=email,
        token_expires_at=timezone.now() + timedelta(hours=1),
        granted_scopes=list(scopes),
        **tokens,
    )
    return user


def cached_bytes() -> bytes:
    """Every value that Redis holds of the cache, and what the boxes among them hold."""
    redis = get_redis_connection("default")
    values = [value for key in redis.scan_iter("api_cache:*", _type="HASH") for value in redis.hvals(key)]
    return b"".join((*values, *(body for bodies in opened.bodies().values() for body in bodies)))
