"""The cache for services: `get_`, `set_` and `fetch_` for each data set, with the declared parameters."""

from functools import lru_cache
from typing import Any, ClassVar

from google_oauth.cache_service import datasets
from google_oauth.cache_service.datasets import DataSet
from google_oauth.cache_service.engine import lookup
from google_oauth.cache_service.engine.reader import get_or_fetch
from google_oauth.cache_service.engine.refresh import Fetch
from google_oauth.cache_service.entry import CacheEntry, Item, Items
from google_oauth.cache_service.storage import invalidation
from google_oauth.cache_service.storage.keys import EntryKey, key_for


# Cached, because pages ask for the same entries again and again. Types count: True is not 1.
@lru_cache(maxsize=10_000, typed=True)
def _key(data_set: DataSet, user_id: int, *values: Any) -> EntryKey:
    return key_for(data_set, user_id, data_set.key_parameters(*values))


def _fresh_data(key: EntryKey) -> Any | None:
    entry = lookup.get_fresh(key)
    return entry.data if entry else None


class _Facade:
    """`get_x` returns fresh data or None. `set_x` stores. `fetch_x` works like `CacheService.get_or_fetch`."""

    upstream: ClassVar[str]

    @classmethod
    def invalidate_user_cache(cls, user_id: int) -> int:
        """Remove all entries of a user from this upstream; returns their number.

        Raises CacheUnavailable when Redis did not confirm the removal: then some may still be there.
        """
        return invalidation.remove_upstream_of_user(cls.upstream, user_id)


