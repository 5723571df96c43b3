"""The data sets of the cache, each declared once.

Facades, settings, checks, log, commands, erasure, badges and the cache page read these declarations. A project
adds its own with `register`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from re import fullmatch
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext_lazy as _

from google_oauth.cache_service.conf import conf

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

GOOGLE: Final = "google"
HUNTFLOW: Final = "huntflow"

REQUIRED: Final = object()

MINUTE: Final = 60.0
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR


@dataclass(frozen=True, slots=True)
class Noun:
    """The data set in the log, which is Russian: «события», «событий», and what is counted."""

    nominative: str
    genitive: str
    counted: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class DataSet:
    """One kind of answer of one upstream. Times are in seconds; settings override the defaults.

    `service` is its name in keys, settings, commands and URLs. `parameters` maps the parameters of its facade, in
    order, to their defaults or REQUIRED. Those in `added_later` are left out of the key at their default, so that
    older keys stay valid. `method` is the method of a service class that reads it, for the Refresh button.
    """

    service: str
    upstream: str
    default_timeout: float
    default_stale_window: float = DAY
    parameters: Mapping[str, Any] = field(default_factory=dict)
    added_later: frozenset[str] = frozenset()
    about_candidates: bool = False
    method: str = ""
    label: "str | _StrPromise" = ""
    icon: str = "folder"
    noun: Noun = Noun("данные", "данных", "записей")

    @property
    def title(self) -> str:
        return str(self.label or self.service)

    @property
    def timeout(self) -> float:
        return float(conf.timeout.get(self.service, self.default_timeout))

    @property
    def stale_window(self) -> float:
        default = conf.stale.get("default", self.default_stale_window)
        return float(conf.stale.get(self.service, default))

    def key_parameters(self, *values: Any) -> dict[str, Any]:
        """The parameters that go into the key, from the values of all parameters in their order."""
        named = zip(self.parameters, values, strict=True)
        return {name: value for name, value in named if not self._is_left_out(name, value)}

    def _is_left_out(self, name: str, value: Any) -> bool:
        # Exact types: False and 0.0 are not 0.
        default = self.parameters[name]
        return name in self.added_later and type(value) is type(default) and bool(value == default)


DATA_SETS: Final[dict[str, DataSet]] = {}


def register(data_set: DataSet) -> DataSet:
    """Add a data set to the cache. ValueError for a name that is taken or not made of letters, digits and "_"."""
    if not fullmatch(r"[A-Za-z0-9_]+", data_set.service):
        raise ValueError(f"{data_set.service!r} is not a name of letters, digits and underscores")
    if data_set.service in DATA_SETS:
        raise ValueError(f"{data_set.service!r} is declared already")
    DATA_SETS[data_set.service] = data_set
    return data_set


def data_set_of(service: str) -> DataSet:
    """ValueError when `service` is not declared."""
    try:
        return DATA_SETS[service]
    except KeyError:
        raise ValueError(f"{service!r} is not a declared data set") from None


def data_sets_of(upstream: str) -> Iterator[DataSet]:
    return (data_set for data_set in DATA_SETS.values() if data_set.upstream == upstream)


_google = partial(DataSet, upstream=GOOGLE)
_huntflow = partial(DataSet, upstream=HUNTFLOW, icon="people")

EVENTS: Final = register(
    _google(
        service="google_calendar_events",
        default_timeout=5 * MINUTE,
        parameters={"calendar_id": "primary", "days_ahead": 100, "max_results": 100, "days_back": 0},
        added_later=frozenset({"days_back"}),
        method="events_entry",
        label=_("Calendar events"),
        icon="calendar",
        noun=Noun("события календаря", "событий календаря", "событий"),
    )
)
CALENDARS: Final = register(
    _google(
        service="google_calendars",
        default_timeout=HOUR,
        method="calendars_entry",
        label=_("Calendars"),
        icon="calendar",
        noun=Noun("календари", "календарей", "календарей"),
    )
)
FILES: Final = register(
    _google(
        service="google_drive_files",
        default_timeout=10 * MINUTE,
        parameters={"max_results": 100},
        method="files_entry",
        label=_("Files in Drive"),
        icon="folder",
        noun=Noun("файлы Google Drive", "файлов Google Drive", "файлов"),
    )
)
SHEETS: Final = register(
    _google(
        service="google_sheets",
        default_timeout=10 * MINUTE,
        parameters={"max_results": 100},
        method="spreadsheets_entry",
        label=_("Spreadsheets"),
        icon="spreadsheet",
        noun=Noun("таблицы Google Sheets", "таблиц Google Sheets", "таблиц"),
    )
)
CANDIDATE: Final = register(
    _huntflow(
        service="huntflow_candidates",
        default_timeout=30 * MINUTE,
        parameters={"account_id": REQUIRED, "candidate_id": REQUIRED},
        about_candidates=True,
        method="applicant_entry",
        label=_("Candidates, one by one"),
        noun=Noun("кандидаты", "кандидатов", "кандидатов"),
    )
)
CANDIDATE_LOG: Final = register(
    _huntflow(
        service="huntflow_candidate_logs",
        default_timeout=30 * MINUTE,
        parameters={"account_id": REQUIRED, "candidate_id": REQUIRED},
        about_candidates=True,
        method="applicant_log_entry",
        label=_("Histories of candidates"),
        noun=Noun("истории кандидатов", "историй кандидатов", "записей"),
    )
)
CANDIDATES: Final = register(
    _huntflow(
        service="huntflow_candidate_lists",
        default_timeout=30 * MINUTE,
        parameters={"account_id": REQUIRED, "vacancy_id": None, "max_results": 300},
        about_candidates=True,
        method="applicants_entry",
        label=_("Lists of candidates"),
        noun=Noun("кандидаты", "кандидатов", "кандидатов"),
    )
)
VACANCY: Final = register(
    _huntflow(
        service="huntflow_vacancies",
        default_timeout=HOUR,
        default_stale_window=7 * DAY,
        parameters={"account_id": REQUIRED, "vacancy_id": REQUIRED},
        method="vacancy_entry",
        label=_("Vacancies, one by one"),
        noun=Noun("вакансии", "вакансий", "вакансий"),
    )
)
VACANCIES: Final = register(
    _huntflow(
        service="huntflow_vacancy_lists",
        default_timeout=HOUR,
        default_stale_window=7 * DAY,
        parameters={"account_id": REQUIRED, "state": None},
        method="vacancies_entry",
        label=_("Lists of vacancies"),
        noun=Noun("вакансии", "вакансий", "вакансий"),
    )
)
STATUSES: Final = register(
    _huntflow(
        service="huntflow_statuses",
        default_timeout=2 * HOUR,
        parameters={"account_id": REQUIRED},
        method="statuses_entry",
        label=_("Hiring stages"),
        noun=Noun("этапы подбора", "этапов подбора", "этапов"),
    )
)
TAGS: Final = register(
    _huntflow(
        service="huntflow_tags",
        default_timeout=2 * HOUR,
        parameters={"account_id": REQUIRED},
        method="tags_entry",
        label=_("Tags of candidates"),
        noun=Noun("метки", "меток", "меток"),
    )
)
REJECTION_REASONS: Final = register(
    _huntflow(
        service="huntflow_rejection_reasons",
        default_timeout=2 * HOUR,
        parameters={"account_id": REQUIRED},
        method="rejection_reasons_entry",
        label=_("Reasons for rejection"),
        noun=Noun("причины отказа", "причин отказа", "причин"),
    )
)
ACCOUNTS: Final = register(
    _huntflow(
        service="huntflow_accounts",
        default_timeout=2 * HOUR,
        default_stale_window=7 * DAY,
        method="accounts_entry",
        label=_("Organisations"),
        noun=Noun("аккаунты Huntflow", "аккаунтов Huntflow", "аккаунтов"),
    )
)
