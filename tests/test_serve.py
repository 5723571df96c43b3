"""The production server: a real one, and what keeps it from starting."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, Self

import pytest
import requests

from benchmarks.soak.production import ProductionServer, production_environ
from benchmarks.soak.recruiter import Recruiter
from config.framing import MAX_BODY
from config.processes import free_port
from sandbox.server import SandboxServer
from tests.environment import ROOT
from tests.redis_access.troubled import TroubledValkey
from tests.strangers import (
    FILE,
    FORM,
    GET,
    HEADERS,
    PART,
    POST,
    TOKEN,
    UPLOAD,
    answer,
    connect,
    crowd,
    read,
    slowest,
)
from tests.waiting import eventually

ANNA = "anna.smirnova@example.com"
# Seconds; a tenth of one where the machine does nothing else.
PATIENCE = 5


@pytest.fixture(scope="module")
def redis_of_production() -> Iterator[TroubledValkey]:
    server = TroubledValkey()
    yield server
    server.close()


@pytest.fixture(scope="module")
def production(
    sandbox_server: SandboxServer,
    redis_of_production: TroubledValkey,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[ProductionServer]:
    """The server, for all tests of this module."""
    directory, port = tmp_path_factory.mktemp("production"), free_port(0)
    environ = production_environ(
        port=port,
        database_url=f"sqlite:///{directory}/db.sqlite3",
        redis_url=redis_of_production.url,
        sandbox_url=sandbox_server.url,
    )
    environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.production",
        "STATIC_ROOT_OF_THE_TESTS": str(directory / "static"),
        "TMPDIR": str(directory),
    }
    with ProductionServer(environ, directory / "log", port=port) as server:
        yield server


@pytest.fixture
def anna(production: ProductionServer, sandbox: Any) -> Recruiter:
    recruiter = Recruiter(production.url, ANNA)
    recruiter.sign_in("calendar")
    return recruiter


def lines_of(production: ProductionServer) -> list[dict[str, Any]]:
    return [json.loads(line) for line in production.log.read_text(encoding="utf-8").splitlines()]


class Visitors:
    """Threads that ask without a pause, half of them on a new connection each time."""

    def __init__(self, recruiter: Recruiter) -> None:
        self.cookies = {name: value or "" for name, value in recruiter.session.cookies.items()}
        self.url, self.statuses, self.errors = recruiter.url, [0] * 0, [""] * 0
        self._over = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(number % 2 == 0,)) for number in range(6)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(30)

    def _ask(self, keeps_its_connection: bool) -> None:
        with requests.Session() as session:
            headers = {
                "X-Forwarded-Proto": "https",
                "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
                "Connection": "keep-alive" if keeps_its_connection else "close",
            }
            while not self._over.is_set():
                try:
                    self.statuses.append(
                        session.get(
                            f"{self.url}/settings/", headers=headers, timeout=20, allow_redirects=False
                        ).status_code
                    )
                except requests.RequestException as exc:
                    self.errors.append(repr(exc))


def test_page_travels_as_production_wants_it(anna: Recruiter) -> None:
    page = anna.get("/")

    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_session_is_for_tls_alone_out_of_reach_of_scripts_and_ends(production: ProductionServer) -> None:
    [cookie] = SimpleCookie(
        Recruiter(production.url, ANNA).get("/google/start/").headers["Set-Cookie"]
    ).values()

    assert cookie.key == "__Host-sessionid"
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert cookie["max-age"] == str(14 * 24 * 3600)


def test_every_cookie_is_for_this_host_and_for_tls_alone(anna: Recruiter) -> None:
    form = anna.get("/settings/")
    told = anna.post("/settings/preferences/", form, language="en")

    # What the next page says of it is no cookie.
    found = [cookie for page in (form, told) for cookie in page.raw.headers.getlist("Set-Cookie")]
    assert {cookie.partition("=")[0] for cookie in found} == {"__Host-sessionid", "__Host-csrftoken"}
    assert [cookie for cookie in found if "; HttpOnly; " not in cookie or "Domain=" in cookie] == []
    assert [cookie for cookie in found if not cookie.endswith("; Path=/; SameSite=Lax; Secure")] == []


def test_plain_http_is_sent_on_but_not_for_probes(production: ProductionServer) -> None:
    page = requests.get(f"{production.url}/sign-in/", timeout=10, allow_redirects=False)

    assert (page.status_code, page.headers["Location"][:8]) == (301, "https://")
    assert requests.get(f"{production.url}/readyz", timeout=10).json() == {"database": "ok", "redis": "ok"}


def test_static_files_are_hashed_compressed_and_kept_by_browsers(production: ProductionServer) -> None:
    page = Recruiter(production.url, ANNA).get("/sign-in/").text
    path = next(part for part in page.split('"') if part.startswith("/static/") and part.endswith(".css"))

    answer = requests.get(f"{production.url}{path}", headers={"X-Forwarded-Proto": "https"}, timeout=10)

    assert len(path.split(".")[-2]) == 12
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"


def test_every_line_of_the_log_is_json_and_a_request_is_found_by_its_id(
    production: ProductionServer, anna: Recruiter
) -> None:
    request_id = anna.get("/calendar/").headers["X-Request-ID"]

    def told() -> bool:
        of_request = [line for line in lines_of(production) if line.get("request_id") == request_id]
        # The refresh that the page began ends in a thread of its own.
        return {line["logger"] for line in of_request} >= {"google_oauth.requests", "google_oauth.cache"}

    assert eventually(told)
    [line] = [line for line in lines_of(production) if line["message"] == "GET calendar_events: 200"]
    assert line["user_id"] > 0
    assert set(line) == {
        "time", "level", "logger", "message",
        "request_id", "user_id", "service", "outcome", "duration", "status",
    }  # fmt: skip
    assert ANNA not in production.log.read_text(encoding="utf-8")


def test_metrics_add_up_all_workers(production: ProductionServer) -> None:
    def sign_ins() -> float:
        text = production.metrics()
        start = 'dashboard_request_seconds_count{outcome="ok",service="sign_in"} '
        return sum(float(line.removeprefix(start)) for line in text.splitlines() if line.startswith(start))

    before = sign_ins()
    for _ in range(8):
        Recruiter(production.url, ANNA).get("/sign-in/")

    assert {sign_ins() for _ in range(6)} == {before + 8}
    assert len(production.workers()) == 2


def test_reload_under_load_loses_no_request(production: ProductionServer, anna: Recruiter) -> None:
    before = set(production.workers())

    with Visitors(anna) as visitors:
        assert eventually(lambda: len(visitors.statuses) > 20)
        production.reload()
        # The old workers linger for two seconds, for what kept connections still bring.
        assert eventually(lambda: not before & set(production.workers()), seconds=30)
        answered = len(visitors.statuses)
        assert eventually(lambda: len(visitors.statuses) > answered + 20)

    assert visitors.errors == []
    assert set(visitors.statuses) == {200}


def test_reload_keeps_the_metrics(production: ProductionServer) -> None:
    assert (
        'dashboard_cache_events_total{outcome="refreshes",service="google_calendar_events"}'
        in production.metrics()
    )


@pytest.mark.parametrize(
    ("head", "piece", "status"),
    [
        (UPLOAD + b"Content-Length: 300000000\r\n\r\n" + PART, b"x" * 10_000, b"413"),
        (
            UPLOAD + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(PART), PART),
            b"2710\r\n" + b"x" * 10_000 + b"\r\n",
            b"411",
        ),
    ],
    ids=["length", "chunked"],
)
def test_large_upload_is_refused_before_it_is_kept(
    production: ProductionServer, head: bytes, piece: bytes, status: bytes
) -> None:
    directory = Path(production.environ["TMPDIR"])
    with connect(production) as client:
        # What this side's system takes in advance does not count.
        client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 16 * 1024)
        client.sendall(head)
        sent = 0
        kept = []
        try:
            while sent < 20_000_000:
                sent += client.send(piece)
                kept += list(directory.glob("*.upload*"))
        except (ConnectionError, TimeoutError):
            pass

        assert client.recv(100)[9:12] == status
    assert (sent < 1_000_000, kept) == (True, [])


def test_slow_strangers_keep_neither_pages_nor_probes(production: ProductionServer, anna: Recruiter) -> None:
    with crowd(production, 40, POST + b"Content-Length: 1000\r\n\r\nab", GET):
        assert slowest(anna) < PATIENCE


def test_strangers_who_never_read_or_close_keep_neither_pages_nor_probes(
    production: ProductionServer, anna: Recruiter
) -> None:
    file = b"GET %s HTTP/1.1\r\n%s\r\n" % (FILE.encode(), HEADERS)
    with crowd(production, 60, file, GET + b"\r\n", window=2048):
        assert slowest(anna) < PATIENCE


def test_slow_line_sends_a_form(production: ProductionServer) -> None:
    body = b"csrfmiddlewaretoken=" + TOKEN + b"&rest=" + b"b" * 20_000
    request = POST + b"Content-Length: %d\r\n\r\n" % len(body) + body

    with connect(production) as client:
        time.sleep(1)
        for start in range(0, len(request), 1000):
            client.sendall(request[start : start + 1000])
            time.sleep(0.1)

        assert read(client).startswith(b"HTTP/1.1 302 Found\r\n")


def test_slow_line_receives_a_file(production: ProductionServer) -> None:
    headers = {"X-Forwarded-Proto": "https", "Accept-Encoding": "identity"}
    whole = requests.get(f"{production.url}{FILE}", headers=headers, timeout=10).content

    with connect(production, window=4096) as client:
        client.sendall(b"GET %s HTTP/1.1\r\n%s\r\n" % (FILE.encode(), HEADERS))
        found = b""
        for _ in range(5):
            time.sleep(0.1)
            found += client.recv(1000)

        assert (found + read(client)).partition(b"\r\n\r\n")[2] == whole


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc", 400),
        (POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (POST + b"Content-Length: two\r\n\r\nab", 400),
        (POST + b"Content-Length : 2\r\n\r\nab", 400),
        (POST + b"X: a\r\n Content-Length: 500\r\n\r\n", 400),
        (POST.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
        (POST + b"Content-Length: %d\r\n\r\n" % (MAX_BODY + 1), 413),
        (POST.replace(FORM, b"Content-Type: application/json\r\n") + b"Content-Length: 999999\r\n\r\n{", 413),
        (POST + b"Content-Length: %d\r\n\r\n" % MAX_BODY + b"a" * MAX_BODY, 403),
        (GET + b"X: " + b"a" * 40_000, 431),
        (GET + b"X: a\r\n" * 200 + b"\r\n", 431),
        (b"GET /sign-in/\r\n", 400),
        (b"GET /healthz HTTP/1.0\r\n\r\n", 200),
        (GET + b"Content-Length: 5\r\n\r\nhello", 200),
        (GET.replace(b"GET", b"HEAD") + b"Content-Length: 5\r\n\r\nhello", 200),
        *((GET.replace(b"GET", method) + b"Content-Length: 5\r\n\r\nhello", 403) for method in (b"PUT", b"PATCH", b"DELETE")),
        (b"POST /healthz HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", 405),
        (b"GET %s HTTP/1.1\r\n%sContent-Length: 5\r\n\r\nhello" % (FILE.encode(), HEADERS), 200),
        (UPLOAD + b"Content-Length: %d\r\n\r\n%sa\r\n--x--\r\n" % (len(PART) + 10, PART), 400),
    ],
    ids=range(21),
)  # fmt: skip
def test_every_framing_has_one_answer(production: ProductionServer, request_: bytes, status: int) -> None:
    found = answer(production, request_)

    # One of HTTP/1.0 is answered in HTTP/1.0.
    assert (found[9:12], found.count(b"\r\nConnection: close\r\n")) == (b"%d" % status, 1)


def test_stop_lets_a_background_refresh_end(
    production: ProductionServer, redis_of_production: TroubledValkey, anna: Recruiter, sandbox: Any
) -> None:
    sandbox.fail("calendar", "delay", seconds=1.2)
    redis_of_production.admin.flushdb()
    assert anna.get("/calendar/").status_code == 200
    assert kept(redis_of_production.admin) == []

    assert production.stop() == 0

    assert kept(redis_of_production.admin) == [b"b:"]
    assert list(production.log.parent.glob("dashboard-metrics-*")) == []


def kept(redis: Any) -> list[bytes]:
    """Which bodies of calendar events there are."""
    [*keys] = redis.scan_iter("api_cache:*:google_calendar_events")
    return [field[:2] for key in keys for field in redis.hkeys(key) if field.startswith(b"b:")]


def test_server_without_its_settings_names_them_in_one_line(tmp_path: Path) -> None:
    environ = {name: value for name, value in os.environ.items() if name.isidentifier()}
    for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS", "TOKEN_ENCRYPTION_KEYS"):
        environ[name] = ""
    environ |= {"DEBUG": "false", "DJANGO_SETTINGS_MODULE": "config.settings"}

    assert refusal(environ) == (
        "With DEBUG=false these variables must be set: SECRET_KEY, TOKEN_ENCRYPTION_KEYS, ALLOWED_HOSTS, "
        "DATABASE_URL, REDIS_URL. docs/settings.md explains each variable.\n"
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("DATABASE_URL", 'Environment variable "DATABASE_URL" invalid: Not a valid database URL.'),
        ("TIME_ZONE", "Incorrect timezone setting: nonsense."),
    ],
)
def test_server_names_a_value_that_cannot_be_read(tmp_path: Path, name: str, told: str) -> None:
    environ = production_environ(
        port=1,
        database_url=f"sqlite:///{tmp_path}/db.sqlite3",
        redis_url="redis://h:1",
        sandbox_url="http://127.0.0.1:1",
    )

    assert refusal({**environ, "DJANGO_SETTINGS_MODULE": "config.settings", name: "nonsense"}) == (
        f"{told} docs/settings.md explains each variable.\n"
    )


def test_server_names_everything_that_is_not_ready(tmp_path: Path) -> None:
    environ = production_environ(
        port=1,
        database_url=f"sqlite:///{tmp_path}/db.sqlite3",
        redis_url="redis://h:1",
        sandbox_url="http://127.0.0.1:1",
    )
    environ |= {
        "DJANGO_SETTINGS_MODULE": "tests.production",
        "STATIC_ROOT_OF_THE_TESTS": str(tmp_path),
        "GOOGLE_WORKSPACE_DOMAINS": "",
    }

    told = refusal(environ)

    assert "Nobody may sign in" in told
    assert told.endswith(
        "The database lacks migrations: python manage.py migrate\n"
        "Static files are not collected: python manage.py collectstatic\n"
    )


def test_server_names_a_database_that_is_not_there(tmp_path: Path) -> None:
    environ = production_environ(
        port=1,
        database_url=f"postgres://dashboard:secret@127.0.0.1:{free_port(0)}/dashboard",
        redis_url="redis://h:1",
        sandbox_url="http://127.0.0.1:1",
    )
    (tmp_path / "staticfiles.json").write_text(
        '{"version": "1.1", "hash": "", "paths": {}}', encoding="utf-8"
    )
    environ |= {"DJANGO_SETTINGS_MODULE": "tests.production", "STATIC_ROOT_OF_THE_TESTS": str(tmp_path)}

    assert refusal(environ) == (
        "The database does not answer (OperationalError); DATABASE_URL says where it is.\n"
    )


def test_server_of_a_development_setup_does_not_start() -> None:
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DEBUG": "true"}

    assert refusal(environ) == "DEBUG is on; a production server wants DEBUG=false.\n"


def refusal(environ: dict[str, str]) -> str:
    """What a server that does not start writes."""
    ended = subprocess.run(
        [sys.executable, "-m", "config.serve", "--bind", "127.0.0.1:1"],
        cwd=ROOT, env=environ, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout) == (1, "")
    return ended.stderr
