"""The bounds of a call, over real sockets: bytes, seconds, threads."""

import contextlib
import gzip
import os
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from google_oauth.clients.google import transport
from google_oauth.clients.google.calendar import list_calendars
from google_oauth.exceptions import UpstreamUnavailable
from google_oauth.models import GoogleOAuthAccount

Write = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 5
    write: Write
    connections: list[object]

    def setup(self) -> None:
        super().setup()
        self.connections.append(self.connection)

    def do_GET(self) -> None:
        type(self).write(self)

    def answer(self, body: bytes, *, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


@pytest.fixture
def handler() -> type[Handler]:
    class OneTestsHandler(Handler):
        connections: list[object] = []  # noqa: RUF012 - one list for this class

    return OneTestsHandler


@pytest.fixture(autouse=True)
def google(handler: type[Handler], settings: Any) -> Iterator[None]:
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        settings.GOOGLE_API_BASE_URL = f"http://127.0.0.1:{server.server_port}"
        yield
        transport.thread_http().close()
        server.shutdown()
        thread.join()


@pytest.fixture
def account(db: None) -> GoogleOAuthAccount:
    return GoogleOAuthAccount(access_token="ya29.token")


def reason_of_failure(account: GoogleOAuthAccount) -> str:
    with pytest.raises(UpstreamUnavailable) as caught:
        list_calendars(account)
    return caught.value.reason


@pytest.mark.parametrize("compressed", [False, True])
def test_answer_within_the_bounds_is_read(
    compressed: bool, handler: type[Handler], account: GoogleOAuthAccount
) -> None:
    body = b'{"items": [{"id": "%s"}]}' % (b"x" * 200_000)
    encoding = {"Content_Encoding": "gzip"} if compressed else {}
    handler.write = lambda self: self.answer(gzip.compress(body) if compressed else body, **encoding)

    assert len(list_calendars(account).items[0]["id"]) == 200_000


def test_chunked_answer_is_read(handler: type[Handler], account: GoogleOAuthAccount) -> None:
    def write(self: Handler) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b'7\r\n{"items\r\n6\r\n": []}\r\n0\r\n\r\n')

    handler.write = write

    assert [list_calendars(account).items for _ in range(2)] == [[], []]
    assert len(handler.connections) == 1


def test_connection_is_kept_between_calls_of_a_thread(
    handler: type[Handler], account: GoogleOAuthAccount
) -> None:
    handler.write = lambda self: self.answer(b'{"items": []}')

    for _ in range(3):
        list_calendars(account)

    assert len(handler.connections) == 1


def test_every_thread_has_connections_of_its_own(
    handler: type[Handler], account: GoogleOAuthAccount, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    handler.write = lambda self: self.answer(b'{"items": []}')
    threads = [threading.Thread(target=list_calendars, args=[account]) for _ in range(3)]

    with django_assert_num_queries(0):
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert len(handler.connections) == 3


def test_forked_process_leaves_its_parents_connections_alone(
    handler: type[Handler], account: GoogleOAuthAccount
) -> None:
    handler.write = lambda self: self.answer(b'{"items": []}')
    list_calendars(account)

    child = os.fork()
    if not child:
        os._exit(len(transport.thread_http().connections))
    _, status = os.waitpid(child, 0)

    assert (status, len(transport.thread_http().connections)) == (0, 1)


def test_answer_above_ten_megabytes_is_malformed(
    handler: type[Handler], account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "MAX_ANSWER_BYTES", 100_000)
    handler.write = lambda self: self.answer(b'"' + b"x" * 200_000 + b'"')

    assert reason_of_failure(account) == "malformed"


def test_small_answer_that_swells_when_decompressed_is_malformed(
    handler: type[Handler], account: GoogleOAuthAccount
) -> None:
    bomb = gzip.compress(b" " * (transport.MAX_ANSWER_BYTES + 1))
    handler.write = lambda self: self.answer(bomb, Content_Encoding="gzip")

    assert reason_of_failure(account) == "malformed"


def test_trickling_answer_is_given_up(
    handler: type[Handler], account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "ANSWER_TIMEOUT", 0.1)

    def write(self: Handler) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            for _ in range(200):
                self.wfile.write(b" ")
                time.sleep(0.05)
        self.close_connection = True

    handler.write = write

    assert reason_of_failure(account) == "timeout"


def test_cut_answer_is_a_connection_error(handler: type[Handler], account: GoogleOAuthAccount) -> None:
    def write(self: Handler) -> None:
        self.answer(b'{"items": []}', Content_Length="1000")
        self.close_connection = True

    handler.write = write

    assert reason_of_failure(account) == "connection"


def test_silent_server_is_given_up(
    handler: type[Handler], account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport.thread_http(), "timeout", 0.1)
    silence = threading.Event()
    handler.write = lambda _: bool(silence.wait(10)) and None

    assert reason_of_failure(account) == "timeout"
    silence.set()


def test_answer_given_up_never_meets_the_next_call(
    handler: type[Handler], account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport.thread_http(), "timeout", 0.1)
    given_up = threading.Event()
    late = [True, False]

    def write(self: Handler) -> None:
        if late.pop(0):
            given_up.wait(10)
            with contextlib.suppress(ConnectionError):
                self.answer(b'{"items": [{"id": "the first user\'s"}]}')
        else:
            self.answer(b'{"items": [{"id": "the second user\'s"}]}')

    handler.write = write
    assert reason_of_failure(account) == "timeout"
    given_up.set()
    monkeypatch.setattr(transport.thread_http(), "timeout", 10)

    answer = list_calendars(account)

    assert answer.items == [{"id": "the second user's"}]
    assert len(handler.connections) == 2


def test_redirect_is_not_followed(handler: type[Handler], account: GoogleOAuthAccount) -> None:
    handler.write = lambda self: self.answer(b"", status=302, Location="/elsewhere")

    assert reason_of_failure(account) == "malformed"
    assert len(handler.connections) == 1


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"[" * 200_000),
        (200, b'{"etag": ' + b"9" * 5_000 + b"}"),
        (403, b'{"error": 403}'),
        (403, b'{"error": {"message": 5}}'),
        (400, b'{"error": {"message": 5}}'),
        (404, b"[" * 200_000),
        (404, b'[{"error": []}]'),
    ],
)
def test_body_that_the_library_stumbles_over_is_malformed(
    status: int, body: bytes, handler: type[Handler], account: GoogleOAuthAccount
) -> None:
    handler.write = lambda self: self.answer(body, status=status)

    assert reason_of_failure(account) == "malformed"


def test_pages_that_never_end_are_given_up(
    handler: type[Handler], account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "FETCH_TIMEOUT", 0.2)
    handler.write = lambda self: self.answer(b'{"items": [], "nextPageToken": "more"}')

    assert reason_of_failure(account) == "timeout"
