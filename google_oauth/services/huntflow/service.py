"""A signed-in user's Huntflow: the connection, and what is read over it."""

from typing import Any

from django.conf import settings
from django.db import transaction

from google_oauth.cache_service import CacheEntry, HuntflowAPICache
from google_oauth.clients.huntflow import accounts, applicants, vacancies
from google_oauth.clients.huntflow.addresses import api_address
from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.stand_in import offered_pair
from google_oauth.clients.huntflow.tokens import EnteredTokens, Pair
from google_oauth.exceptions import NotFound
from google_oauth.models import HuntflowConnection
from google_oauth.services import pending_removals
from google_oauth.services.cached_read import Reader
from google_oauth.services.huntflow.data import UPSTREAM, require_possible
from google_oauth.services.huntflow.dictionaries import HuntflowDictionaries

STATES = ("OPEN", "HOLD", "CLOSED")
# Ten calls.
APPLICANTS = 300


class HuntflowService(HuntflowDictionaries):
    """Reads what Huntflow answers to one user, as its API names things, under the masks of the client.

    Every `x_entry` has its `get_x` (its data, from the cache while they are fresh) and its `sync_x` (asked for
    now). In entries, `force` asks Huntflow now, and `wait` is the time in seconds that this caller waits for a
    refresh when nothing is stored. All of them raise the UpstreamError tree: ReconnectRequired without a call
    when there is no living pair, NotFound without a call for an organisation that is not the user's.
    """

    def connect(self, base_url: str, access_token: str, refresh_token: str) -> bool:
        """Check a pair by a real call and keep it in place of the one before.

        Everything that was cached over the one before goes; False when Redis did not confirm that, and then it
        is repeated before anything is read. A pair whose access token has ended is renewed, which spends it:
        then it is kept even when the call after it fails. Raises the UpstreamError tree, UpstreamRejected with
        "bad_address" or "bad_token" among it, and leaves the connection before as it was.
        """
        return self._connect(Pair(api_address(base_url), access_token.strip(), refresh_token.strip()))

    def connect_sandbox_pair(self) -> bool:
        """Connect the pair that the sandbox has for this user's e-mail address, like `connect`.

        Raises NotFound when it has none, or when the app does not run on the sandbox.
        """
        if not settings.SANDBOX_URL:
            raise NotFound(UPSTREAM)
        return self._connect(offered_pair(self.user.email))

    def disconnect(self) -> bool:
        """Delete the pair and every cached answer. False when Redis did not confirm the latter, see `connect`."""
        with transaction.atomic():
            pending_removals.intend(self.user.pk, UPSTREAM)
            HuntflowConnection.objects.filter(user=self.user).delete()
        return self._settle()

    def vacancies_entry(
        self, account_id: int, state: str | None = None, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry:
        """Read the vacancies of an organisation in one of `STATES`, or in all. ValueError for another state."""
        if state is not None and state not in STATES:
            raise ValueError("no such state of a vacancy")
        self._require_account(account_id, wait)
        return self._entry(
            HuntflowAPICache.fetch_vacancies,
            lambda api: vacancies.vacancies(api, account_id, state=state),
            force=force,
            wait=wait,
            account_id=account_id,
            state=state,
        )

    def get_vacancies(self, account_id: int, state: str | None = None) -> list[dict[str, Any]]:
        """Return the vacancies."""
        return list(self.vacancies_entry(account_id, state).data)

    def sync_vacancies(self, account_id: int, state: str | None = None) -> list[dict[str, Any]]:
        """Ask for the vacancies now."""
        return list(self.vacancies_entry(account_id, state, force=True).data)

    def vacancy_entry(
        self, account_id: int, vacancy_id: int, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry:
        """Read one vacancy with its texts."""
        self._require_account(account_id, wait)
        require_possible(vacancy_id)
        return self._entry(
            HuntflowAPICache.fetch_vacancy,
            lambda api: vacancies.vacancy(api, account_id, vacancy_id),
            force=force,
            wait=wait,
            account_id=account_id,
            vacancy_id=vacancy_id,
        )

    def get_vacancy(self, account_id: int, vacancy_id: int) -> dict[str, Any]:
        """Return the vacancy."""
        return dict(self.vacancy_entry(account_id, vacancy_id).data)

    def sync_vacancy(self, account_id: int, vacancy_id: int) -> dict[str, Any]:
        """Ask for the vacancy now."""
        return dict(self.vacancy_entry(account_id, vacancy_id, force=True).data)

    def applicants_entry(
        self,
        account_id: int,
        vacancy_id: int | None = None,
        max_results: int = APPLICANTS,
        *,
        force: bool = False,
        wait: float | None = None,
    ) -> CacheEntry:
        """Read up to `max_results` candidates of a vacancy, or of the organisation, newest first."""
        if max_results < 1:
            raise ValueError("max_results is out of range")
        self._require_account(account_id, wait)
        if vacancy_id is not None:
            require_possible(vacancy_id)
        return self._entry(
            HuntflowAPICache.fetch_candidates,
            lambda api: applicants.applicants(
                api, account_id, vacancy_id=vacancy_id, max_results=max_results
            ),
            force=force,
            wait=wait,
            account_id=account_id,
            vacancy_id=vacancy_id,
            max_results=max_results,
        )

    def known_applicants(self, account_id: int, max_results: int = APPLICANTS) -> list[dict[str, Any]]:
        """Return the candidates of the organisation as far as the cache has them fresh; Huntflow is never asked."""
        known = HuntflowAPICache.get_candidates(
            self.user.pk, account_id=account_id, vacancy_id=None, max_results=max_results
        )
        return known or []

    def get_applicants(
        self, account_id: int, vacancy_id: int | None = None, max_results: int = APPLICANTS
    ) -> list[dict[str, Any]]:
        """Return the candidates."""
        return list(self.applicants_entry(account_id, vacancy_id, max_results).data)

    def sync_applicants(
        self, account_id: int, vacancy_id: int | None = None, max_results: int = APPLICANTS
    ) -> list[dict[str, Any]]:
        """Ask for the candidates now."""
        return list(self.applicants_entry(account_id, vacancy_id, max_results, force=True).data)

    def applicant_entry(
        self, account_id: int, candidate_id: int, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry:
        """Read one candidate; the id of a merged duplicate brings the surviving one, with another `id`."""
        self._require_account(account_id, wait)
        require_possible(candidate_id)
        return self._entry(
            HuntflowAPICache.fetch_candidate,
            lambda api: applicants.applicant(api, account_id, candidate_id),
            force=force,
            wait=wait,
            account_id=account_id,
            candidate_id=candidate_id,
        )

    def get_applicant(self, account_id: int, applicant_id: int) -> dict[str, Any]:
        """Return the candidate."""
        return dict(self.applicant_entry(account_id, applicant_id).data)

    def sync_applicant(self, account_id: int, applicant_id: int) -> dict[str, Any]:
        """Ask for the candidate now."""
        return dict(self.applicant_entry(account_id, applicant_id, force=True).data)

    def applicant_log_entry(
        self, account_id: int, candidate_id: int, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry:
        """Read how a candidate moved, the latest move first; NotFound for the id of a merged duplicate."""
        self._require_account(account_id, wait)
        require_possible(candidate_id)
        return self._entry(
            HuntflowAPICache.fetch_candidate_log,
            lambda api: applicants.applicant_log(api, account_id, candidate_id),
            force=force,
            wait=wait,
            account_id=account_id,
            candidate_id=candidate_id,
        )

    def get_applicant_log(self, account_id: int, applicant_id: int) -> list[dict[str, Any]]:
        """Return the moves."""
        return list(self.applicant_log_entry(account_id, applicant_id).data)

    def sync_applicant_log(self, account_id: int, applicant_id: int) -> list[dict[str, Any]]:
        """Ask for the moves now."""
        return list(self.applicant_log_entry(account_id, applicant_id, force=True).data)

    def _connect(self, pair: Pair) -> bool:
        tokens = EnteredTokens(pair, self._keep)
        accounts.accounts(HuntflowApi(tokens))
        self._keep(tokens.current())
        return self._settle()

    def _keep(self, pair: Pair) -> None:
        """Store the pair, and note in the same step that the answers over the one before have to go."""
        columns = {
            "base_url": pair.base_url,
            "access_token": pair.access_token,
            "refresh_token": pair.refresh_token,
            # Without the lease, a refresh of the pair before cannot store what it brings.
            "refresh_lease": "",
            "refresh_lease_until": None,
        }
        with transaction.atomic():
            pending_removals.intend(self.user.pk, UPSTREAM)
            HuntflowConnection.objects.update_or_create(user=self.user, defaults=columns)

    def _settle(self) -> bool:
        # What was read before of the connection, the organisations, and removals that are due, is over.
        self.__dict__.pop("connection", None)
        self._reader = Reader(self.user.pk, UPSTREAM)
        self._account_ids = None
        return pending_removals.settle(self.user.pk, UPSTREAM)
