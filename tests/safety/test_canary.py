"""Marked people, addresses, numbers, tokens and codes go through every journey and every failure, and turn up nowhere
but on the pages of those whose they are."""

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from django.conf import settings as project
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django_redis import get_redis_connection
from pytest_django import Settings

from config.logs import JsonLines
from google_oauth.cache_service import lifecycle
from google_oauth.cache_service.background import background
from google_oauth.clients.google.transport import BoundedHttp
from google_oauth.clients.huntflow import api
from google_oauth.models import GoogleOAuthAccount, HuntflowConnection
from tests.cache_service.upstream import LONG
from tests.environment import ROOT
from tests.running_sandbox import RunningSandbox
from tests.views.browser import Browser
from tests.views.signing_in import ANNA, consent, query_of, start

NAME, COMPANY, EMAIL, PHONE = "Канарейкина", "Канареечная", "canary@birds.example", "+7 900 555-35-35"
EVENT, NOTE, FILE = "Канарейка-встреча", "Канарейка-описание", "Канарейка-резюме.pdf"
# Of people who never signed in here.
PERSONAL = (NAME, COMPANY, EMAIL, PHONE, EVENT, NOTE, FILE)
BLOCKS = {
    "/": ("today", "work", "recent"),
    "/calendar/": ("calendar",),
    "/drive/": ("drive",),
    "/sheets/": ("sheets",),
    "/candidates/": ("candidates",),
    "/search/": ("search",),
}
FAILURES: tuple[dict[str, Any], ...] = (
    {"mode": "status", "status": 503, "body": {"error": f"{NAME} {EMAIL}"}},
    {"mode": "status", "status": 400, "body": {"errors": [{"type": EMAIL, "title": NAME, "detail": PHONE}]}},
    {"mode": "status", "status": 429, "body": {"error": {"message": EMAIL}}, "headers": {"Retry-After": "1"}},
    {"mode": "html", "body": f"<h1>{NAME}</h1>"},
    {"mode": "malformed"},
    {"mode": "reset"},
)


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


class Journey:
    """Everything that Anna can do, once well and once in every failure; remembers what came back."""

    def __init__(self, sandbox: RunningSandbox) -> None:
        self.sandbox = sandbox
        self.client = Client()
        self.browser = Browser(self.client)
        self.answers: list[Any] = []
        self.secrets: set[str] = set()

    def sign_in(self, **query: str) -> None:
        url = start(self.client, **query)
        asked, trips = query_of(url), self.client.session["google_trips"]
        back = consent(url, prompt="consent none")
        self.secrets |= {asked["state"], asked["nonce"], trips[-1]["code_verifier"], query_of(back)["code"]}
        self.answers.append(self.client.get(back))
        self.secrets.add(str(self.client.session.session_key))
        self.remember_tokens()

    def remember_tokens(self) -> None:
        for row in (*GoogleOAuthAccount.objects.all(), *HuntflowConnection.objects.all()):
            self.secrets |= {row.access_token, row.refresh_token} - {""}

    def post(self, name: str, given: dict[str, Any] | None = None, **fields: str) -> None:
        self.answers.append(self.client.post(reverse(name, kwargs=given or {}), fields))
        self.remember_tokens()

    def look(self) -> str:
        """Look at every page; what was on them."""
        pages = [self.browser.whole(path, *names, q="Канарейк") for path, names in BLOCKS.items()]
        number = next(iter(self.sandbox.sandbox.world.huntflow.candidates))
        account = self.sandbox.sandbox.world.huntflow.candidates[number].organisation
        card = reverse("candidate", kwargs={"account_id": account, "applicant_id": number})
        pages += [self.browser.whole(card, "candidate", "history"), self.browser.page("/candidates/", q=NAME)]
        pages += [self.browser.page(path) for path in ("/cache/", "/settings/", "/no/such/page/")]
        self.answers += pages
        # Without tags: what was searched for is marked.
        return re.sub(r"<[^>]+>", "", "".join(page.content.decode() for page in pages))

    def fail(self, failure: dict[str, Any]) -> None:
        get_redis_connection("default").flushdb()
        for target in ("calendar", "drive", "huntflow", "oauth.token", "oauth.revoke", "oauth.certs"):
            self.sandbox.fail(target, **failure)
        self.answers += [
            self.browser.first_answer(path, BLOCKS[path][0]) for path in ("/", "/drive/", "/candidates/")
        ]
        self.post("refresh", {"source": "calendar"})
        self.answers.append(self.client.get(reverse("google_callback"), {"error": EMAIL, "state": "x"}))
        self.post(
            "huntflow_connect", base_url=f"{self.sandbox.url}/v2", access_token="bad", refresh_token="bad"
        )
        self.sandbox.recover()
        settle()


@pytest.fixture
def journey(planted: None, sandbox: RunningSandbox, log: Everything, asked: list[str]) -> Iterator[Journey]:
    """The journeys, gone through; Anna is connected at the end."""
    done = Journey(sandbox)
    done.sign_in()
    done.sign_in(feature="drive", next="/drive/")
    done.post("huntflow_connect", sandbox="on")
    shown = done.look()
    assert [mark for mark in PERSONAL if mark not in shown and mark not in {NOTE, COMPANY}] == []
    sandbox.change(op="expire_tokens", upstream="huntflow")
    for failure in FAILURES:
        done.fail(failure)
    done.post("refresh", {"source": "candidates"})
    done.look()
    done.remember_tokens()
    yield done
    settle()


def settle() -> None:
    """Let what runs in the background end; then the process remembers nothing."""
    background.drain(LONG)
    lifecycle.begin_anew()


def rows() -> str:
    """Everything in the database, as it lies there."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        found = []
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - its own names
            found += [(table, row) for row in cursor.fetchall()]
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
    whole = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    return sorted(mark for mark in marks if mark.encode() in whole)


def test_canaries_sing_nowhere_but_on_their_own_pages(
    journey: Journey,
    log: Everything,
    asked: list[str],
    settings: Settings,
    capsys: pytest.CaptureFixture[str],
) -> None:
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
        addresses = "\n".join(each for each in own_addresses(answer) if "/search/?" not in each)
        assert found_in(addresses, (*PERSONAL, *secrets)) == []
        if answer.status_code >= 400:
            assert found_in(answer.content, PERSONAL) == []
    cookies = {name: morsel.value for name, morsel in journey.client.cookies.items()}
    assert found_in(str(cookies), (*PERSONAL, ANNA, *(secrets - {session}))) == []

    call_command("forget_user", ANNA)
    assert found_in(rows(), (ANNA, "Смирнова", session)) == []
    assert found_in(capsys.readouterr().out, (*PERSONAL, *secrets)) == []


def test_pages_keep_nothing_in_the_browser_but_cookies() -> None:
    scripts = [path.read_text(encoding="utf-8") for path in (ROOT / "google_oauth" / "static").rglob("*.js")]
    base = (ROOT / "templates" / "base.html").read_text(encoding="utf-8")

    # htmx would keep pages that were left in the browser's storage.
    assert '"historyCacheSize": 0' in base
    assert [
        word
        for text in scripts
        for word in re.findall(r"\b(?:local|session)Storage|indexedDB|caches\b", text)
    ] == []


def test_canary_that_sings_is_heard(log: Everything) -> None:
    logging.getLogger("google_oauth.views").warning("%s", NAME)

    assert found_in(log.text, PERSONAL) == [NAME]
