"""The lines of the log: the development server's without queries, production's as JSON."""

import json
import logging
from typing import Any

import pytest
from django.core.servers.basehttp import WSGIRequestHandler
from django.test import Client
from pytest_django.fixtures import Settings

from config import settings
from google_oauth.core import json_log, tracing
from google_oauth.exceptions import UpstreamUnavailable

CALLBACK = "GET /google/callback/?state=st4te&code=c0de HTTP/1.1"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    logger = logging.getLogger("django.server")
    shortened = json_log.WithoutQuery()
    logger.addFilter(shortened)
    logger.addHandler(caplog.handler)
    yield caplog
    logger.removeHandler(caplog.handler)
    logger.removeFilter(shortened)


def server(line: str) -> WSGIRequestHandler:
    handler = WSGIRequestHandler.__new__(WSGIRequestHandler)
    handler.requestline, handler.request, handler.client_address = line, None, ("127.0.0.1", 1)  # type: ignore[assignment]
    return handler


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        (CALLBACK, '"GET /google/callback/?… HTTP/1.1" 302 0'),
        ("GET /candidates/?q=Anna Smirnova HTTP/1.1", '"GET /candidates/?… HTTP/1.1" 302 0'),
        ("GET /calendar/ HTTP/1.1", '"GET /calendar/ HTTP/1.1" 302 0'),
    ],
)
def test_line_of_a_request_has_no_query(lines: pytest.LogCaptureFixture, line: str, shown: str) -> None:
    server(line).log_request(302, 0)

    assert shown in lines.messages


def test_line_of_an_error_has_no_query(lines: pytest.LogCaptureFixture) -> None:
    server(CALLBACK).log_error("code %d, message %s", 400, f"Bad request syntax ({CALLBACK!r})")

    assert "c0de" not in lines.text


def test_settings_shorten_what_the_server_logs() -> None:
    configured = settings.LOGGING["loggers"]["django.server"]["filters"]

    assert [settings.LOGGING["filters"][name] for name in configured] == [{"()": json_log.WithoutQuery}]


def as_json(message: str, *args: object, error: Exception | None = None, **extra: Any) -> dict[str, Any]:
    """The line that a logger would write."""
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.getLogger("some.logger").makeRecord(
        "some.logger", logging.WARNING, "file.py", 1, message, args, info, extra=extra
    )
    line = json_log.JsonLines().format(record)
    assert "\n" not in line
    return json.loads(line)


def failure() -> Exception:
    """An exception of ours, caused by one that quotes what it was given."""
    try:
        int("anna" + chr(64) + "example.com")
    except ValueError as exc:
        cause = exc
    error = UpstreamUnavailable("google", "timeout")
    error.__cause__ = cause
    return error


def test_json_line_outside_of_requests_has_the_message_and_nothing_unknown() -> None:
    line = as_json("📦 Получены %s\nиз кэша", "события")

    assert line.pop("time").endswith("+00:00")
    assert line == {"level": "WARNING", "logger": "some.logger", "message": "📦 Получены события\nиз кэша"}


def test_json_line_names_the_request_its_user_and_the_extras() -> None:
    with tracing.traced(tracing.Trace("request-1", 7)):
        line = as_json(
            "…", service="google_sheets", outcome="stored", duration=0.25, status=200, email="a@example.com"
        )

    assert list(line) == [
        "time", "level", "logger", "message",
        "request_id", "user_id", "service", "outcome", "duration", "status",
    ]  # fmt: skip
    assert (line["request_id"], line["user_id"], line["duration"]) == ("request-1", 7, 0.25)


def test_json_line_of_an_exception_tells_kinds_and_places_and_quotes_only_ours() -> None:
    error = as_json("…", error=failure())["error"]

    assert error.startswith(
        "google_oauth.exceptions.UpstreamUnavailable: google: timeout\ncaused by builtins.ValueError\n"
    )
    assert "in failure" in error
    assert "anna@" not in error


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({"path": "/anna/smirnova/"}, ("django.request", "Not Found")),
        (
            {"path": "/sign-out/", "method": "POST", "headers": {"Origin": "https://anna.example.com"}},
            ("django.security.csrf", "Forbidden (Origin checking failed)"),
        ),
        (
            {"path": "/sign-out/", "method": "POST", "headers": {"Referer": "https://anna.example.com/anna"}},
            ("django.security.csrf", "Forbidden (Referer checking failed)"),
        ),
        (
            {"path": "/", "headers": {"Host": "anna.example.com"}},
            ("django.security.DisallowedHost", "Bad Request"),
        ),
    ],
    ids=["path", "origin", "referrer", "host"],
)
def test_json_lines_of_django_quote_nothing_from_a_request(
    asked: dict[str, Any], shown: tuple[str, str], caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)

    client.generic(asked.pop("method", "GET"), **asked, secure=True)

    lines = [json_log.JsonLines().format(record) for record in caplog.records]
    assert "anna" in caplog.text
    assert "anna" not in "".join(lines).lower()
    assert shown in [(line["logger"], line["message"]) for line in map(json.loads, lines)]


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Invalid request from ip=192.0.2.7: Invalid Method 'ANNA'", "Invalid request"),
        ("Error handling request GET /candidates/?q=anna", "Error handling request"),
        ("Listening at: unix:/run/dashboard (1)", "Listening at: unix:/run/dashboard (1)"),
    ],
)
def test_json_lines_of_gunicorn_quote_nothing_from_a_request(message: str, shown: str) -> None:
    record = logging.LogRecord("gunicorn.error", logging.WARNING, "file.py", 1, message, None, None)

    assert json.loads(json_log.JsonLines().format(record))["message"] == shown
