"""What the middleware for operators does to a request, through the whole of the application."""

import logging
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from google_oauth.core import metrics, tracing
from google_oauth.web.observability import known_user, observed

REQUEST_ID = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Any:
    """The lines of requests, and the traces under which they were written."""
    traces: list[tracing.Trace] = []

    def note(record: logging.LogRecord) -> bool:
        traces.append(tracing.current())
        return True

    logger = logging.getLogger("google_oauth.requests")
    logger.addFilter(note)
    with caplog.at_level("INFO", "google_oauth.requests"):
        yield lambda: list(zip([r for r in caplog.records if r.name == logger.name], traces, strict=True))
    logger.removeFilter(note)


def counted(service: str, outcome: str) -> float:
    """How many requests of a page ended so."""
    [histogram] = metrics.REQUESTS.labels(service, outcome).collect()
    return next(sample.value for sample in histogram.samples if sample.name.endswith("_count"))


def test_id_of_the_proxy_is_answered_back(client: Client, db: None) -> None:
    response = client.get("/sign-in/", headers={"X-Request-ID": REQUEST_ID})

    assert response["X-Request-ID"] == REQUEST_ID


def test_request_without_an_id_gets_one_of_its_own(client: Client, db: None) -> None:
    first, second = (client.get("/sign-in/")["X-Request-ID"] for _ in range(2))

    assert len(first) == len(second) == 32
    assert first != second


def test_line_tells_the_page_its_user_and_how_it_went(client: Client, db: None, lines: Any) -> None:
    user = User.objects.create_user("anna", "anna@example.com")
    client.force_login(user)

    client.get("/sign-in/?next=/candidates/?q=Smirnova", headers={"X-Request-ID": REQUEST_ID})

    [(record, trace)] = lines()
    assert record.getMessage() == "GET sign_in: 302"
    assert (record.service, record.outcome, record.status) == ("sign_in", "redirect", 302)
    assert 0 < record.duration < 5
    assert trace == tracing.Trace(REQUEST_ID, user.pk)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/candidates/1/2/", "GET candidate: 302"),
        ("/admin/auth/user/7/change/", "GET admin: 302"),
        ("/Anna Smirnova/", "GET none: 404"),
    ],
)
def test_line_never_tells_the_path(client: Client, db: None, lines: Any, path: str, message: str) -> None:
    client.get(path)

    assert [record.getMessage() for record, _ in lines()] == [message]


def test_method_of_a_strangers_making_is_not_told(lines: Any) -> None:
    observed(lambda _: HttpResponse())(RequestFactory().generic("ANNA", "/"))

    assert [record.getMessage() for record, _ in lines()] == ["other none: 200"]


def test_requests_are_counted_by_page_and_outcome(client: Client, db: None) -> None:
    before = counted("sign_in", "ok"), counted("none", "refused")

    client.get("/sign-in/")
    client.get("/nowhere/")

    assert (counted("sign_in", "ok"), counted("none", "refused")) == (before[0] + 1, before[1] + 1)


def test_static_file_passes_unobserved(lines: Any) -> None:
    response = observed(lambda _: HttpResponse())(RequestFactory().get("/static/google_oauth/app.css"))

    assert "X-Request-ID" not in response
    assert lines() == []


def test_request_of_nobody_has_no_user(client: Client, db: None) -> None:
    seen: list[tracing.Trace] = []

    def view(_: HttpRequest) -> HttpResponse:
        seen.append(tracing.current())
        return HttpResponse()

    request = RequestFactory().get("/")
    request.user = User()
    request.user.pk = 7
    with tracing.traced(tracing.Trace()):
        known_user(view)(request)

    assert seen == [tracing.Trace("", 7)]
