"""The facades: every data set has its three calls, and parameters are checked."""

import inspect
from inspect import Parameter
from typing import Any

import pytest

from google_oauth.cache_service import CacheService, GoogleAPICache, HuntflowAPICache, datasets
from google_oauth.cache_service.datasets import DATA_SETS, REQUIRED, declared

CALLS: dict[str, tuple[Any, str, dict[str, Any]]] = {
    "google_calendar_events": (GoogleAPICache, "calendar_events", {}),
    "google_calendars": (GoogleAPICache, "calendars", {}),
    "google_drive_files": (GoogleAPICache, "drive_files", {}),
    "google_sheets": (GoogleAPICache, "sheets", {}),
    "huntflow_accounts": (HuntflowAPICache, "accounts", {}),
    "huntflow_candidates": (HuntflowAPICache, "candidate", {"account_id": 1, "candidate_id": 2}),
    "huntflow_candidate_lists": (HuntflowAPICache, "candidates", {"account_id": 1}),
    "huntflow_vacancies": (HuntflowAPICache, "vacancy", {"account_id": 1, "vacancy_id": 2}),
    "huntflow_vacancy_lists": (HuntflowAPICache, "vacancies", {"account_id": 1}),
    "huntflow_statuses": (HuntflowAPICache, "statuses", {"account_id": 1}),
    "huntflow_tags": (HuntflowAPICache, "tags", {"account_id": 1}),
    "huntflow_rejection_reasons": (HuntflowAPICache, "rejection_reasons", {"account_id": 1}),
}


@pytest.mark.parametrize("service", CALLS)
def test_what_is_set_is_got_and_fetched(service: str) -> None:
    facade, name, parameters = CALLS[service]
    get, put, fetch = (getattr(facade, f"{verb}_{name}") for verb in ("get", "set", "fetch"))
    assert get(7, **parameters) is None

    put(7, ["kept"], **parameters)

    assert get(7, **parameters) == ["kept"]
    entry = fetch(7, None, **parameters)
    assert (entry.data, entry.service) == (["kept"], service)
    assert get(8, **parameters) is None


def test_every_data_set_is_reached_by_its_facade() -> None:
    for data_set in DATA_SETS.values():
        facade = GoogleAPICache if data_set.upstream == "google" else HuntflowAPICache
        getters = [getattr(facade, name) for name in dir(facade) if name.startswith("get_")]
        parameters = {name: 1 for name, default in data_set.parameters.items() if default is REQUIRED}
        CacheService.set_cached_data(data_set.service, 7, ["x"], **{**data_set.parameters, **parameters})

        answers = []
        for getter in getters:
            try:
                answers.append(getter(7, **parameters))
            except TypeError:
                continue
        assert ["x"] in answers
        CacheService.clear_all_cache()


def test_parameters_may_stand_in_their_order() -> None:
    HuntflowAPICache.set_candidate(7, {"id": 2}, 1, 2)

    assert HuntflowAPICache.get_candidate(7, 1, candidate_id=2) == {"id": 2}


@pytest.mark.parametrize(
    ("facade", "name", "answer", "parameters"),
    [
        (GoogleAPICache, "calendar_events", "events", {}),
        (GoogleAPICache, "calendars", "calendars", {}),
        (GoogleAPICache, "drive_files", "files", {}),
        (GoogleAPICache, "sheets", "sheets", {}),
        (HuntflowAPICache, "accounts", "data", {}),
        (HuntflowAPICache, "candidate", "data", {"account_id": 1, "candidate_id": 2}),
        (HuntflowAPICache, "vacancy", "data", {"account_id": 1, "vacancy_id": 2}),
    ],
)
def test_every_argument_may_stand_by_its_name(
    facade: Any, name: str, answer: str, parameters: dict[str, int]
) -> None:
    getattr(facade, f"set_{name}")(user_id=7, **{answer: ["kept"]}, **parameters)

    assert getattr(facade, f"get_{name}")(user_id=7, **parameters) == ["kept"]
    entry = getattr(facade, f"fetch_{name}")(user_id=7, fetch=None, **parameters)
    assert entry.data == ["kept"]


@pytest.mark.parametrize(
    ("accessor", "shown"),
    [
        (
            GoogleAPICache.get_calendar_events,
            "(user_id: int, calendar_id='primary', days_ahead=100, max_results=100, days_back=0)",
        ),
        (
            GoogleAPICache.set_calendar_events,
            "(user_id: int, events, calendar_id='primary', days_ahead=100, max_results=100, days_back=0)",
        ),
        (GoogleAPICache.set_drive_files, "(user_id: int, files, max_results=100)"),
        (GoogleAPICache.set_sheets, "(user_id: int, sheets, max_results=100)"),
        (HuntflowAPICache.get_accounts, "(user_id: int)"),
        (HuntflowAPICache.set_candidate, "(user_id: int, data, account_id, candidate_id)"),
        (HuntflowAPICache.get_vacancy, "(user_id: int, account_id, vacancy_id)"),
    ],
)
def test_signature_is_that_of_the_declaration(accessor: Any, shown: str) -> None:
    assert str(inspect.signature(accessor)) == shown


