"""Services and facades fit: parameters reach the key and the upstream, defaults agree, and the way is short."""

import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from google_oauth.cache_service import CacheEntry, GoogleAPICache, HuntflowAPICache
from google_oauth.clients.google import calendar, drive
from google_oauth.clients.google.listing import Listing
from google_oauth.clients.google.scopes import CALENDAR_LIST_SCOPE, DRIVE_SCOPE, EVENTS_SCOPE
from google_oauth.clients.huntflow import accounts, applicants, vacancies
from google_oauth.models import GoogleOAuthAccount, HuntflowConnection
from google_oauth.services import (
    GoogleCalendarService,
    GoogleDriveService,
    GoogleOAuthService,
    GoogleSheetsService,
    HuntflowService,
)

# A fetch reads the account in a thread of its own.
pytestmark = pytest.mark.django_db(transaction=True)
Service = GoogleCalendarService | GoogleDriveService | GoogleSheetsService | HuntflowService
ACCOUNTS = [{"id": 1}, {"id": 2}]
# Two values of each parameter, neither of which is a default.
VALUES: dict[str, tuple[Any, Any]] = {
    "calendar_id": ("team@example.com", "anna@example.com"),
    "max_results": (7, 8),
    "days_ahead": (5, 6),
    "days_back": (3, 4),
    "account_id": (1, 2),
    "vacancy_id": (11, 12),
    "candidate_id": (21, 22),
    "state": ("OPEN", "HOLD"),
}
# The mission fixes the order of these arguments: of the service's here, of the facade's in the cache.
OWN_ORDER = {"events": ["calendar_id", "max_results", "days_ahead", "days_back"]}


@dataclass(frozen=True)
class Reading:
    """One data set: its service's methods by `name`, its facade's by `cached` and `one` of it."""

    service: type[Service]
    name: str
    facade: type[GoogleAPICache | HuntflowAPICache]
    cached: str

    def __str__(self) -> str:
        return self.name

    def entry(self, user: User, **arguments: Any) -> CacheEntry:
        made = self.service(user if self.service is HuntflowService else GoogleOAuthService(user))  # type: ignore[arg-type]
        read: Callable[..., CacheEntry] = getattr(made, f"{self.name}_entry")
        return read(**arguments)

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the entry, with their defaults."""
        return parameters_of(getattr(self.service, f"{self.name}_entry"))


READINGS = [
    Reading(GoogleCalendarService, "events", GoogleAPICache, "calendar_events"),
    Reading(GoogleCalendarService, "calendars", GoogleAPICache, "calendars"),
    Reading(GoogleDriveService, "files", GoogleAPICache, "drive_files"),
    Reading(GoogleSheetsService, "spreadsheets", GoogleAPICache, "sheets"),
    Reading(HuntflowService, "accounts", HuntflowAPICache, "accounts"),
    Reading(HuntflowService, "statuses", HuntflowAPICache, "statuses"),
    Reading(HuntflowService, "tags", HuntflowAPICache, "tags"),
    Reading(HuntflowService, "rejection_reasons", HuntflowAPICache, "rejection_reasons"),
    Reading(HuntflowService, "vacancies", HuntflowAPICache, "vacancies"),
    Reading(HuntflowService, "vacancy", HuntflowAPICache, "vacancy"),
    Reading(HuntflowService, "applicants", HuntflowAPICache, "candidates"),
    Reading(HuntflowService, "applicant", HuntflowAPICache, "candidate"),
    Reading(HuntflowService, "applicant_log", HuntflowAPICache, "candidate_log"),
]
each_reading = pytest.mark.parametrize("reading", READINGS, ids=str)


def parameters_of(method: Callable[..., Any]) -> dict[str, Any]:
    """Names and defaults, without what every method has; a candidate has one name."""
    common = {"self", "user_id", "fetch", "force", "wait"}
    return {
        name.replace("applicant_id", "candidate_id"): parameter.default
        for name, parameter in inspect.signature(method).parameters.items()
        if name not in common
    }


@pytest.fixture
def user() -> User:
    """Connected to Google and Huntflow, with the organisations 1 and 2."""
    user = User.objects.create_user("anna")
    scopes = [EVENTS_SCOPE, CALENDAR_LIST_SCOPE, DRIVE_SCOPE]
    GoogleOAuthAccount.objects.create(user=user, google_id="1", access_token="a", granted_scopes=scopes)
    HuntflowConnection.objects.create(user=user, access_token="a", refresh_token="r")
    HuntflowAPICache.set_accounts(user.pk, ACCOUNTS)
    return user


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The questions to the upstreams, each of which is its own answer."""
    questions: list[Any] = []

    def question(*args: Any, **kwargs: Any) -> list[dict[str, Any]]:
        # The first argument is the account or the connection.
        questions.append((args[1:], sorted(kwargs.items())))
        return [{"id": len(questions), "asked": repr(questions[-1])}]

    def listing(*args: Any, validator: Any = None, **kwargs: Any) -> Listing:
        return Listing(question(*args, **kwargs))

    for module, name in [(calendar, "list_events"), (calendar, "list_calendars"), (drive, "list_files")]:
        monkeypatch.setattr(module, name, listing)
    for module, names in {
        accounts: ["list_statuses", "list_tags", "list_rejection_reasons"],
        vacancies: ["list_vacancies"],
        applicants: ["list_applicants", "list_moves"],
    }.items():
        for name in names:
            monkeypatch.setattr(module, name, question)
    monkeypatch.setattr(vacancies, "get_vacancy", lambda *args: question(*args)[0])
    monkeypatch.setattr(applicants, "get_applicant", lambda *args: question(*args)[0])
    return questions


