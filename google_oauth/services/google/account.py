"""A user's connection to Google: what was granted, and its end."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from google_oauth.cache_service import CacheEntry, Fetched, NotModified
from google_oauth.clients.google import oauth
from google_oauth.clients.google.listing import Listing, Unchanged, Validator
from google_oauth.clients.google.scopes import FEATURE_SCOPES
from google_oauth.exceptions import ReconnectRequired, UpstreamUnavailable
from google_oauth.models import GoogleOAuthAccount
from google_oauth.services.cached_read import CachedRead
from google_oauth.services.pending_removals import CACHES, retry_pending_removal, schedule_removal

Ask = Callable[[GoogleOAuthAccount, Validator], Listing | Unchanged]
GoogleFetch = Callable[[CacheEntry | None], Fetched | NotModified]
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Disconnected:
    """The result of a disconnect, after which the database holds no tokens in any case.

    Not `revoked`: Google did not answer, and the user ends the grant at myaccount.google.com. Not `erased`:
    Redis did not confirm the removal, which is repeated before the next read.
    """

    revoked: bool
    erased: bool


class GoogleOAuthService:
    """The Google account of a signed-in user, and what it was granted."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.cached = CachedRead(user.pk, "google")

    @cached_property
    def account(self) -> GoogleOAuthAccount | None:
        """The account, with or without tokens; None when the user never signed in with Google."""
        return GoogleOAuthAccount.objects.filter(user=self.user).first()

    def granted(self, feature: str) -> bool:
        """Whether Google grants `feature`, "calendar" or "drive"."""
        account = self.account
        return bool(account and account.access_token and FEATURE_SCOPES[feature][0] in account.granted_scopes)

    def require(self, scope: str) -> GoogleOAuthAccount:
        """Return the account if `scope` was granted to it.

        Raises ReconnectRequired: "not_connected", "revoked" when Google ended the grant, "scope_missing".
        """
        account = self.account
        if account is None or not (account.access_token or account.granted_scopes):
            raise ReconnectRequired("google", "not_connected")
        if not account.access_token:
            raise ReconnectRequired("google", "revoked")
        if scope not in account.granted_scopes:
            raise ReconnectRequired("google", "scope_missing")
        return account

    def fetcher(self, scope: str, ask: Ask) -> GoogleFetch:
        """Return a fetch for the cache that calls `ask(account, validator)`. Raises as `require`, at once."""
        self.require(scope)
        user = self.user

        def fetch(previous: CacheEntry | None) -> Fetched | NotModified:
            # Read again: a disconnect since then must not be followed by an answer to its tokens. From here
            # on, a disconnect voids the lease of this refresh.
            account = GoogleOAuthService(user).require(scope)
            try:
                answer = ask(account, previous.validator if previous else None)
            except ReconnectRequired as exc:
                if exc.reason == "scope_missing":
                    forget_scope(account, scope)
                raise
            if isinstance(answer, Unchanged):
                return NotModified(answer.validator)
            return Fetched(answer.items, answer.validator)

        return fetch

    def disconnect(self) -> Disconnected:
        """End the grant at Google, delete the tokens, and remove every cached answer of this user.

        The user stays signed in. The account's row stays too: the next sign-in finds the user by it.
        """
        with transaction.atomic():
            for upstream in CACHES:
                schedule_removal(self.user.pk, upstream)
            token = self._drop_tokens()
        pending = [retry_pending_removal(self.user.pk, upstream) for upstream in CACHES]
        return Disconnected(revoked=_revoked(token), erased=not any(pending))

    def _drop_tokens(self) -> str:
        """Delete the tokens, and return the one that revokes the grant; "" without an account."""
        account = GoogleOAuthAccount.objects.filter(user=self.user).first()
        if account is None:
            return ""
        GoogleOAuthAccount.objects.filter(pk=account.pk).update(
            access_token="",
            refresh_token="",
            token_expires_at=None,
            granted_scopes=[],
            # Without the lease, a refresh under way cannot store its tokens.
            refresh_lease="",
            refresh_lease_until=None,
            updated_at=timezone.now(),
        )
        self.__dict__.pop("account", None)
        return str(account.refresh_token or account.access_token)


def forget_scope(account: GoogleOAuthAccount, scope: str) -> None:
    """Note that Google no longer grants `scope`, so that it is not tried again."""
    left = [granted for granted in account.granted_scopes if granted != scope]
    # A row that changed since `account` was read stays: it may hold a new consent.
    unchanged = GoogleOAuthAccount.objects.filter(pk=account.pk, updated_at=account.updated_at)
    unchanged.update(granted_scopes=left, updated_at=timezone.now())


def _revoked(token: str) -> bool:
    if not token:
        return True
    try:
        oauth.revoke(token)
    except UpstreamUnavailable as exc:
        logger.warning("Google could not be told of a disconnect: %s", exc.reason)
        return False
    return True
