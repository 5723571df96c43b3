"""The cache as services call it: `get_`, `set_` and `fetch_` for each data set, with checked parameters."""

from collections.abc import Callable
from typing import Any, ClassVar

from google_oauth.cache_service import datasets as declared
from google_oauth.cache_service import plain, reader, removal
from google_oauth.cache_service.datasets import DataSet
from google_oauth.cache_service.entry import CacheEntry
from google_oauth.cache_service.keys import question
from google_oauth.cache_service.refresh import Fetch


def _getter(data_set: DataSet) -> Callable[..., Any]:
    def get(user_id: int, /, *args: Any, **params: Any) -> Any:
        """The data while they are fresh, else None."""
        entry = plain.get(question(data_set, user_id, data_set.bind(args, params)))
        return entry.data if entry else None

    return staticmethod(get)


def _setter(data_set: DataSet) -> Callable[..., None]:
    def put(user_id: int, data: Any, /, *args: Any, **params: Any) -> None:
        """Keep `data` as fetched now."""
        plain.put(question(data_set, user_id, data_set.bind(args, params)), data)

    return staticmethod(put)


def _fetcher(data_set: DataSet) -> Callable[..., CacheEntry]:
    def fetch(
        user_id: int, fetch: Fetch, /, *, force: bool = False, wait: float | None = None, **params: Any
    ) -> CacheEntry:
        """The entry, fetched when it is not fresh; see CacheService.get_or_fetch."""
        asked = question(data_set, user_id, data_set.bind((), params))
        return reader.get_or_fetch(asked, fetch, force=force, wait=wait)

    return staticmethod(fetch)


def _accessors(
    data_set: DataSet,
) -> tuple[Callable[..., Any], Callable[..., None], Callable[..., CacheEntry]]:
    return _getter(data_set), _setter(data_set), _fetcher(data_set)


class _Facade:
    upstream: ClassVar[str]

    @classmethod
    def invalidate_user_cache(cls, user_id: int) -> int:
        """Remove all of the user's entries of this upstream; the number of entries.

        Raises CacheUnavailable when Redis did not confirm it: then some of them may still be there.
        """
        return removal.remove_upstream_of_user(cls.upstream, user_id)


class GoogleAPICache(_Facade):
    """What Google answered. Parameters and their defaults are those of the data sets' declarations."""

    upstream = declared.GOOGLE

    get_calendar_events, set_calendar_events, fetch_calendar_events = _accessors(declared.EVENTS)
    get_calendars, set_calendars, fetch_calendars = _accessors(declared.CALENDARS)
    get_drive_files, set_drive_files, fetch_drive_files = _accessors(declared.FILES)
    get_sheets, set_sheets, fetch_sheets = _accessors(declared.SHEETS)


class HuntflowAPICache(_Facade):
    """What Huntflow answered. Parameters and their defaults are those of the data sets' declarations."""

    upstream = declared.HUNTFLOW

    get_accounts, set_accounts, fetch_accounts = _accessors(declared.ACCOUNTS)
    get_candidate, set_candidate, fetch_candidate = _accessors(declared.CANDIDATE)
    get_candidate_log, set_candidate_log, fetch_candidate_log = _accessors(declared.CANDIDATE_LOG)
    get_candidates, set_candidates, fetch_candidates = _accessors(declared.CANDIDATES)
    get_vacancy, set_vacancy, fetch_vacancy = _accessors(declared.VACANCY)
    get_vacancies, set_vacancies, fetch_vacancies = _accessors(declared.VACANCIES)
    get_statuses, set_statuses, fetch_statuses = _accessors(declared.STATUSES)
    get_tags, set_tags, fetch_tags = _accessors(declared.TAGS)
    get_rejection_reasons, set_rejection_reasons, fetch_rejection_reasons = _accessors(
        declared.REJECTION_REASONS
    )
