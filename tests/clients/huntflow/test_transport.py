"""One exchange: its bounds in time and bytes, what it sends, and what it never tells."""

import gzip
import socket
import time
from pathlib import Path

import pytest
from pytest_django import Settings

from google_oauth.clients.http import Answer, Request
from google_oauth.clients.huntflow import transport
from google_oauth.clients.huntflow.transport import exchange
from google_oauth.exceptions import UpstreamUnavailable
from tests.clients.huntflow.servers import Talk, answer, sending, talking

TOKEN = "a-secret-token"


def ask(url: str, *, seconds: float = 5.0) -> Answer:
    return exchange(Request("GET", url, token=TOKEN), deadline=time.monotonic() + seconds)


def failure_of(talk: Talk, *, seconds: float = 5.0) -> str:
    with talking(talk) as url, pytest.raises(UpstreamUnavailable) as caught:
        ask(url, seconds=seconds)
    assert TOKEN not in f"{caught.value!r} {caught.value.__cause__!r} {caught.value.__cause__}"
    return caught.value.reason


def test_an_answer_comes_whole_whatever_its_status() -> None:
    with talking(sending(answer(b'{"a": 1}', "X-Request-Id: 7", status="418 Teapot"))) as url:
        got = ask(url)

    assert (got.status, got.headers["x-request-id"], got.body) == (418, "7", b'{"a": 1}')


def test_a_compressed_answer_is_unpacked() -> None:
    with talking(sending(answer(gzip.compress(b"[1, 2]"), "Content-Encoding: gzip"))) as url:
        assert ask(url).body == b"[1, 2]"


def test_a_request_carries_the_token_and_says_who_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[bytes] = []
    # requests lets this file speak in place of a header of ours, if we let it.
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login netrc password netrc\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))

    def hear(connection: socket.socket, request: bytes) -> None:
        heard.append(request)
        connection.sendall(answer(b"{}"))

    with talking(hear) as url:
        exchange(
            Request("GET", url, token=TOKEN, params={"count": 30, "state": ["OPEN", "HOLD"]}),
            deadline=time.monotonic() + 5,
        )
        exchange(Request("POST", url, body={"refresh_token": "x"}), deadline=time.monotonic() + 5)

    get, post = (request.decode() for request in heard)
    assert get.startswith("GET /?count=30&state=OPEN&state=HOLD HTTP/1.1")
    assert f"Authorization: Bearer {TOKEN}" in get
    assert "User-Agent: recruiter-dashboard/0.1\r\n" in get
    assert "Authorization" not in post
    assert post.endswith('{"refresh_token": "x"}')


def test_a_contact_of_the_installation_is_named_and_nobody_else(settings: Settings) -> None:
    heard: list[bytes] = []
    settings.HUNTFLOW_CONTACT = "dashboard@example.com"

    def hear(connection: socket.socket, request: bytes) -> None:
        heard.append(request)
        connection.sendall(answer(b"{}"))

    with talking(hear) as url:
        ask(url)

    assert b"User-Agent: recruiter-dashboard/0.1 (dashboard@example.com)\r\n" in heard[0]


def test_a_redirect_is_not_followed() -> None:
    with talking(sending(answer(b"", "Location: http://127.0.0.1:1/", status="302 Found"))) as url:
        assert ask(url).status == 302


def test_a_cookie_of_one_answer_does_not_go_with_the_next_request() -> None:
    heard: list[bytes] = []

    def hear(connection: socket.socket, request: bytes) -> None:
        heard.append(request)
        connection.sendall(answer(b"{}", "Set-Cookie: who=anna"))

    with talking(hear) as url:
        ask(url)
        ask(url)

    assert b"cookie" not in heard[1].lower()


def test_a_connection_is_kept_for_the_next_exchange() -> None:
    accepted: list[int] = []

    def keep(connection: socket.socket, request: bytes) -> None:
        accepted.append(connection.getpeername()[1])
        while request:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
            request = connection.recv(65_536)

    with talking(keep) as url:
        assert [ask(url).body for _ in range(3)] == [b"{}"] * 3
        transport._adapter().poolmanager.clear()

    assert len(accepted) == 1


def test_an_answer_above_ten_megabytes_is_malformed_without_being_read() -> None:
    sent = 0

    def flood(connection: socket.socket, _: bytes) -> None:
        nonlocal sent
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
        while sent < 100_000_000:
            sent += connection.send(b"x" * 100_000)

    assert failure_of(flood) == "malformed"
    assert sent < 60_000_000


def test_a_small_answer_that_unpacks_to_more_than_ten_megabytes_is_malformed() -> None:
    bomb = gzip.compress(b"x" * 30_000_000)

    assert failure_of(sending(answer(bomb, "Content-Encoding: gzip"))) == "malformed"


def test_a_silent_server_is_a_timeout() -> None:
    def wait_for_the_end(connection: socket.socket, _: bytes) -> None:
        connection.recv(1)

    started = time.monotonic()

    assert failure_of(wait_for_the_end, seconds=0.2) == "timeout"
    assert time.monotonic() - started < 1


def test_a_trickle_is_a_timeout() -> None:
    def trickle(connection: socket.socket, _: bytes) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(100):
            connection.sendall(b"x")
            time.sleep(0.02)

    started = time.monotonic()

    assert failure_of(trickle, seconds=0.3) == "timeout"
    assert time.monotonic() - started < 1


@pytest.fixture
def nobody(settings: Settings) -> str:
    """The configured address of a Huntflow at which nothing listens."""
    settings.HUNTFLOW_API_BASE_URL = "http://127.0.0.1:1"
    return str(settings.HUNTFLOW_API_BASE_URL)


def test_no_time_left_is_a_timeout_without_a_call(nobody: str) -> None:
    with pytest.raises(UpstreamUnavailable) as caught:
        ask(nobody, seconds=-1)

    assert caught.value.reason == "timeout"


@pytest.mark.parametrize(
    "sent",
    [b"", b"nonsense\r\n\r\n", answer(b"{}", length=100), answer(b"xx", "Content-Encoding: gzip")],
    ids=["nothing", "no HTTP", "a body cut short", "broken gzip"],
)
def test_a_broken_answer_is_a_connection_failure(sent: bytes) -> None:
    assert failure_of(sending(sent)) == "connection"


def test_nobody_listening_is_a_connection_failure(nobody: str) -> None:
    with pytest.raises(UpstreamUnavailable) as caught:
        ask(nobody)

    assert caught.value.reason == "connection"


def test_requests_and_answers_show_neither_tokens_nor_bodies() -> None:
    shown = repr(Request("POST", "http://x", token=TOKEN, body={"refresh_token": TOKEN}))
    shown += repr(Answer(200, {"Set-Cookie": "secret"}, b"secret"))

    assert "secret" not in shown
