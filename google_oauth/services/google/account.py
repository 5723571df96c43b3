"""A user's connection to Google: what was granted, and its end."""

import logging
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from google_oauth.clients.google import oauth
from google_oauth.clients.google.scopes import FEATURES
from google_oauth.exceptions import ReconnectRequired, UpstreamUnavailable
from google_oauth.models import GoogleOAuthAccount
from google_oauth.services import pending_removals
from google_oauth.services.cached_read import Reader

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Disconnected:
    """What a disconnect could do. The tokens are gone from the database in any case.

    Without `revoked`, Google could not be told: the user ends the grant at myaccount.google.com. Without
    `erased`, Redis did not confirm that the cached answers are gone; the removal is repeated before they
    could be read.
    """

    revoked: bool
    erased: bool


class GoogleOAuthService:
    """The Google account of a signed-in user, and what it was granted."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.reader = Reader(user.pk, "google")

    @cached_property
    def account(self) -> GoogleOAuthAccount | None:
        """The account, with or without tokens; None when the user never signed in with Google."""
        return GoogleOAuthAccount.objects.filter(user=self.user).first()

    def granted(self, feature: str) -> bool:
        """Whether Google lets us in for `feature`, "calendar" or "drive"."""
        account = self.account
        return bool(account and account.access_token and FEATURES[feature][0] in account.granted_scopes)

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

    def disconnect(self) -> Disconnected:
        """End the grant at Google, delete the tokens, and remove every cached answer of this user.

        The user stays signed in and is found again by the account's row at the next sign-in.
        """
        upstreams = sorted(pending_removals.CACHES)
        with transaction.atomic():
            for upstream in upstreams:
                pending_removals.intend(self.user.pk, upstream)
            token = self._drop_tokens()
        still_due = [
            upstream for upstream in upstreams if not pending_removals.settle(self.user.pk, upstream)
        ]
        return Disconnected(revoked=_revoked(token), erased=not still_due)

    def _drop_tokens(self) -> str:
        """Delete what can be used of the grant; the token by which it can be revoked, or the empty string."""
        account = GoogleOAuthAccount.objects.filter(user=self.user).first()
        if account is None:
            return ""
        # Without the lease, a refresh that is under way cannot store what it brings.
        GoogleOAuthAccount.objects.filter(pk=account.pk).update(
            access_token="",
            refresh_token="",
            token_expires_at=None,
            granted_scopes=[],
            refresh_lease="",
            refresh_lease_until=None,
            updated_at=timezone.now(),
        )
        self.__dict__.pop("account", None)
        return str(account.refresh_token or account.access_token)


def forget_scope(account: GoogleOAuthAccount, scope: str) -> None:
    """Note that Google does not grant `scope` to the account any more, so that it is not tried again.

    A row that has changed since `account` was read stays: it may be a new consent.
    """
    left = [granted for granted in account.granted_scopes if granted != scope]
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
