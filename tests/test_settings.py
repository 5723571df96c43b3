"""The settings under various environments."""

import os
import runpy
import subprocess
import sys
from typing import Any

import pytest
from environs import Env, EnvError

from config.sandboxed import USUAL_URL, sandboxed
from tests.environment import ROOT, documented_variables

PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": "a-secret-key",
    "ALLOWED_HOSTS": "dashboard.example.com",
    "DATABASE_URL": "postgres://dashboard@db.internal/dashboard",
    "REDIS_URL": "redis://cache.internal:6379/1",
    "API_CACHE_ENCRYPTION_KEYS": "Y2FjaGUta2V5LWNhY2hlLWtleS1jYWNoZS1rZXktMDA=",
    "TOKEN_ENCRYPTION_KEYS": "bmV3LWtleS1uZXcta2V5LW5ldy1rZXktbmV3LWtleS0=,b2xkLWtleS1vbGQta2V5LW9sZC1rZXktb2xkLWtleS0=",
}


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a `.env` nor a variable of the shell."""
    monkeypatch.setattr(Env, "read_env", lambda *_args, **_options: None)
    # Set first, so that it is taken away again: the settings set it for the sandbox.
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "")
    for name in documented_variables():
        monkeypatch.delenv(name, raising=False)


def settings_under(monkeypatch: pytest.MonkeyPatch, **environ: str) -> dict[str, Any]:
    """What the settings module defines under these variables."""
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "config" / "settings.py"))


def test_an_empty_environment_is_a_development_setup(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_under(monkeypatch)

    assert settings["DEBUG"] is True
    assert "sandbox" in settings["INSTALLED_APPS"]
    assert settings["CACHES"]["default"]["LOCATION"] == "redis://127.0.0.1:6379/1"
    assert settings["DATABASES"]["default"]["NAME"] == str(ROOT / "db.sqlite3")


def test_without_a_client_development_asks_the_sandbox_and_nobody_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = settings_under(monkeypatch)

    assert settings["SANDBOX_URL"] == USUAL_URL
    assert {name: settings[name] for name in sandboxed(USUAL_URL)} == sandboxed(USUAL_URL)


def test_with_a_client_development_asks_google(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_under(monkeypatch, GOOGLE_OAUTH_CLIENT_ID="id")

    assert (settings["SANDBOX_URL"], settings["GOOGLE_OAUTH_CLIENT_ID"]) == ("", "id")
    assert settings["GOOGLE_API_BASE_URL"] == "https://www.googleapis.com"


def test_production_without_a_client_asks_no_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_under(monkeypatch, **PRODUCTION)

    assert (settings["SANDBOX_URL"], settings["GOOGLE_OAUTH_CLIENT_ID"]) == ("", "")


def test_sandbox_that_is_named_goes_before_a_client(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "http://127.0.0.1:9123"

    settings = settings_under(monkeypatch, SANDBOX_URL=url, GOOGLE_OAUTH_CLIENT_ID="id")

    assert {name: settings[name] for name in sandboxed(url)} == sandboxed(url)


def test_the_defaults_are_those_of_the_example(monkeypatch: pytest.MonkeyPatch) -> None:
    with_example = {name: value for name, value in documented_variables().items() if value}
    with_example["DATABASE_URL"] = f"sqlite:///{ROOT}/db.sqlite3"

    def configured(**environ: str) -> dict[str, Any]:
        found = settings_under(monkeypatch, **environ)
        return {name: found[name] for name in found if name.isupper()}

    assert configured() == configured(**with_example)


@pytest.mark.parametrize("value", ["", " "])
def test_production_names_every_variable_that_is_missing_or_empty(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    with pytest.raises(EnvError) as raised:
        settings_under(monkeypatch, DEBUG="false", SECRET_KEY=value)

    assert str(raised.value) == (
        "With DEBUG=false these variables must be set: "
        "SECRET_KEY, TOKEN_ENCRYPTION_KEYS, ALLOWED_HOSTS, DATABASE_URL, REDIS_URL"
    )


def test_production_keeps_a_connection_to_postgresql_and_notices_one_that_is_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database = settings_under(monkeypatch, **PRODUCTION)["DATABASES"]["default"]

    assert database["OPTIONS"] == {"connect_timeout": 2}
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)


def test_options_of_the_database_address_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_under(monkeypatch, DATABASE_URL="postgres://u@h/d?sslmode=require&connect_timeout=5")

    assert settings["DATABASES"]["default"]["OPTIONS"] == {"connect_timeout": 5, "sslmode": "require"}


def test_the_log_is_json_in_production_and_readable_in_development(monkeypatch: pytest.MonkeyPatch) -> None:
    def formatter(**environ: str) -> str:
        return settings_under(monkeypatch, **environ)["LOGGING"]["handlers"]["console"]["formatter"]

    assert formatter() == "line"
    assert formatter(**PRODUCTION) == "json"


def test_a_production_environment_passes_the_checks_of_a_deployment() -> None:
    environ = {
        **os.environ,
        **PRODUCTION,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SECRET_KEY": "a-secret-key-of-fifty-characters-that-nobody-could-guess-0123456789",
        "GOOGLE_OAUTH_CLIENT_ID": "client.apps.googleusercontent.com",
        "GOOGLE_OAUTH_CLIENT_SECRET": "client-secret",
        "GOOGLE_WORKSPACE_DOMAINS": "example.com",
    }

    ended = subprocess.run(
        [sys.executable, "-Werror", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == "System check identified no issues (0 silenced).\n"


def test_production_sends_cookies_over_tls_only_and_knows_no_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_under(monkeypatch, **PRODUCTION)

    assert settings["DEBUG"] is False
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_SECURE"] is True
    assert settings["CSRF_COOKIE_HTTPONLY"] is True
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] > 0
    assert "sandbox" not in settings["INSTALLED_APPS"]
    assert len(settings["TOKEN_ENCRYPTION_KEYS"]) == 2


def test_a_tls_proxy_is_believed_only_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "SECURE_PROXY_SSL_HEADER" not in settings_under(monkeypatch)
    assert settings_under(monkeypatch, BEHIND_TLS_PROXY="true")["SECURE_PROXY_SSL_HEADER"] == (
        "HTTP_X_FORWARDED_PROTO",
        "https",
    )


@pytest.mark.parametrize(("name", "value"), [("DEBUG", "perhaps"), ("SECURE_SSL_REDIRECT", "2")])
def test_a_value_that_cannot_be_read_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    with pytest.raises(EnvError, match=name):
        settings_under(monkeypatch, **{name: value})


def test_sessions_live_in_the_database_and_api_answers_in_redis(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_under(
        monkeypatch, REDIS_URL="redis://cache.internal:6380/3", DATABASE_URL="postgres://u@h/d"
    )

    assert settings["SESSION_ENGINE"] == "google_oauth.core.session_backend"
    assert settings["CACHES"]["default"]["BACKEND"] == "django_redis.cache.RedisCache"
    assert settings["CACHES"]["default"]["LOCATION"] == "redis://cache.internal:6380/3"
    assert settings["CACHES"]["default"]["OPTIONS"]["CLIENT_CLASS"] == "django_redis.client.DefaultClient"
    assert settings["DATABASES"]["default"]["ENGINE"] == "django.db.backends.postgresql"


def test_the_timeouts_are_those_of_the_data_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    timeouts = settings_under(monkeypatch)["API_CACHE_TIMEOUT"]

    assert (
        timeouts.items()
        >= {
            "google_calendar_events": 300,
            "google_drive_files": 600,
            "google_sheets": 600,
            "huntflow_candidates": 1800,
            "huntflow_vacancies": 3600,
            "huntflow_accounts": 7200,
        }.items()
    )


@pytest.mark.parametrize("module", ["config.wsgi", "config.asgi"])
def test_a_server_without_configuration_does_not_start_in_development_mode(module: str) -> None:
    code = f"import environs; environs.Env.read_env = lambda *_a, **_o: None; import {module}"
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"}

    ended = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert ended.returncode == 1
    assert "EnvError: With DEBUG=false these variables must be set: SECRET_KEY, " in ended.stderr


@pytest.mark.parametrize("module", ["config.wsgi", "config.asgi"])
def test_a_configured_server_has_an_application(module: str) -> None:
    code = f"import {module} as entry; assert callable(entry.application)"
    environ = os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", **PRODUCTION}

    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, timeout=30, check=True)
