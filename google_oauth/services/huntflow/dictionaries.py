"""The dictionaries of an organisation: the names behind the ids that its candidates carry."""

from typing import Any

from google_oauth.cache_service import CacheEntry, HuntflowAPICache
from google_oauth.clients.huntflow import accounts
from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.exceptions import UpstreamRejected
from google_oauth.services.huntflow.data import HuntflowData


class HuntflowDictionaries(HuntflowData):
    """Reads an organisation's stages, tags and reasons for rejection."""

    def statuses_entry(
        self, account_id: int, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry:
        """Read the hiring stages of an organisation, removed ones included."""
        self._require_account(account_id, wait)
        return self._entry(
            HuntflowAPICache.fetch_statuses,
            lambda api: accounts.statuses(api, account_id),
            force=force,
            wait=wait,
            account_id=account_id,
        )

    def get_statuses(self, account_id: int) -> list[dict[str, Any]]:
        """Return the stages."""
        return list(self.statuses_entry(account_id).data)

    def sync_statuses(self, account_id: int) -> list[dict[str, Any]]:
        """Ask for the stages now."""
        return list(self.statuses_entry(account_id, force=True).data)

    def tags_entry(self, account_id: int, *, force: bool = False, wait: float | None = None) -> CacheEntry:
        """Read the tags of an organisation; none for a member to whom Huntflow does not show them."""
        self._require_account(account_id, wait)
        return self._entry(
            HuntflowAPICache.fetch_tags,
            lambda api: _visible_tags(api, account_id),
            force=force,
            wait=wait,
            account_id=account_id,
        )

    def get_tags(self, account_id: int) -> list[dict[str, Any]]:
        """Return the tags."""
        return list(self.tags_entry(account_id).data)

    def sync_tags(self, account_id: int) -> list[dict[str, Any]]:
        """Ask for the tags now."""
        return list(self.tags_entry(account_id, force=True).data)

    def rejection_reasons_entry(
        self, account_id: int, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry:
        """Read why an organisation rejects candidates; the reason "other" has no id."""
        self._require_account(account_id, wait)
        return self._entry(
            HuntflowAPICache.fetch_rejection_reasons,
            lambda api: accounts.rejection_reasons(api, account_id),
            force=force,
            wait=wait,
            account_id=account_id,
        )

    def get_rejection_reasons(self, account_id: int) -> list[dict[str, Any]]:
        """Return the reasons."""
        return list(self.rejection_reasons_entry(account_id).data)

    def sync_rejection_reasons(self, account_id: int) -> list[dict[str, Any]]:
        """Ask for the reasons now."""
        return list(self.rejection_reasons_entry(account_id, force=True).data)


def _visible_tags(api: HuntflowApi, account_id: int) -> list[dict[str, Any]]:
    try:
        return accounts.tags(api, account_id)
    except UpstreamRejected as exc:
        # Watchers may not read tags. Kept as an answer, that costs no call on every page.
        if exc.reason == "forbidden":
            return []
        raise