class GoogleAPICache(_Facade):
    upstream = datasets.GOOGLE

    @staticmethod
    def get_calendar_events(
        user_id: int,
        calendar_id: str = "primary",
        days_ahead: int = 100,
        max_results: int = 100,
        days_back: int = 0,
    ) -> Items | None:
        return _fresh_data(_key(datasets.EVENTS, user_id, calendar_id, days_ahead, max_results, days_back))

    @staticmethod
    def set_calendar_events(  # noqa: PLR0917 - the public signature
        user_id: int,
        events: Items,
        calendar_id: str = "primary",
        days_ahead: int = 100,
        max_results: int = 100,
        days_back: int = 0,
    ) -> None:
        lookup.put(_key(datasets.EVENTS, user_id, calendar_id, days_ahead, max_results, days_back), events)

    @staticmethod
    def fetch_calendar_events(
        user_id: int,
        fetch: Fetch,
        *,
        force: bool = False,
        wait: float | None = None,
        calendar_id: str = "primary",
        days_ahead: int = 100,
        max_results: int = 100,
        days_back: int = 0,
    ) -> CacheEntry[Items]:
        key = _key(datasets.EVENTS, user_id, calendar_id, days_ahead, max_results, days_back)
        return get_or_fetch(key, fetch, force=force, wait=wait)

    @staticmethod
    def get_calendars(user_id: int) -> Items | None:
        return _fresh_data(_key(datasets.CALENDARS, user_id))

    @staticmethod
    def set_calendars(user_id: int, calendars: Items) -> None:
        lookup.put(_key(datasets.CALENDARS, user_id), calendars)

    @staticmethod
    def fetch_calendars(
        user_id: int, fetch: Fetch, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry[Items]:
        key = _key(datasets.CALENDARS, user_id)
        return get_or_fetch(key, fetch, force=force, wait=wait)

    @staticmethod
    def get_drive_files(user_id: int, max_results: int = 100) -> Items | None:
        return _fresh_data(_key(datasets.FILES, user_id, max_results))

    @staticmethod
    def set_drive_files(user_id: int, files: Items, max_results: int = 100) -> None:
        lookup.put(_key(datasets.FILES, user_id, max_results), files)

    @staticmethod
    def fetch_drive_files(
        user_id: int, fetch: Fetch, *, force: bool = False, wait: float | None = None, max_results: int = 100
    ) -> CacheEntry[Items]:
        key = _key(datasets.FILES, user_id, max_results)
        return get_or_fetch(key, fetch, force=force, wait=wait)

    @staticmethod
    def get_sheets(user_id: int, max_results: int = 100) -> Items | None:
        return _fresh_data(_key(datasets.SHEETS, user_id, max_results))

    @staticmethod
    def set_sheets(user_id: int, sheets: Items, max_results: int = 100) -> None:
        lookup.put(_key(datasets.SHEETS, user_id, max_results), sheets)

    @staticmethod
    def fetch_sheets(
        user_id: int, fetch: Fetch, *, force: bool = False, wait: float | None = None, max_results: int = 100
    ) -> CacheEntry[Items]:
        key = _key(datasets.SHEETS, user_id, max_results)
        return get_or_fetch(key, fetch, force=force, wait=wait)


class HuntflowAPICache(_Facade):
    upstream = datasets.HUNTFLOW

    @staticmethod
    def get_accounts(user_id: int) -> Items | None:
        return _fresh_data(_key(datasets.ACCOUNTS, user_id))

    @staticmethod
    def set_accounts(user_id: int, data: Items) -> None:
        lookup.put(_key(datasets.ACCOUNTS, user_id), data)

    @staticmethod
    def fetch_accounts(
        user_id: int, fetch: Fetch, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry[Items]:
        key = _key(datasets.ACCOUNTS, user_id)
        return get_or_fetch(key, fetch, force=force, wait=wait)

    @staticmethod
    def get_candidate(user_id: int, account_id: int, candidate_id: int) -> Item | None:
        return _fresh_data(_key(datasets.CANDIDATE, user_id, account_id, candidate_id))

    @staticmethod
    def set_candidate(user_id: int, data: Item, account_id: int, candidate_id: int) -> None:
        lookup.put(_key(datasets.CANDIDATE, user_id, account_id, candidate_id), data)

    @staticmethod
    def fetch_candidate(
        user_id: int,
        fetch: Fetch,
        *,
        force: bool = False,
        wait: float | None = None,
        account_id: int,
        candidate_id: int,
    ) -> CacheEntry[Item]:
        key = _key(datasets.CANDIDATE, user_id, account_id, candidate_id)
        return get_or_fetch(key, fetch, force=force, wait=wait)

    @staticmethod
    def get_candidate_log(user_id: int, account_id: int, candidate_id: int) -> Items | None:
        return _fresh_data(_key(datasets.CANDIDATE_LOG, user_id, account_id, candidate_id))

    @staticmethod
    def set_candidate_log(user_id: int, data: Items, account_id: int, candidate_id: int) -> None:
        lookup.put(_key(datasets.CANDIDATE_LOG, user_id, account_id, candidate_id), data)

    @staticmethod
    def fetch_candidate_log(
        user_id: int,
        fetch: Fetch,
        *,
        force: bool = False,
        wait: float | None = None,
        account_id: int,
        candidate_id: int,
    ) -> CacheEntry[Items]:
        key = _key(datasets.CANDIDATE_LOG, user_id, account_id, candidate_id)
        return get_or_fetch(key, fetch, force=force, wait=wait)

    @staticmethod
    def get_candidates(
        user_id: int, account_id: int, vacancy_id: int | None = None, max_results: int = 300
    ) -> Items | None:
        return _fresh_data(_key(datasets.CANDIDATES, user_id, account_id, vacancy_id, max_results))

    @staticmethod
    def set_candidates(
        user_id: int, data: Items, account_id: int, vacancy_id: int | None = None, max_results: int = 300
    ) -> None:
        lookup.put(_key(datasets.CANDIDATES, user_id, account_id, vacancy_id, max_results), data)

    @staticmethod
    def fetch_candidates(
        user_id: int,
        fetch: Fetch,
        *,
        force: bool = False,
        wait: float | None = None,
        account_id: int,
        vacancy_id: int | None = None,
        max_results: int = 300,
    ) -> CacheEntry[Items]:
        key = _key(datasets.CANDIDATES, user_id, account_id, vacancy_id, max_results)
        return get_or_fetch(key, fetch, force=force, wait=wait)

    @staticmethod
    def get_vacancy(user_id: int, account_id: int, vacancy_id: int) -> Item | None:
        return _fresh_data(_key(datasets.VACANCY, user_id, account_id, vacancy_id))

    @staticmethod
    def set_vacancy(user_id: int, data: Item, account_id: int, vacancy_id: int) -> None:
        lookup.put(_key(datasets.VACANCY, user_id, account_id, vacancy_id), data)

    @staticmethod
    def fetch_vacancy(
        user_id: int,
        fetch: Fetch,
        *,
        force: bool = False,
        wait: float | None = None,
        account_id: int,
        vacancy_id: int,
    ) -> CacheEntry[Item]:
        key = _key(datasets.VACANCY, user_id, account_id, vacancy_id)
        return get_or_fetch(key, fetch, force=force, wait=wait)

    @staticmethod
    def get_vacancies(user_id: int, account_id: int, state: str | None = None) -> Items | None:
        return _fresh_data(_key(datasets.VACANCIES, user_id, account_id, state))

    @staticmethod
    def set_vacancies(user_id: int, data: Items, account_id: int, state: str | None = None) -> None:
        lookup.put(_key(datasets.VACANCIES, user_id, account_id, state), data)

    @staticmethod
    def fetch_vacancies(
        user_id: int,
        fetch: Fetch,
        *,
        force: bool = False,
        wait: float | None = None,
        account_id: int,
        state: str | None = None,
    ) -> CacheEntry[Items]:
        key = _key(datasets.VACANCIES, user_id, account_id, state)
        return get_or_fetch(key, fetch, force=force, wait=wait)

    @staticmethod
    def get_statuses(user_id: int, account_id: int) -> Items | None:
        return _fresh_data(_key(datasets.STATUSES, user_id, account_id))

    @staticmethod
    def set_statuses(user_id: int, data: Items, account_id: int) -> None:
        lookup.put(_key(datasets.STATUSES, user_id, account_id), data)

    @staticmethod
    def fetch_statuses(
        user_id: int, fetch: Fetch, *, force: bool = False, wait: float | None = None, account_id: int
    ) -> CacheEntry[Items]:
        key = _key(datasets.STATUSES, user_id, account_id)
        return get_or_fetch(key, fetch, force=force, wait=wait)

    @staticmethod
    def get_tags(user_id: int, account_id: int) -> Items | None:
        return _fresh_data(_key(datasets.TAGS, user_id, account_id))

    @staticmethod
    def set_tags(user_id: int, data: Items, account_id: int) -> None:
        lookup.put(_key(datasets.TAGS, user_id, account_id), data)

    @staticmethod
    def fetch_tags(
        user_id: int, fetch: Fetch, *, force: bool = False, wait: float | None = None, account_id: int
    ) -> CacheEntry[Items]:
        key = _key(datasets.TAGS, user_id, account_id)
        return get_or_fetch(key, fetch, force=force, wait=wait)

    @staticmethod
    def get_rejection_reasons(user_id: int, account_id: int) -> Items | None:
        return _fresh_data(_key(datasets.REJECTION_REASONS, user_id, account_id))

    @staticmethod
    def set_rejection_reasons(user_id: int, data: Items, account_id: int) -> None:
        lookup.put(_key(datasets.REJECTION_REASONS, user_id, account_id), data)

    @staticmethod
    def fetch_rejection_reasons(
        user_id: int, fetch: Fetch, *, force: bool = False, wait: float | None = None, account_id: int
    ) -> CacheEntry[Items]:
        key = _key(datasets.REJECTION_REASONS, user_id, account_id)
        return get_or_fetch(key, fetch, force=force, wait=wait)
