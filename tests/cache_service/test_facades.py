"""The facades: every data set has its three calls, and parameters are checked."""

import inspect
from inspect import Parameter
from typing import Any

import pytest

from google_oauth.cache_service import CacheService, GoogleAPICache, HuntflowAPICache
from google_oauth.cache_service.datasets import DATA_SETS, REQUIRED, DataSet

CALLS: dict[str, tuple[Any, str, dict[str, Any]]] = {
    "google_calendar_events": (GoogleAPICache, "calendar_events", {}),
    "google_calendars": (GoogleAPICache, "calendars", {}),
    "google_drive_files": (GoogleAPICache, "drive_files", {}),
    "google_sheets": (GoogleAPICache, "sheets", {}),
    "huntflow_accounts": (HuntflowAPICache, "accounts", {}),
    "huntflow_candidates": (HuntflowAPICache, "candidate", {"account_id": 1, "candidate_id": 2}),
    "huntflow_candidate_logs": (HuntflowAPICache, "candidate_log", {"account_id": 1, "candidate_id": 2}),
    "huntflow_candidate_lists": (HuntflowAPICache, "candidates", {"account_id": 1}),
    "huntflow_vacancies": (HuntflowAPICache, "vacancy", {"account_id": 1, "vacancy_id": 2}),
    "huntflow_vacancy_lists": (HuntflowAPICache, "vacancies", {"account_id": 1}),
    "huntflow_statuses": (HuntflowAPICache, "statuses", {"account_id": 1}),
    "huntflow_tags": (HuntflowAPICache, "tags", {"account_id": 1}),
    "huntflow_rejection_reasons": (HuntflowAPICache, "rejection_reasons", {"account_id": 1}),
}


def accessor(verb: str, service: str) -> Any:
    facade, name, _ = CALLS[service]
    return getattr(facade, f"{verb}_{name}")


def parameters_after(accessor: Any, first: int) -> dict[str, Any]:
    """The parameters of an accessor behind the first ones, with their defaults or REQUIRED."""
    parameters = list(inspect.signature(accessor).parameters.values())[first:]
    return {each.name: REQUIRED if each.default is Parameter.empty else each.default for each in parameters}


def test_every_data_set_has_its_calls_and_no_call_is_without_a_data_set() -> None:
    assert CALLS.keys() == DATA_SETS.keys()
    written = {
        (facade, name)
        for facade in (GoogleAPICache, HuntflowAPICache)
        for name in vars(facade)
        if name.startswith(("get_", "set_", "fetch_"))
    }
    assert written == {
        (facade, f"{verb}_{name}") for facade, name, _ in CALLS.values() for verb in ("get", "set", "fetch")
    }


@pytest.mark.parametrize("data_set", DATA_SETS.values(), ids=lambda data_set: data_set.service)
def test_parameters_of_the_calls_are_those_of_the_declaration(data_set: DataSet) -> None:
    get, put, fetch = (accessor(verb, data_set.service) for verb in ("get", "set", "fetch"))

    declared = list(data_set.parameters.items())
    assert list(parameters_after(get, 1).items()) == declared
    assert list(parameters_after(put, 2).items()) == declared
    assert list(parameters_after(fetch, 4).items()) == declared


@pytest.mark.parametrize("data_set", DATA_SETS.values(), ids=lambda data_set: data_set.service)
def test_all_calls_of_a_data_set_mean_the_same_entry(data_set: DataSet) -> None:
    values = {name: number for number, name in enumerate(data_set.parameters, 1)}
    if "calendar_id" in values or "state" in values:
        values |= dict.fromkeys(values.keys() & {"calendar_id", "state"}, "text")

    accessor("set", data_set.service)(7, ["kept"], **values)

    assert CacheService.get_cached_data(data_set.service, 7, **values) == ["kept"]
    assert accessor("get", data_set.service)(7, *values.values()) == ["kept"]
    assert accessor("fetch", data_set.service)(7, None, **values).data == ["kept"]
    assert CacheService.count_entries() == 1


@pytest.mark.parametrize("service", CALLS)
def test_what_is_set_is_got_and_fetched(service: str) -> None:
    _, _, parameters = CALLS[service]
    get, put, fetch = (accessor(verb, service) for verb in ("get", "set", "fetch"))
    assert get(7, **parameters) is None

    put(7, ["kept"], **parameters)

    assert get(7, **parameters) == ["kept"]
    entry = fetch(7, None, **parameters)
    assert (entry.data, entry.service) == (["kept"], service)
    assert get(8, **parameters) is None


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
    ("accessor", "names"),
    [
        (GoogleAPICache.get_calendar_events, "user_id calendar_id days_ahead max_results days_back"),
        (GoogleAPICache.set_calendar_events, "user_id events calendar_id days_ahead max_results days_back"),
        (GoogleAPICache.set_calendars, "user_id calendars"),
        (GoogleAPICache.set_drive_files, "user_id files max_results"),
        (GoogleAPICache.set_sheets, "user_id sheets max_results"),
        (HuntflowAPICache.get_accounts, "user_id"),
        (HuntflowAPICache.set_candidate, "user_id data account_id candidate_id"),
        (HuntflowAPICache.get_vacancy, "user_id account_id vacancy_id"),
    ],
)
def test_arguments_have_these_names_in_this_order(accessor: Any, names: str) -> None:
    parameters = inspect.signature(accessor).parameters.values()

    assert [each.name for each in parameters] == names.split()
    assert {each.kind.name for each in parameters} == {"POSITIONAL_OR_KEYWORD"}


def test_fetch_takes_its_options_and_parameters_by_name_only() -> None:
    parameters = inspect.signature(HuntflowAPICache.fetch_candidates).parameters.values()

    assert {each.name: (each.kind.name, each.default) for each in parameters} == {
        "user_id": ("POSITIONAL_OR_KEYWORD", Parameter.empty),
        "fetch": ("POSITIONAL_OR_KEYWORD", Parameter.empty),
        "force": ("KEYWORD_ONLY", False),
        "wait": ("KEYWORD_ONLY", None),
        "account_id": ("KEYWORD_ONLY", Parameter.empty),
        "vacancy_id": ("KEYWORD_ONLY", None),
        "max_results": ("KEYWORD_ONLY", 300),
    }


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


def test_removal_of_a_user_leaves_other_users_and_the_other_upstream() -> None:
    GoogleAPICache.set_sheets(7, [1])
    GoogleAPICache.set_drive_files(7, [1], max_results=5)
    GoogleAPICache.set_drive_files(7, [1])
    GoogleAPICache.set_sheets(8, [1])
    HuntflowAPICache.set_accounts(7, [1])

    assert GoogleAPICache.invalidate_user_cache(7) == 3
    assert CacheService.get_cache_stats()["services"] == {"google_sheets": 1, "huntflow_accounts": 1}
