"""The settings of the cache: defaults of its own, which Django's settings override."""

import pytest
from pytest_django.fixtures import Settings

from config import settings as project
from google_oauth.cache_service.conf import Conf, Setting, conf
from google_oauth.cache_service.datasets import CALENDARS, SHEETS


def test_setting_that_django_does_not_have_is_at_its_default(settings: Settings) -> None:
    del settings.API_CACHE_TIMEOUT

    assert (conf.soft_timeout, conf.timeout) == (0.5, {})


def test_django_settings_override_at_once(settings: Settings) -> None:
    settings.API_CACHE_SOFT_TIMEOUT = 0.25

    assert conf.soft_timeout == 0.25


def test_conf_is_read_only() -> None:
    with pytest.raises(AttributeError, match="API_CACHE_LEASE"):
        conf.lease = 3.0


def test_project_does_not_state_the_defaults_again() -> None:
    names = {setting.name for setting in vars(Conf).values() if isinstance(setting, Setting)}

    assert {name for name in names if hasattr(project, name)} == {
        "API_CACHE_TIMEOUT",
        "API_CACHE_STALE",
        "API_CACHE_ENCRYPTION_KEYS",
    }
    assert len(names) == 15


def test_settings_override_what_a_data_set_declares(settings: Settings) -> None:
    settings.API_CACHE_TIMEOUT = {"google_sheets": 5}
    settings.API_CACHE_STALE = {"google_sheets": 7, "default": 9}

    assert (SHEETS.timeout, CALENDARS.timeout) == (5.0, 3600.0)
    assert (SHEETS.stale_window, CALENDARS.stale_window) == (7.0, 9.0)


def test_data_set_keeps_its_own_stale_window_without_a_default(settings: Settings) -> None:
    settings.API_CACHE_STALE = {}

    assert SHEETS.stale_window == SHEETS.default_stale_window
