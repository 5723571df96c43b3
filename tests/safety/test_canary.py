"""Marked people, addresses, numbers, tokens and codes go through every journey and every failure, and turn up nowhere
but on the pages of those whose they are."""

import logging
import re
from collections.abc import Iterator
from html import unescape
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
import requests
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django_redis import get_redis_connection
from pytest_django import Settings

from google_oauth.clients.google.transport import BoundedHttp
from google_oauth.clients.huntflow import api
from google_oauth.core.json_log import JsonLines
from google_oauth.models import UserSession
from tests.environment import ROOT
from tests.redis_access.troubled import TroubledValkey
from tests.running_sandbox import RunningSandbox
from tests.safety.journey import (
    COMPANY,
    EMAIL,
    EVENT,
    FAILURES,
    FILE,
    NAME,
    NOTE,
    PERSONAL,
    PHONE,
    Journey,
    settle,
)
from tests.safety.test_every_url import RULES
from tests.views.consent import ANNA
from tests.views.test_fault_matrix import REDIS


class Everything(logging.Handler):
    """The log as production and as development write it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.formats = (JsonLines(), logging.Formatter("{asctime} {levelname} {name}: {message}", style="{"))
        self.text = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.text += "".join(f"{form.format(record)}\n" for form in self.formats)


@pytest.fixture
def log() -> Iterator[Everything]:
    handler = Everything()
    named = (
        "",
        *(name for name, each in project.LOGGING["loggers"].items() if not each.get("propagate", True)),
    )
    for name in named:
        logging.getLogger(name).addHandler(handler)
    yield handler
    for name in named:
        logging.getLogger(name).removeHandler(handler)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the application asks upstreams at."""
    addresses: list[str] = []
    send, request = requests.Session.send, BoundedHttp.request

    def sent(session: Any, prepared: Any, **options: Any) -> Any:
        # What the test itself asks of the sandbox is nobody's secret.
        if "/_sandbox/" not in prepared.url and "/o/oauth2/v2/auth" not in prepared.url:
            addresses.append(prepared.url)
        return send(session, prepared, **options)

    def called(http: Any, uri: str, *rest: Any, **named: Any) -> Any:
        addresses.append(uri)
        return request(http, uri, *rest, **named)

    monkeypatch.setattr(requests.Session, "send", sent)
    monkeypatch.setattr(BoundedHttp, "request", called)
    return addresses


