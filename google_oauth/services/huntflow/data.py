"""What readings of Huntflow have in common: the connection, the organisations, and the way through the cache."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.contrib.auth.models import User

from google_oauth.cache_service import CacheEntry, HuntflowAPICache
from google_oauth.clients.huntflow import accounts
from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.tokens import StoredTokens
from google_oauth.exceptions import NotFound, ReconnectRequired
from google_oauth.models import HuntflowConnection
from google_oauth.services.cached_read import Reader

UPSTREAM = "huntflow"
LARGEST_ID = 2**63 - 1

Ask = Callable[[HuntflowApi], Any]


class HuntflowData:
    """Reads data sets of one signed-in user, of their organisations only."""

    def __init__(self, user: User) -> None:
        self.user = user
        self._reader = Reader(user.pk, UPSTREAM)
        # Every other reading checks its organisation; it is read once for all of them.
        self._account_ids: frozenset[int] | None = None

    @cached_property
    def connection(self) -> HuntflowConnection | None:
        """The connection, with or without living tokens; None when the user has none."""
        return HuntflowConnection.objects.filter(user=self.user).first()

    @property
    def connected(self) -> bool:
        """Whether there is a pair that has not been found dead."""
        return bool(self.connection and self.connection.access_token)

    def accounts_entry(self, *, force: bool = False, wait: float | None = None) -> CacheEntry:
        """Read the organisations that the pair opens."""
        entry = self._entry(HuntflowAPICache.fetch_accounts, accounts.accounts, force=force, wait=wait)
        self._account_ids = frozenset(account["id"] for account in entry.data)
        return entry

    def get_accounts(self) -> list[dict[str, Any]]:
        """Return the organisations."""
        return list(self.accounts_entry().data)

    def sync_accounts(self) -> list[dict[str, Any]]:
        """Ask for the organisations now."""
        return list(self.accounts_entry(force=True).data)

    def _entry(self, cached: Callable[..., CacheEntry], ask: Ask, /, **manner_and_params: Any) -> CacheEntry:
        """Read through the cache what `ask(api)` returns; without a living pair, nothing is asked."""
        if not self.connected:
            raise ReconnectRequired(UPSTREAM, "pair_dead" if self.connection else "not_connected")
        tokens = StoredTokens(self.user.pk)
        return self._reader.read(cached, lambda _: ask(HuntflowApi(tokens)), **manner_and_params)

    def _require_account(self, account_id: int, wait: float | None) -> None:
        """Raise NotFound, without a call for it, for an organisation that is not among the user's."""
        require_possible(account_id)
        if self._account_ids is None:
            self.accounts_entry(wait=wait)
        if account_id not in (self._account_ids or ()):
            raise NotFound(UPSTREAM)


def require_possible(number: int) -> None:
    """Raise NotFound for what no id can be."""
    if not 0 < number <= LARGEST_ID:
        raise NotFound(UPSTREAM)