@pytest.mark.parametrize(
    ("reading", "parameter"),
    [(reading, parameter) for reading in READINGS for parameter in reading.parameters],
    ids=str,
)
def test_two_calls_that_differ_in_one_parameter_share_no_answer(
    reading: Reading, parameter: str, user: User, asked: list[Any]
) -> None:
    first = {name: VALUES[name][0] for name in reading.parameters}
    second = first | {parameter: VALUES[parameter][1]}

    answers = [reading.entry(user, **arguments).data for arguments in (first, second, first, second)]

    assert len(asked) == 2
    assert asked[0] != asked[1]
    assert answers[0] == answers[2] != answers[1] == answers[3]


@each_reading
@pytest.mark.parametrize("manner", ["get", "sync"])
def test_get_and_sync_hand_every_parameter_on(
    reading: Reading, manner: str, user: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[dict[str, Any]] = []
    values = {name: VALUES[name][0] for name in reading.parameters}
    method = getattr(reading.service, f"{reading.name}_entry")
    entry = CacheEntry([], *[None] * 4)  # type: ignore[arg-type]

    def noted(*args: Any, **kwargs: Any) -> CacheEntry:
        handed.append(dict(inspect.signature(method).bind(*args, **kwargs).arguments))
        return entry

    monkeypatch.setattr(reading.service, f"{reading.name}_entry", noted)
    made = reading.service(user if reading.service is HuntflowService else GoogleOAuthService(user))  # type: ignore[arg-type]
    getattr(made, f"{manner}_{reading.name}")(*values.values())

    forced = {"force": True} if manner == "sync" else {}
    assert handed == [{"self": made, **values, **forced}]


@each_reading
def test_service_and_facade_have_the_same_parameters_and_defaults(reading: Reading) -> None:
    methods = [getattr(reading.service, f"{manner}_{reading.name}") for manner in ("get", "sync")]
    methods += [getattr(reading.facade, f"{manner}_{reading.cached}") for manner in ("get", "fetch")]

    assert [parameters_of(method) for method in methods] == [reading.parameters] * 4


@each_reading
def test_service_and_facade_have_the_same_order_where_none_is_fixed(reading: Reading) -> None:
    order = list(parameters_of(getattr(reading.facade, f"get_{reading.cached}")))

    assert list(reading.parameters) == OWN_ORDER.get(reading.name, order)


@each_reading
def test_warm_read_is_three_frames_in_two_files_and_the_facade(
    reading: Reading, user: User, asked: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = {name: VALUES[name][0] for name in reading.parameters}
    reading.entry(user, **arguments)
    fetch = getattr(reading.facade, f"fetch_{reading.cached}")
    ways: list[list[str]] = []

    def noted(*args: Any, **kwargs: Any) -> CacheEntry:
        frame, way = sys._getframe(1), list[str]()
        while frame and "/google_oauth/" in frame.f_code.co_filename:
            way.append(Path(frame.f_code.co_filename).name)
            frame = frame.f_back  # type: ignore[assignment]
        ways.append(way)
        entry: CacheEntry = fetch(*args, **kwargs)
        return entry

    monkeypatch.setattr(reading.facade, f"fetch_{reading.cached}", staticmethod(noted))
    reading.entry(user, **arguments)

    # The facade's own frame is the third.
    assert [(len(way), len(set(way))) for way in ways] == [(2, 2)]
    assert len(asked) == (0 if reading.name == "accounts" else 1)


@pytest.mark.parametrize("max_results", [0, -1])
@pytest.mark.parametrize("name", ["events", "files", "spreadsheets", "applicants"])
def test_list_of_nothing_is_refused_and_leaves_no_entry(
    name: str, max_results: int, user: User, asked: list[Any]
) -> None:
    reading = next(reading for reading in READINGS if reading.name == name)
    arguments = {"account_id": 1} if name == "applicants" else {}

    with pytest.raises(ValueError, match="max_results"):
        reading.entry(user, **arguments, max_results=max_results)

    assert asked == []