def test_fetch_takes_its_options_and_parameters_by_name_only() -> None:
    parameters = inspect.signature(HuntflowAPICache.fetch_candidates).parameters.values()

    assert {each.name: (each.kind.name, each.default) for each in parameters} == {
        "user_id": ("POSITIONAL_OR_KEYWORD", Parameter.empty),
        "fetch": ("POSITIONAL_OR_KEYWORD", Parameter.empty),
        "force": ("KEYWORD_ONLY", False),
        "wait": ("KEYWORD_ONLY", None),
        "bypass_since": ("KEYWORD_ONLY", None),
        "account_id": ("KEYWORD_ONLY", Parameter.empty),
        "vacancy_id": ("KEYWORD_ONLY", None),
        "max_results": ("KEYWORD_ONLY", 100),
    }


@pytest.mark.parametrize("zero", [False, 0.0])
def test_what_only_equals_the_default_of_an_addition_is_another_question(zero: Any) -> None:
    assert datasets.EVENTS.plainly({"days_back": 0, "max_results": 5}) == {"max_results": 5}
    assert datasets.EVENTS.plainly({"days_back": zero}) == {"days_back": zero}


def test_false_is_not_answered_by_the_entry_of_zero() -> None:
    GoogleAPICache.set_calendar_events(7, [1], days_back=0)

    assert GoogleAPICache.get_calendar_events(7) == [1]
    assert GoogleAPICache.get_calendar_events(7, days_back=False) is None


def test_defaults_are_those_of_the_public_names() -> None:
    GoogleAPICache.set_calendar_events(7, [1])

    assert CacheService.get_cached_data(
        "google_calendar_events", 7, calendar_id="primary", days_ahead=100, max_results=100
    ) == [1]


def test_short_list_never_answers_a_longer_question() -> None:
    GoogleAPICache.set_calendar_events(7, [1], max_results=10)

    assert GoogleAPICache.get_calendar_events(7, max_results=100) is None
    assert GoogleAPICache.get_calendar_events(7, days_back=30, max_results=10) is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda: HuntflowAPICache.get_candidate(7, account_id=1),
        lambda: HuntflowAPICache.get_candidate(account_id=1, candidate_id=2),
        lambda: HuntflowAPICache.set_candidate(7, account_id=1, candidate_id=2),
        lambda: HuntflowAPICache.set_candidate(7, {}, data={}, account_id=1, candidate_id=2),
        lambda: GoogleAPICache.set_sheets(7, data=[]),
        lambda: GoogleAPICache.fetch_sheets(7, None, 100),
        lambda: GoogleAPICache.get_calendar_events(7, days_back=0.0),
        lambda: HuntflowAPICache.get_candidate(7, 1, 2, 3),
        lambda: HuntflowAPICache.get_candidate(7, 1, 2, account_id=1),
        lambda: GoogleAPICache.get_sheets(7, nonsense=1),
        lambda: GoogleAPICache.get_sheets("7"),
        lambda: (
            GoogleAPICache.get_sheets(7, max_results="100") or GoogleAPICache.get_sheets(7, max_results=1.5)
        ),
    ],
)
def test_wrong_parameters_are_type_errors(ask: Any) -> None:
    with pytest.raises(TypeError):
        ask()


def test_undeclared_service_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        declared("nonsense")


def test_removal_of_a_user_leaves_other_users_and_the_other_upstream() -> None:
    GoogleAPICache.set_sheets(7, [1])
    GoogleAPICache.set_drive_files(7, [1], max_results=5)
    GoogleAPICache.set_drive_files(7, [1])
    GoogleAPICache.set_sheets(8, [1])
    HuntflowAPICache.set_accounts(7, [1])

    assert GoogleAPICache.invalidate_user_cache(7) == 3
    assert CacheService.get_cache_stats()["services"] == {"google_sheets": 1, "huntflow_accounts": 1}


def test_windows_are_declared_by_the_settings() -> None:
    assert (datasets.SHEETS.timeout, datasets.SHEETS.stale_window) == (600, 24 * 3600)
    assert datasets.ACCOUNTS.stale_window == 7 * 24 * 3600
