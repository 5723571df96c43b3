"""A user's connection to Huntflow: the token pair, and its end."""

from functools import cached_property

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from google_oauth.clients.huntflow import accounts
from google_oauth.clients.huntflow.addresses import api_address
from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.sandbox_pair import fetch_sandbox_pair
from google_oauth.clients.huntflow.tokens import EnteredTokens, Pair
from google_oauth.clients.huntflow.transport import UPSTREAM
from google_oauth.exceptions import NotFound
from google_oauth.models import HuntflowConnection
from google_oauth.services.cached_read import CachedRead
from google_oauth.services.pending_removals import retry_pending_removal, schedule_removal


class HuntflowConnector:
    """Connects and disconnects the Huntflow of a signed-in user."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._begin()

    def _begin(self) -> None:
        """Forget what was read so far: the connection, the organisations, and pending removals."""
        self.__dict__.pop("connection", None)
        self._cached = CachedRead(self.user.pk, UPSTREAM)
        self._account_ids: frozenset[int] | None = None

    @cached_property
    def connection(self) -> HuntflowConnection | None:
        """The connection, with or without living tokens; None when the user has none."""
        return HuntflowConnection.objects.filter(user=self.user).first()

    @property
    def connected(self) -> bool:
        """Whether there is a pair that has not been found dead."""
        return bool(self.connection and self.connection.access_token)

    def connect(self, base_url: str, access_token: str, refresh_token: str) -> bool:
        """Check a pair by a real call, and store it in place of the previous one.

        All entries of the user's Huntflow are removed. False when Redis did not confirm that: the removal is
        repeated before the next read. An expired access token is renewed, which spends the pair, so the new
        one is stored even if the call after it fails. Raises the UpstreamError tree, such as UpstreamRejected
        "bad_address" or "bad_token", and then keeps the previous pair.
        """
        return self._connect(Pair(api_address(base_url), access_token.strip(), refresh_token.strip()))

    def connect_sandbox_pair(self) -> bool:
        """Connect the sandbox's pair for this user's address, like `connect`. NotFound without one."""
        if not settings.SANDBOX_URL:
            raise NotFound(UPSTREAM)
        return self._connect(fetch_sandbox_pair(self.user.email))

    def disconnect(self) -> bool:
        """Delete the pair and every cached answer. False when Redis did not confirm the latter, see `connect`."""
        with transaction.atomic():
            schedule_removal(self.user.pk, UPSTREAM)
            HuntflowConnection.objects.filter(user=self.user).delete()
        return self._begin_anew()

    def _connect(self, pair: Pair) -> bool:
        tokens = EnteredTokens(pair, self._store)
        accounts.list_accounts(HuntflowApi(tokens))
        self._store(tokens.current())
        return self._begin_anew()

    @transaction.atomic
    def _store(self, pair: Pair) -> None:
        """Store the pair, and schedule the removal of what the previous one brought."""
        schedule_removal(self.user.pk, UPSTREAM)
        HuntflowConnection.objects.update_or_create(
            user=self.user,
            defaults={
                "base_url": pair.base_url,
                "access_token": pair.access_token,
                "refresh_token": pair.refresh_token,
                # Without the lease, a refresh of the previous pair cannot store its tokens.
                "refresh_lease": "",
                "refresh_lease_until": None,
            },
        )

    def _begin_anew(self) -> bool:
        self._begin()
        return retry_pending_removal(self.user.pk, UPSTREAM) is None
