"""What the first bytes of a connection announce."""

from http import HTTPStatus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from config.framing import (
    MAX_BODY,
    MAX_HEAD,
    Head,
    RefusedError,
    read_head,
    refusal,
    without_expectation,
)

GET = b"GET /sign-in/?next=%2F HTTP/1.1\r\nHost: a\r\n"
POST = b"POST /sign-out/ HTTP/1.1\r\nHost: a\r\n"

PIECES = st.lists(
    st.sampled_from(
        [
            b"GET / HTTP/1.1\r\n", b"POST /a HTTP/1.0\r\n", b"Host: a\r\n", b"\r\n", b"\n", b"\r", b"\0", b" ", b"HTTP/1.1",
            b"Content-Length: 5\r\n", b"content-length:0\r\n", b"Content-Length: 99999\r\n", b"Content-Length: x\r\n",
            b"Transfer-Encoding: chunked\r\n", b"Expect: 100-continue\r\n", b"X: " + b"a" * 20_000 + b"\r\n", b"a" * 20_000,
        ]
    ),
    max_size=8,
).map(b"".join)  # fmt: skip


def decision(data: bytes) -> Head | HTTPStatus | None:
    try:
        return read_head(data)
    except RefusedError as exc:
        return exc.status


def decision_on_pieces(data: bytes, cuts: list[int]) -> Head | HTTPStatus | None:
    """The first decision on what has come, where `data` comes in pieces."""
    for cut in [*sorted(cut for cut in cuts if cut < len(data)), len(data)]:
        found = decision(data[:cut])
        if found is not None:
            return found
    return None


@given(PIECES | st.binary(max_size=200), st.lists(st.integers(0, 70_000), max_size=20))
@example(b"\r\n" + GET + b"\r\n", [1, 2, 3])
@example(b"G" * MAX_HEAD + b"\r\n", [MAX_HEAD - 1, MAX_HEAD])
@example(GET + b"\r\nabc", [len(GET), len(GET) + 1, len(GET) + 2])
def test_decision_does_not_depend_on_how_the_bytes_were_split(data: bytes, cuts: list[int]) -> None:
    assert decision_on_pieces(data, cuts) == decision(data)


@given(PIECES, st.binary(max_size=50))
def test_decision_does_not_depend_on_what_follows(data: bytes, rest: bytes) -> None:
    assert decision(data) in {None, decision(data + rest)}


@given(PIECES | st.binary(max_size=200))
def test_what_is_taken_is_bounded(data: bytes) -> None:
    found = decision(data + b"a" * MAX_HEAD)

    assert found is not None
    if isinstance(found, Head):
        assert found.end <= MAX_HEAD
        assert found.size - found.end <= MAX_BODY


@pytest.mark.parametrize(
    ("request_", "path", "body"),
    [
        (GET + b"\r\n", b"/sign-in/", 0),
        (b"\r\n" + GET + b"\r\n", b"/sign-in/", 0),
        (b"GET /healthz HTTP/1.0\r\n\r\n", b"/healthz", 0),
        (POST + b"Content-Length: 5\r\n\r\nab", b"/sign-out/", 5),
        (POST + b"CONTENT-LENGTH:\t005 \r\n\r\n", b"/sign-out/", 5),
        (POST + b"Content-Length: %d\r\n\r\n" % MAX_BODY, b"/sign-out/", MAX_BODY),
        (POST + b"\r\n", b"/sign-out/", 0),
    ],
)
def test_request_that_is_taken(request_: bytes, path: bytes, body: int) -> None:
    end = request_.index(b"\r\n\r\n") + 4

    assert read_head(request_) == Head(path=path, end=end, size=end + body, expects=False)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (POST + b"Content-Length: %d\r\n\r\n" % (MAX_BODY + 1), 413),
        (POST + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", 413),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n", 411),
        (POST + b"Transfer-Encoding: identity\r\n\r\n", 411),
        (POST + b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n", 400),
        (POST + b"Content-Length: 5\r\nContent-Length: 5\r\n\r\n", 400),
        *((POST + b"Content-Length: " + word + b"\r\n\r\n", 400) for word in (b"", b"-1", b"+1", b"1_0", b"0x1", b"5, 5", "٣".encode())),
        (b"GET /healthz\r\n", 400),
        (b"GET /healthz HTTP/2.0\r\n", 400),
        (b"GET /healthz HTTP/1.1\n", 400),
        (b"GET  /healthz HTTP/1.1\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\n", 400),
        (b"\r\n\r\n", 400),
        (GET + b"X: " + b"a" * MAX_HEAD, 431),
        (b"a" * MAX_HEAD, 431),
    ],
    ids=str,
)  # fmt: skip
def test_request_that_is_refused(request_: bytes, status: int) -> None:
    assert decision(request_) == status


def test_expectation_is_met_once() -> None:
    request = POST + b"expect: 100-Continue\r\nContent-Length: 2\r\n\r\nExpect: 100-continue\r\n"
    head = read_head(request)

    assert head is not None
    assert head.expects
    assert without_expectation(request, head) == POST + b"Content-Length: 2\r\n\r\nExpect: 100-continue\r\n"


@pytest.mark.parametrize(
    "request_",
    [POST + b"Expect: 200-ok\r\n\r\n", POST.replace(b"1.1", b"1.0") + b"Expect: 100-continue\r\n\r\n"],
)
def test_other_expectation_is_left_to_gunicorn(request_: bytes) -> None:
    head = read_head(request_)

    assert head is not None
    assert not head.expects
    assert without_expectation(request_, head) == request_


def test_refusal_is_an_answer_of_its_own() -> None:
    assert refusal(HTTPStatus.LENGTH_REQUIRED) == (
        b"HTTP/1.1 411 Length Required\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
    )
