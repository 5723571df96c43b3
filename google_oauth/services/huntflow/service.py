"""A signed-in user's Huntflow: the connection, and what is read over it."""

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec

from google_oauth.cache_service import CacheEntry, HuntflowAPICache, Item, Items
from google_oauth.clients.huntflow import accounts, applicants, vacancies
from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.tokens import StoredTokens
from google_oauth.clients.huntflow.transport import UPSTREAM
from google_oauth.exceptions import NotFound, ReconnectRequired, UpstreamRejected
from google_oauth.services.cached_read import EntryFetch
from google_oauth.services.huntflow.connection import HuntflowConnector

STATES = ("OPEN", "HOLD", "CLOSED")
# Huntflow counts ids up from 1, and is far from this one.
MAX_HUNTFLOW_ID = 2**31 - 1

P = ParamSpec("P")


class HuntflowService(HuntflowConnector):
    """Reads what Huntflow answers to one user, as its API names things, under the masks of the client.

    `x_entry` returns a CacheEntry: `force` asks Huntflow now, at most every 10 s for one entry
    (`API_CACHE_FORCE_INTERVAL`); `wait` limits the seconds that this caller waits when nothing is stored. `get_x`
    returns its data, from the cache while they are fresh; `sync_x` forces. All raise the UpstreamError tree. Without a call: ReconnectRequired when there is no living
    pair, NotFound for an organisation that is not the user's.
    """

    def accounts_entry(self, *, force: bool = False, wait: float | None = None) -> CacheEntry[Items]:
        """Read the organisations that the pair opens."""
        fetch = self._fetcher(accounts.list_accounts)
        entry = self._cached.read(HuntflowAPICache.fetch_accounts, fetch, force=force, wait=wait)
        self._account_ids = frozenset(account["id"] for account in entry.data)
        return entry

    def get_accounts(self) -> Items:
        return self.accounts_entry().data

    def sync_accounts(self) -> Items:
        return self.accounts_entry(force=True).data

    def statuses_entry(
        self, account_id: int, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry[Items]:
        """Read the hiring stages of an organisation, removed ones included."""
        self._require_account(account_id, wait)
        fetch = self._fetcher(accounts.list_statuses, account_id)
        return self._cached.read(
            HuntflowAPICache.fetch_statuses, fetch, force=force, wait=wait, account_id=account_id
        )

    def get_statuses(self, account_id: int) -> Items:
        return self.statuses_entry(account_id).data

    def sync_statuses(self, account_id: int) -> Items:
        return self.statuses_entry(account_id, force=True).data

    def tags_entry(
        self, account_id: int, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry[Items]:
        """Read the tags of an organisation; none for a member to whom Huntflow does not show them."""
        self._require_account(account_id, wait)
        fetch = self._fetcher(_list_visible_tags, account_id)
        return self._cached.read(
            HuntflowAPICache.fetch_tags, fetch, force=force, wait=wait, account_id=account_id
        )

    def get_tags(self, account_id: int) -> Items:
        return self.tags_entry(account_id).data

    def sync_tags(self, account_id: int) -> Items:
        return self.tags_entry(account_id, force=True).data

    def rejection_reasons_entry(
        self, account_id: int, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry[Items]:
        """Read why an organisation rejects candidates; the reason "other" has no id."""
        self._require_account(account_id, wait)
        fetch = self._fetcher(accounts.list_rejection_reasons, account_id)
        return self._cached.read(
            HuntflowAPICache.fetch_rejection_reasons, fetch, force=force, wait=wait, account_id=account_id
        )

    def get_rejection_reasons(self, account_id: int) -> Items:
        return self.rejection_reasons_entry(account_id).data

    def sync_rejection_reasons(self, account_id: int) -> Items:
        return self.rejection_reasons_entry(account_id, force=True).data

    def vacancies_entry(
        self, account_id: int, state: str | None = None, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry[Items]:
        """Read the vacancies of an organisation in one of `STATES`, or in all. ValueError for another state."""
        if state is not None and state not in STATES:
            raise ValueError("no such state of a vacancy")
        self._require_account(account_id, wait)
        fetch = self._fetcher(vacancies.list_vacancies, account_id, state=state)
        return self._cached.read(
            HuntflowAPICache.fetch_vacancies,
            fetch,
            force=force,
            wait=wait,
            account_id=account_id,
            state=state,
        )

    def get_vacancies(self, account_id: int, state: str | None = None) -> Items:
        return self.vacancies_entry(account_id, state).data

    def sync_vacancies(self, account_id: int, state: str | None = None) -> Items:
        return self.vacancies_entry(account_id, state, force=True).data

    def vacancy_entry(
        self, account_id: int, vacancy_id: int, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry[Item]:
        """Read one vacancy with its texts."""
        self._require_account(account_id, wait)
        _require_possible(vacancy_id)
        fetch = self._fetcher(vacancies.get_vacancy, account_id, vacancy_id)
        return self._cached.read(
            HuntflowAPICache.fetch_vacancy,
            fetch,
            force=force,
            wait=wait,
            account_id=account_id,
            vacancy_id=vacancy_id,
        )

    def get_vacancy(self, account_id: int, vacancy_id: int) -> Item:
        return self.vacancy_entry(account_id, vacancy_id).data

    def sync_vacancy(self, account_id: int, vacancy_id: int) -> Item:
        return self.vacancy_entry(account_id, vacancy_id, force=True).data

    def applicants_entry(
        self,
        account_id: int,
        vacancy_id: int | None = None,
        max_results: int = 300,
        *,
        force: bool = False,
        wait: float | None = None,
    ) -> CacheEntry[Items]:
        """Read up to `max_results` candidates of a vacancy, or of the organisation, newest first: 30 a call."""
        if max_results < 1:
            raise ValueError("max_results is out of range")
        self._require_account(account_id, wait)
        if vacancy_id is not None:
            _require_possible(vacancy_id)
        fetch = self._fetcher(
            applicants.list_applicants, account_id, vacancy_id=vacancy_id, max_results=max_results
        )
        return self._cached.read(
            HuntflowAPICache.fetch_candidates,
            fetch,
            force=force,
            wait=wait,
            account_id=account_id,
            vacancy_id=vacancy_id,
            max_results=max_results,
        )

    def known_applicants(self, account_id: int, max_results: int = 300) -> Items:
        """Return the organisation's candidates if the cache has them fresh, else none. Never asks Huntflow."""
        known = self._cached.read_fresh(HuntflowAPICache.get_candidates, account_id, max_results=max_results)
        return known or []

    def get_applicants(self, account_id: int, vacancy_id: int | None = None, max_results: int = 300) -> Items:
        return self.applicants_entry(account_id, vacancy_id, max_results).data

    def sync_applicants(
        self, account_id: int, vacancy_id: int | None = None, max_results: int = 300
    ) -> Items:
        return self.applicants_entry(account_id, vacancy_id, max_results, force=True).data

    def applicant_entry(
        self, account_id: int, candidate_id: int, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry[Item]:
        """Read one candidate; the id of a merged duplicate returns the surviving one, with another `id`."""
        self._require_account(account_id, wait)
        _require_possible(candidate_id)
        fetch = self._fetcher(applicants.get_applicant, account_id, candidate_id)
        return self._cached.read(
            HuntflowAPICache.fetch_candidate,
            fetch,
            force=force,
            wait=wait,
            account_id=account_id,
            candidate_id=candidate_id,
        )

    def get_applicant(self, account_id: int, applicant_id: int) -> Item:
        return self.applicant_entry(account_id, applicant_id).data

    def sync_applicant(self, account_id: int, applicant_id: int) -> Item:
        return self.applicant_entry(account_id, applicant_id, force=True).data

    def applicant_log_entry(
        self, account_id: int, candidate_id: int, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry[Items]:
        """Read how a candidate moved, the latest move first; NotFound for the id of a merged duplicate."""
        self._require_account(account_id, wait)
        _require_possible(candidate_id)
        fetch = self._fetcher(applicants.list_moves, account_id, candidate_id)
        return self._cached.read(
            HuntflowAPICache.fetch_candidate_log,
            fetch,
            force=force,
            wait=wait,
            account_id=account_id,
            candidate_id=candidate_id,
        )

    def get_applicant_log(self, account_id: int, applicant_id: int) -> Items:
        return self.applicant_log_entry(account_id, applicant_id).data

    def sync_applicant_log(self, account_id: int, applicant_id: int) -> Items:
        return self.applicant_log_entry(account_id, applicant_id, force=True).data

    def _fetcher(
        self, ask: Callable[Concatenate[HuntflowApi, P], Any], *args: P.args, **kwargs: P.kwargs
    ) -> EntryFetch:
        """Return a fetch for the cache that calls `ask(api, ...)`. ReconnectRequired, at once, without a living pair."""
        if not self.connected:
            raise ReconnectRequired(UPSTREAM, "pair_dead" if self.connection else "not_connected")
        tokens = StoredTokens(self.user.pk)
        return lambda _: ask(HuntflowApi(tokens), *args, **kwargs)

    def _require_account(self, account_id: int, wait: float | None) -> None:
        """Raise NotFound for an organisation that is not the user's. The list is read once per service object."""
        _require_possible(account_id)
        if self._account_ids is None:
            self.accounts_entry(wait=wait)
        if account_id not in (self._account_ids or ()):
            raise NotFound(UPSTREAM)


def _require_possible(number: int) -> None:
    if not 0 < number <= MAX_HUNTFLOW_ID:
        raise NotFound(UPSTREAM)


def _list_visible_tags(api: HuntflowApi, account_id: int) -> Items:
    try:
        return accounts.list_tags(api, account_id)
    except UpstreamRejected as exc:
        # Watchers may not read tags. An empty answer is cached; a refusal would cost a call on every page.
        if exc.reason == "forbidden":
            return []
        raise
