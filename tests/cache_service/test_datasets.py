"""Declarations of data sets, and all that follows from one."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from pytest_django.fixtures import Settings

from google_oauth.cache_service import CacheEntry, CacheService, datasets
from google_oauth.cache_service.checks import check_data_sets
from google_oauth.cache_service.datasets import DATA_SETS, EVENTS, GOOGLE, DataSet, data_set_of, register

WEATHER = DataSet(service="office_weather", upstream="weather", default_timeout=60)


@pytest.fixture
def weather(monkeypatch: pytest.MonkeyPatch) -> DataSet:
    """A data set of a project's own, for the length of a test."""
    monkeypatch.setitem(DATA_SETS, WEATHER.service, WEATHER)
    return WEATHER


@pytest.mark.parametrize("zero", [False, 0.0])
def test_what_only_equals_the_default_of_a_later_parameter_is_another_key(zero: Any) -> None:
    plain = {"calendar_id": "primary", "days_ahead": 100, "max_results": 5}

    assert EVENTS.key_parameters("primary", 100, 5, 0) == plain
    assert EVENTS.key_parameters("primary", 100, 5, zero) == {**plain, "days_back": zero}


def test_one_value_too_few_is_an_error() -> None:
    with pytest.raises(ValueError, match="shorter"):
        EVENTS.key_parameters("primary", 100, 5)


def test_undeclared_service_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        data_set_of("nonsense")
    with pytest.raises(ValueError, match="office_weather"):
        CacheService.get_cached_data("office_weather", 7)


@pytest.mark.parametrize("service", ["google_sheets", "", "a:b", "a*", "two words", "a-b"])
def test_name_that_is_taken_or_no_name_is_refused(service: str) -> None:
    before = dict(DATA_SETS)

    with pytest.raises(ValueError, match=r"declared already|not a name"):
        register(DataSet(service=service, upstream=GOOGLE, default_timeout=60))

    assert before == DATA_SETS


def test_project_registers_a_data_set_and_uses_the_cache() -> None:
    before = list(DATA_SETS)
    try:
        assert register(WEATHER) is DATA_SETS["office_weather"]
        CacheService.set_cached_data("office_weather", 7, {"degrees": -4}, city="Москва")
        assert CacheService.get_cached_data("office_weather", 7, city="Москва") == {"degrees": -4}
        entry = CacheService.get_or_fetch("office_weather", 7, lambda _: {"degrees": 3}, city="Тверь")
        assert isinstance(entry, CacheEntry)
        assert CacheService.get_cache_stats()["services"] == {"office_weather": 2}
        assert check_data_sets() == []
        assert CacheService.invalidate_cache("office_weather", 7) == 2
    finally:
        DATA_SETS.pop("office_weather", None)
    assert list(DATA_SETS) == before


def test_settings_override_declarations(settings: Settings, weather: DataSet) -> None:
    assert (weather.timeout, weather.stale_window) == (60, 24 * 3600)

    settings.API_CACHE_TIMEOUT = {**settings.API_CACHE_TIMEOUT, "office_weather": 5}
    settings.API_CACHE_STALE = {"default": 9}

    assert (weather.timeout, weather.stale_window) == (5, 9)


def test_timeouts_of_the_settings_are_those_of_the_declarations() -> None:
    declared = {data_set.service: data_set.default_timeout for data_set in DATA_SETS.values()}

    assert django_settings.API_CACHE_TIMEOUT.items() <= declared.items()


def test_vacancies_and_organisations_may_be_stale_for_a_week_and_others_for_a_day() -> None:
    week = {data_set.service for data_set in DATA_SETS.values() if data_set.stale_window == 7 * 24 * 3600}

    assert week == {"huntflow_vacancies", "huntflow_vacancy_lists", "huntflow_accounts"}
    assert {data_set.stale_window for data_set in DATA_SETS.values()} == {24 * 3600, 7 * 24 * 3600}
    assert datasets.SHEETS.timeout == 600


def test_title_of_a_data_set_without_a_label_is_its_service(weather: DataSet) -> None:
    assert weather.title == "office_weather"