@pytest.fixture
def planted(
    sandbox: RunningSandbox,
    sandbox_settings: Settings,
    transactional_db: None,
    unpaced: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A candidate, an event and a file with marks, among the others."""
    monkeypatch.setattr(api, "PAUSES", (0.01, 0.02))
    company = sandbox.sandbox.world.huntflow
    number = next(iter(company.candidates))
    marks = {"last_name": NAME, "company": COMPANY, "email": EMAIL, "phone": PHONE}
    sandbox.change(op="update_candidate", id=number, changes=marks)
    calendar, event = next(key for key in sandbox.sandbox.world.calendar.events if key[0] == ANNA)
    changes = {"summary": EVENT, "description": f"{NOTE} {EMAIL} {PHONE}"}
    sandbox.change(op="update_event", calendar=calendar, id=event, changes=changes)
    files = sandbox.sandbox.world.drive.files.values()
    own = (each for each in files if each.owner == ANNA and each.resource["mimeType"] == "application/pdf")
    file = next(own)
    sandbox.change(op="update_file", id=file.id, changes={"name": FILE})


@pytest.fixture
def journey(
    planted: None,
    sandbox: RunningSandbox,
    troubled_valkey: TroubledValkey,
    log: Everything,
    asked: list[str],
) -> Iterator[Journey]:
    """The journeys, gone through; Anna is connected at the end."""
    done = Journey(sandbox, troubled_valkey)
    done.connect()
    shown = done.look()
    assert [mark for mark in PERSONAL if mark not in shown and mark not in {NOTE, COMPANY}] == []
    done.press_every_button()
    done.connect()
    sandbox.change(op="expire_tokens", upstream="huntflow")
    for failure in FAILURES:
        done.fail(failure)
    for kind in REDIS:
        done.trouble(kind)
    done.look()
    done.join_the_staff()
    yield done
    settle()


def rows() -> str:
    """Everything in the database, as it lies there, and what is in the sessions."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - its own names
            found += [(table, row) for row in cursor.fetchall()]
    found += [("in a session", session.get_decoded()) for session in UserSession.objects.all()]
    return "\n".join(f"{table}: {row}" for table, row in found)


def dump() -> bytes:
    """Everything in Redis, as it lies there."""
    redis = get_redis_connection("default")
    return b"".join(b"%s %s" % (key, redis.dump(key) or b"") for key in redis.scan_iter())


def own_addresses(page: Any) -> Iterator[str]:
    """Where the answer leads within this site."""
    yield page.headers.get("Location", "")
    yield page.headers.get("HX-Redirect", "")
    yield from re.findall(r'(?:href|action|hx-get|hx-post)="(/[^"]*)"', page.content.decode())


def found_in(text: str | bytes, marks: Any) -> list[str]:
    """Which of the marks are there, as they are or as an address or a page has them."""
    whole = text if isinstance(text, bytes) else unescape(unquote(text)).encode("utf-8", "replace")
    return sorted(mark for mark in marks if mark.encode() in whole)


def test_canaries_sing_nowhere_but_on_their_own_pages(
    journey: Journey,
    log: Everything,
    asked: list[str],
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
    everywhere = (*journey.answers, *journey.staffs)
    seen = {each.resolver_match.url_name for each in everywhere if each.status_code != HTTPStatus.NOT_FOUND}
    # What only leads away is not remembered.
    assert set(RULES) - seen == {"google_start"}
    secrets = journey.secrets
    session = str(journey.client.session.session_key)
    assert len(secrets) > 10

    assert found_in(log.text, (*PERSONAL, *secrets, ANNA)) == []
    assert found_in(rows(), (*PERSONAL, *(secrets - {session}))) == []
    assert found_in(dump(), (*PERSONAL, *secrets, ANNA, "Смирнова")) == []
    assert len(asked) > 20
    assert found_in("\n".join(asked), (*PERSONAL, *secrets, ANNA)) == []
    settings.METRICS_TOKEN = "known"
    metrics = Client().get("/metrics", headers={"Authorization": "Bearer known"})
    assert found_in(metrics.content, (*PERSONAL, *secrets, ANNA)) == []
    for answer in journey.answers:
        assert found_in(answer.content, secrets) == []
        assert found_in("\n".join(own_addresses(answer)), (*PERSONAL, *secrets)) == []
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            assert found_in(answer.content, PERSONAL) == []
    for answer in journey.staffs:
        assert (
            answer.status_code < HTTPStatus.BAD_REQUEST,
            found_in(answer.content, (*PERSONAL, *secrets)),
        ) == (True, [])
    cookies = {name: morsel.value for name, morsel in journey.client.cookies.items()}
    assert found_in(str(cookies), (*PERSONAL, ANNA, *(secrets - {session}))) == []

    for command in ("cache_stats --verbose", "clear_cache --dry-run", "forget_candidate 1 1", "reencrypt"):
        call_command(*command.split())
    call_command("forget_user", ANNA)
    assert found_in(rows(), (ANNA, "Смирнова", session)) == []
    assert found_in(capsys.readouterr().out, (*PERSONAL, *secrets)) == []


def test_scripts_keep_nothing_in_the_browser_but_cookies() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / "google_oauth" / "static").rglob("*.js")]
    base = (ROOT / "templates" / "base.html").read_text(encoding="utf-8")

    # htmx would keep pages that were left in the browser's storage.
    assert '"historyCacheSize": 0' in base
    assert [
        word
        for text in scripts
        for word in re.findall(r"\b(?:localStorage|sessionStorage(?!\")|indexedDB|caches)\b", text)
    ] == []


def test_canary_that_sings_is_heard(log: Everything) -> None:
    logging.getLogger("google_oauth.views").warning("%s", NAME)
    logging.getLogger("google_oauth.views").warning("/search/?%s", urlencode({"q": EMAIL}))

    assert found_in(log.text, PERSONAL) == [EMAIL, NAME]
