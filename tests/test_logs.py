"""The lines of the development server, by its own handler and the logging of the settings."""

import logging
from typing import Any

import pytest
from django.core.servers.basehttp import WSGIRequestHandler

from config import logs, settings

CALLBACK = "GET /google/callback/?state=st4te&code=c0de HTTP/1.1"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    logger = logging.getLogger("django.server")
    shortened = logs.WithoutQuery()
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

    assert [settings.LOGGING["filters"][name] for name in configured] == [{"()": logs.WithoutQuery}]
