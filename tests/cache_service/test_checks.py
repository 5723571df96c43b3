"""Wrong limits are said at start."""

from copy import deepcopy
from typing import Any

import pytest
from cryptography.fernet import Fernet
from pytest_django.fixtures import Settings

from google_oauth.cache_service.checks import (
    check_cache_encryption_keys,
    check_data_sets,
    check_limits,
    check_names,
    check_redis,
)


@pytest.fixture(autouse=True)
def _development(settings: Settings) -> None:
    # pytest-django switches it off.
    settings.DEBUG = True


def ids() -> list[str | None]:
    return [
        error.id
        for check in (check_data_sets, check_names, check_cache_encryption_keys, check_limits, check_redis)
        for error in check()
    ]


def test_defaults_are_right() -> None:
    assert ids() == []


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("API_CACHE_SOFT_TIMEOUT", 9, "E014"),
        ("API_CACHE_SOFT_TIMEOUT", -1, "E013"),
        ("API_CACHE_SOFT_TIMEOUT", True, "E013"),
        ("API_CACHE_HARD_TIMEOUT", 0, "E013"),
        ("API_CACHE_LEASE", 0.5, "E015"),
        ("API_CACHE_LEASE", 61, "E015"),
        ("API_CACHE_LEASE", "2", "E013"),
        ("API_CACHE_BACKOFF", 301, "E016"),
        ("API_CACHE_EAGER_RATIO", 1.1, "E017"),
        ("API_CACHE_MAX_THREADS", None, "E013"),
        ("API_CACHE_RETRY_AFTER", 30, "E022"),
    ],
)
def test_limit_out_of_bounds_is_an_error(name: str, value: Any, expected: str, settings: Settings) -> None:
    setattr(settings, name, value)

    assert ids() == [f"google_oauth.{expected}"]


@pytest.mark.parametrize(
    ("timeouts", "expected"),
    [({"google_sheets": 0}, "E010"), ({"google_sheets": None}, "E010"), ({"google_sheet": 60}, "E011")],
)
def test_data_set_without_a_timeout_is_an_error(
    timeouts: dict[str, Any], expected: str, settings: Settings
) -> None:
    settings.API_CACHE_TIMEOUT = {**settings.API_CACHE_TIMEOUT, **timeouts}

    assert ids() == [f"google_oauth.{expected}"]


@pytest.mark.parametrize(
    "windows", [{"default": -1}, {"default": None}, {"default": 60, "google_sheets": -1}]
)
def test_stale_window_that_is_no_number_from_zero_up_is_an_error(
    windows: dict[str, Any], settings: Settings
) -> None:
    settings.API_CACHE_STALE = windows

    assert ids() == ["google_oauth.E012"]


@pytest.mark.parametrize(
    ("option", "value", "expected"),
    [
        ("SOCKET_TIMEOUT", None, "E019"),
        ("SOCKET_CONNECT_TIMEOUT", 0, "E019"),
        ("SERIALIZER", "django_redis.serializers.pickle.PickleSerializer", "E020"),
    ],
)
def test_redis_options_that_endanger_pages_are_errors(
    option: str, value: Any, expected: str, settings: Settings
) -> None:
    caches = deepcopy(settings.CACHES)
    caches["default"]["OPTIONS"][option] = value
    settings.CACHES = caches

    assert ids() == [f"google_oauth.{expected}"]


def test_pickle_by_default_is_an_error(settings: Settings) -> None:
    caches = deepcopy(settings.CACHES)
    del caches["default"]["OPTIONS"]["SERIALIZER"]
    settings.CACHES = caches

    assert ids() == ["google_oauth.E020"]


@pytest.mark.parametrize("key", ["not a key", "c2hvcnQ=", "ключ", "x" * 44 + "y"])
def test_cache_key_that_is_none_is_an_error(key: str, settings: Settings) -> None:
    settings.API_CACHE_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), key]

    assert ids() == ["google_oauth.E021"]


def test_production_without_a_key_of_the_cache_is_warned(settings: Settings) -> None:
    settings.DEBUG = False
    assert ids() == ["google_oauth.W001"]

    settings.API_CACHE_ENCRYPTION_KEYS = [Fernet.generate_key().decode()]
    assert ids() == []


def test_another_backend_is_an_error(settings: Settings) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

    assert ids() == ["google_oauth.E018"]
