"""Wrong configuration, as `manage.py check` tells of it."""

from typing import Any

import pytest
from django.core.checks import Tags, run_checks

PRODUCTION = {"DEBUG": False, "GOOGLE_WORKSPACE_DOMAINS": ["example.com"]}
HOST_COOKIES = {
    "SESSION_COOKIE_NAME": "__Host-sessionid",
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_NAME": "__Host-csrftoken",
    "CSRF_COOKIE_SECURE": True,
}


def ours(settings: Any, **values: Any) -> list[str]:
    for name, value in {**PRODUCTION, **values}.items():
        setattr(settings, name, value)
    messages = run_checks(tags=[Tags.security, Tags.database], databases=["default"])
    return [str(message.id) for message in messages if str(message.id).startswith("google_oauth.E00")]


def test_good_production_has_nothing_to_say(settings: Any) -> None:
    assert ours(settings) == []
    assert ours(settings, **HOST_COOKIES) == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"GOOGLE_WORKSPACE_DOMAINS": []}, "E001"),
        ({"GOOGLE_OAUTH_CLIENT_ID": ""}, "E002"),
        ({"GOOGLE_OAUTH_CLIENT_SECRET": ""}, "E002"),
        ({"SESSION_ENGINE": "django.contrib.sessions.backends.cache"}, "E003"),
        ({"SESSION_ENGINE": "django.contrib.sessions.backends.db"}, "E003"),
        ({"SESSION_ENGINE": "django.contrib.sessions.backends.cached_db"}, "E003"),
        ({"SESSION_ENGINE": "django.contrib.sessions.backends.signed_cookies"}, "E003"),
        ({"TOKEN_ENCRYPTION_KEYS": []}, "E005"),
        ({"TOKEN_ENCRYPTION_KEYS": ["not a key"]}, "E005"),
        ({"HUNTFLOW_ALLOWED_HOSTS": [".huntflow.ru", "*"]}, "E006"),
        ({"HUNTFLOW_ALLOWED_HOSTS": ["*.example.com"]}, "E006"),
        ({"HUNTFLOW_ALLOWED_HOSTS": ["https://hr.example.com"]}, "E006"),
        ({"HUNTFLOW_ALLOWED_HOSTS": ["hr.example.com/v2"]}, "E006"),
        ({"HUNTFLOW_ALLOWED_HOSTS": ["hr.example.com:none"]}, "E006"),
        ({"HUNTFLOW_ALLOWED_HOSTS": ["."]}, "E006"),
        ({"HUNTFLOW_ALLOWED_HOSTS": [""]}, "E006"),
        ({"HUNTFLOW_API_BASE_URL": "http://api.huntflow.ru/v2"}, "E007"),
        ({"SESSION_COOKIE_NAME": "__Host-sessionid", "SESSION_COOKIE_SECURE": False}, "E008"),
        ({**HOST_COOKIES, "SESSION_COOKIE_PATH": "/app"}, "E008"),
        ({**HOST_COOKIES, "CSRF_COOKIE_DOMAIN": ".example.com"}, "E008"),
        ({"GOOGLE_OAUTH_TOKEN_URI": "http://oauth2.googleapis.com/token"}, "E007"),
    ],
)
def test_wrong_setting_is_an_error_with_a_hint(values: dict[str, Any], expected: str, settings: Any) -> None:
    assert ours(settings, **values) == [f"google_oauth.{expected}"]


def test_hosts_of_ones_own_and_a_stand_in_on_this_machine_are_fine(settings: Any) -> None:
    hosts = ["hr.example.com", "hr.example.com:8443", ".example.com", "10.0.0.7", "[fd00::7]:8443"]

    assert (
        ours(settings, HUNTFLOW_ALLOWED_HOSTS=hosts, HUNTFLOW_API_BASE_URL="http://127.0.0.1:8900/v2") == []
    )


@pytest.mark.parametrize("values", [{"GOOGLE_WORKSPACE_DOMAINS": []}, {"GOOGLE_OAUTH_CLIENT_ID": ""}])
def test_development_may_leave_it_empty(values: dict[str, Any], settings: Any) -> None:
    assert ours(settings, DEBUG=True, **values) == []


def test_transaction_around_every_request_is_an_error(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.DATABASES["default"], "ATOMIC_REQUESTS", True)

    assert ours(settings) == ["google_oauth.E004"]
