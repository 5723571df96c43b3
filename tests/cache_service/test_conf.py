"""The settings of the cache: defaults of its own, which Django's settings override."""

import pytest
from django.conf import settings as django_settings
from pytest_django.fixtures import Settings

from google_oauth.cache_service.conf import Conf, conf, stale_window_of, timeout_of


def test_setting_that_django_does_not_have_is_at_its_default(settings: Settings) -> None:
    del settings.API_CACHE_SOFT_TIMEOUT
    del settings.API_CACHE_TIMEOUT

    assert (conf.soft_timeout, conf.timeout) == (0.5, {})


def test_django_settings_override_at_once(settings: Settings) -> None:
    settings.API_CACHE_SOFT_TIMEOUT = 0.25

    assert conf.soft_timeout == 0.25


def test_conf_is_read_only() -> None:
    with pytest.raises(AttributeError, match="API_CACHE_LEASE"):
        conf.lease = 3.0


def test_project_keeps_the_defaults_of_what_is_one_number_for_all_data_sets() -> None:
    defaults = {
        setting.name: setting.default
        for name in set(vars(Conf)) - {"timeout", "stale", "encryption_keys"}
        if hasattr(setting := getattr(Conf, name), "default")
    }

    assert defaults == {name: getattr(django_settings, name) for name in defaults}
    assert len(defaults) == 12


def test_settings_override_what_a_data_set_declares(settings: Settings) -> None:
    settings.API_CACHE_TIMEOUT = {"google_sheets": 5}
    settings.API_CACHE_STALE = {"google_sheets": 7, "default": 9}

    assert [timeout_of(service, 1) for service in ("google_sheets", "google_calendars")] == [5.0, 1.0]
    assert [stale_window_of(service, 1) for service in ("google_sheets", "google_calendars")] == [7.0, 9.0]


def test_data_set_keeps_its_own_stale_window_without_a_default(settings: Settings) -> None:
    settings.API_CACHE_STALE = {}

    assert stale_window_of("google_sheets", 1) == 1.0
