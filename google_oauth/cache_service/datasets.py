"""The data sets that the cache keeps, each declared once.

Facades, commands, pages, freshness badges and tests read these declarations. A new data set is one declaration
here, one line in its facade, and its timeout in `settings.API_CACHE_TIMEOUT`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings

GOOGLE: Final = "google"
HUNTFLOW: Final = "huntflow"

REQUIRED: Final = object()


@dataclass(frozen=True, slots=True)
class Noun:
    """How the log speaks of a data set, in Russian: «события», «событий», and what is counted."""

    nominative: str
    genitive: str
    counted: str


@dataclass(frozen=True, slots=True, eq=False)
class DataSet:
    """One kind of question to an upstream.

    `parameters` maps the names of the facade's arguments, in their order, to their defaults or to REQUIRED.
    `additions` are arguments that came later: at its default such a one is left out of the key, so that the
    plain question is the same question as before. `answer` is what the facade's setter calls the data.
    """

    service: str
    upstream: str
    noun: Noun
    parameters: Mapping[str, Any] = field(default_factory=dict)
    additions: Mapping[str, Any] = field(default_factory=dict)
    answer: str = "data"

    @property
    def timeout(self) -> float:
        """Seconds for which an answer is fresh."""
        return float(settings.API_CACHE_TIMEOUT[self.service])

    @property
    def stale_window(self) -> float:
        """Seconds after the timeout for which an answer may stand in for a failed refresh."""
        return float(settings.API_CACHE_STALE.get(self.service, settings.API_CACHE_STALE["default"]))

    @property
    def defaults(self) -> dict[str, Any]:
        """All parameters in their order, each with its default or REQUIRED."""
        return {**self.parameters, **self.additions}

    def asked(self, ordered: Sequence[Any], named: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters of the question that arguments ask, some in their order and some by name.

        TypeError for one too many, unknown, given twice or missing.
        """
        # `Signature.bind` says the same in twice the time.
        defaults = self.defaults
        if len(ordered) > len(defaults):
            raise TypeError(f"{self.service} takes {len(defaults)} parameters, not {len(ordered)}")
        placed = dict(zip(defaults, ordered, strict=False))
        if wrong := (named.keys() - defaults.keys()) | (named.keys() & placed.keys()):
            raise TypeError(f"{self.service}: unknown, or given twice: {', '.join(sorted(wrong))}")
        asked = {**defaults, **placed, **named}
        if missing := [name for name, value in asked.items() if value is REQUIRED]:
            raise TypeError(f"{self.service}: missing: {', '.join(missing)}")
        return self.plainly(asked)

    def plainly(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters of the question: what was asked, without the additions that are at their default."""
        return {name: value for name, value in asked.items() if not self._is_left_out(name, value)}

    def _is_left_out(self, name: str, value: Any) -> bool:
        # Exact types: to the cache, False and 0.0 are not 0.
        default = self.additions.get(name, REQUIRED)
        return type(value) is type(default) and bool(value == default)


EVENTS = DataSet(
    "google_calendar_events",
    GOOGLE,
    Noun("события календаря", "событий календаря", "событий"),
    {"calendar_id": "primary", "days_ahead": 100, "max_results": 100},
    additions={"days_back": 0},
    answer="events",
)
CALENDARS = DataSet(
    "google_calendars", GOOGLE, Noun("календари", "календарей", "календарей"), answer="calendars"
)
FILES = DataSet(
    "google_drive_files",
    GOOGLE,
    Noun("файлы Google Drive", "файлов Google Drive", "файлов"),
    {"max_results": 100},
    answer="files",
)
SHEETS = DataSet(
    "google_sheets",
    GOOGLE,
    Noun("таблицы Google Sheets", "таблиц Google Sheets", "таблиц"),
    {"max_results": 100},
    answer="sheets",
)
CANDIDATE = DataSet(
    "huntflow_candidates",
    HUNTFLOW,
    Noun("кандидаты", "кандидатов", "кандидатов"),
    {"account_id": REQUIRED, "candidate_id": REQUIRED},
)
CANDIDATE_LOG = DataSet(
    "huntflow_candidate_logs",
    HUNTFLOW,
    Noun("истории кандидатов", "историй кандидатов", "записей"),
    {"account_id": REQUIRED, "candidate_id": REQUIRED},
)
CANDIDATES = DataSet(
    "huntflow_candidate_lists",
    HUNTFLOW,
    Noun("кандидаты", "кандидатов", "кандидатов"),
    {"account_id": REQUIRED, "vacancy_id": None, "max_results": 100},
)
VACANCY = DataSet(
    "huntflow_vacancies",
    HUNTFLOW,
    Noun("вакансии", "вакансий", "вакансий"),
    {"account_id": REQUIRED, "vacancy_id": REQUIRED},
)
VACANCIES = DataSet(
    "huntflow_vacancy_lists",
    HUNTFLOW,
    Noun("вакансии", "вакансий", "вакансий"),
    {"account_id": REQUIRED, "state": None},
)
STATUSES = DataSet(
    "huntflow_statuses",
    HUNTFLOW,
    Noun("этапы подбора", "этапов подбора", "этапов"),
    {"account_id": REQUIRED},
)
TAGS = DataSet("huntflow_tags", HUNTFLOW, Noun("метки", "меток", "меток"), {"account_id": REQUIRED})
REJECTION_REASONS = DataSet(
    "huntflow_rejection_reasons",
    HUNTFLOW,
    Noun("причины отказа", "причин отказа", "причин"),
    {"account_id": REQUIRED},
)
ACCOUNTS = DataSet(
    "huntflow_accounts", HUNTFLOW, Noun("аккаунты Huntflow", "аккаунтов Huntflow", "аккаунтов")
)

DATA_SETS: Final = {
    data_set.service: data_set
    for data_set in (
        EVENTS,
        CALENDARS,
        FILES,
        SHEETS,
        CANDIDATE,
        CANDIDATE_LOG,
        CANDIDATES,
        VACANCY,
        VACANCIES,
        STATUSES,
        TAGS,
        REJECTION_REASONS,
        ACCOUNTS,
    )
}


def declared(service: str) -> DataSet:
    """The data set of `service`; ValueError when nobody declared it."""
    try:
        return DATA_SETS[service]
    except KeyError:
        raise ValueError(f"{service!r} is not a declared data set") from None


def of_upstream(upstream: str) -> Iterator[DataSet]:
    """The data sets that `upstream` answers."""
    return (data_set for data_set in DATA_SETS.values() if data_set.upstream == upstream)
