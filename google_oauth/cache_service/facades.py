"""The cache as services call it: `get_`, `set_` and `fetch_` for each data set, with checked parameters."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from inspect import Parameter, Signature
from typing import Any, ClassVar, Final

from google_oauth.cache_service import datasets as declared
from google_oauth.cache_service.datasets import DataSet
from google_oauth.cache_service.engine import lookup, reader
from google_oauth.cache_service.engine.lookup import bypassing_redis
from google_oauth.cache_service.engine.refresh import Fetch
from google_oauth.cache_service.entry import CacheEntry
from google_oauth.cache_service.storage import invalidation
from google_oauth.cache_service.storage.keys import EntryKey, key_for

POSITIONAL_OR_KEYWORD: Final = Parameter.POSITIONAL_OR_KEYWORD
USER: Final = Parameter("user_id", POSITIONAL_OR_KEYWORD, annotation=int)
FETCHING: Final = (
    Parameter("fetch", POSITIONAL_OR_KEYWORD, annotation=Fetch),
    Parameter("force", Parameter.KEYWORD_ONLY, default=False, annotation=bool),
    Parameter("wait", Parameter.KEYWORD_ONLY, default=None, annotation=float | None),
    Parameter("bypass_since", Parameter.KEYWORD_ONLY, default=None, annotation=datetime | None),
)


def _accessor(data_set: DataSet, act: Callable[..., Any], *head: Parameter) -> Callable[..., Any]:
    """`act`, which shows the signature that the declaration gives it: `head`, then the data set's parameters.

    They follow by position or by name, and by name only where `head` ends so.
    """
    signature = Signature([*head, *_asked(data_set, kind=head[-1].kind)])
    act.__signature__ = signature  # type: ignore[attr-defined]  # as PEP 362 has it
    return staticmethod(act)


def _asked(data_set: DataSet, *, kind: Any) -> Iterator[Parameter]:
    for name, default in data_set.defaults.items():
        yield Parameter(name, kind, default=Parameter.empty if default is declared.REQUIRED else default)


def _questions(data_set: DataSet) -> Callable[..., EntryKey]:
    """The question of a user with parameters, by position or by name; TypeError or ValueError as `question`.

    Those asked last are kept, because a page asks the same ones over and over. Types count: True is not 1.
    """

    @lru_cache(maxsize=1000, typed=True)
    def asked(user_id: int, *ordered: Any, **named: Any) -> EntryKey:
        return key_for(data_set, user_id, data_set.asked(ordered, named))

    return asked


def _getter(data_set: DataSet, asked: Callable[..., EntryKey]) -> Callable[..., Any]:
    def get(user_id: int, *ordered: Any, **named: Any) -> Any:
        """The data while they are fresh, else None."""
        entry = lookup.get_fresh(asked(user_id, *ordered, **named))
        return entry.data if entry else None

    return _accessor(data_set, get, USER)


def _setter(data_set: DataSet, asked: Callable[..., EntryKey]) -> Callable[..., None]:
    def put(user_id: int, *ordered: Any, **named: Any) -> None:
        """Keep the data as fetched now."""
        data, *rest = ordered or (named.pop(data_set.answer, declared.REQUIRED),)
        if data is declared.REQUIRED:
            raise TypeError(f"{data_set.service}: {data_set.answer} is missing")
        lookup.put(asked(user_id, *rest, **named), data)

    return _accessor(data_set, put, USER, Parameter(data_set.answer, POSITIONAL_OR_KEYWORD))


def _fetcher(data_set: DataSet, asked: Callable[..., EntryKey]) -> Callable[..., CacheEntry]:
    def fetch(
        user_id: int,
        fetch: Fetch,
        *,
        force: bool = False,
        wait: float | None = None,
        bypass_since: datetime | None = None,
        **named: Any,
    ) -> CacheEntry:
        """The entry, fetched when it is not fresh; see CacheService.get_or_fetch."""
        question_asked = asked(user_id, **named)
        if bypass_since:
            with bypassing_redis(bypass_since):
                return reader.get_or_fetch(question_asked, fetch, force=force, wait=wait)
        return reader.get_or_fetch(question_asked, fetch, force=force, wait=wait)

    return _accessor(data_set, fetch, USER, *FETCHING)


def _accessors(
    data_set: DataSet,
) -> tuple[Callable[..., Any], Callable[..., None], Callable[..., CacheEntry]]:
    asked = _questions(data_set)
    return _getter(data_set, asked), _setter(data_set, asked), _fetcher(data_set, asked)


class _Facade:
    upstream: ClassVar[str]

    @classmethod
    def invalidate_user_cache(cls, user_id: int) -> int:
        """Remove all of the user's entries of this upstream; the number of entries.

        Raises CacheUnavailable when Redis did not confirm it: then some of them may still be there.
        """
        return invalidation.remove_upstream_of_user(cls.upstream, user_id)


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
