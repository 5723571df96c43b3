"""What the first bytes of a connection announce: one HTTP/1 request of bounded size, or a refusal.

Pure functions over bytes. A decision depends on the bytes alone, never on how they were split on their way, and
bytes that follow do not change it.
"""

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

# Bytes. The largest form of the pages and of Django's admin has 3 kB; a search stands in the query.
MAX_HEAD: Final = 32 * 1024
MAX_BODY: Final = 64 * 1024
# Seconds, for the head and for all of a request. A line of 10 kB/s with 2 s latency needs 20 s for the largest one.
HEAD_TIME: Final = 10.0
REQUEST_TIME: Final = 30.0

_END_OF_LINE: Final = b"\r\n"
_END_OF_HEAD: Final = b"\r\n\r\n"
_REQUEST_LINE: Final = re.compile(rb"[!#$%&'*+\-.^_`|~0-9A-Za-z]+ ([\x21-\x7e]+) HTTP/1\.\d\r\n")
_EXPECTATION: Final = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)


class RefusedError(Exception):
    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


@dataclass(frozen=True, slots=True)
class Head:
    """The request line and the headers of a request.

    `path` is the target without its query, still percent-encoded. `end` is the length of the head, `size` that of the
    whole request, in bytes. `expects` says that the client waits for "100 Continue" before it sends the body.
    """

    path: bytes
    end: int
    size: int
    expects: bool


def read_head(data: bytes | bytearray) -> Head | None:
    """The head that `data` begins with; None while it is incomplete.

    Raises RefusedError: 400 for no HTTP/1 and for an ambiguous length, 411 for a body without a length, 413 and 431 for
    what is too large.
    """
    # RFC 9112, 2.2: one empty line before the request is ignored.
    start = len(_END_OF_LINE) if data.startswith(_END_OF_LINE) else 0
    line_end = data.find(b"\n", start, MAX_HEAD) + 1
    if not line_end:
        _refuse_longer(data)
        return None
    line = _REQUEST_LINE.fullmatch(data, start, line_end)
    if line is None:
        raise RefusedError(HTTPStatus.BAD_REQUEST)
    # From the end of the request line, so that a request without headers is found too.
    end = data.find(_END_OF_HEAD, line_end - len(_END_OF_LINE), MAX_HEAD) + len(_END_OF_HEAD)
    if end < line_end:
        _refuse_longer(data)
        return None
    body = _length_of_body(bytes(data[line_end:end]))
    # RFC 9110, 10.1.1: one of HTTP/1.0 is ignored.
    expects = not line[0].endswith(b"1.0\r\n") and _EXPECTATION.search(data, 0, end) is not None
    return Head(path=line[1].partition(b"?")[0], end=end, size=end + body, expects=expects)


def without_expectation(request: bytes, head: Head) -> bytes:
    """The request without "Expect: 100-continue", which has been answered."""
    if not head.expects:
        return request
    return _EXPECTATION.sub(b"", request[: head.end]) + request[head.end :]


def refusal(status: HTTPStatus) -> bytes:
    return f"HTTP/1.1 {status} {status.phrase}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n".encode()


def _refuse_longer(data: bytes | bytearray) -> None:
    if len(data) >= MAX_HEAD:
        raise RefusedError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)


def _length_of_body(fields: bytes) -> int:
    values: dict[bytes, list[bytes]] = {b"content-length": [], b"transfer-encoding": []}
    for field in fields.split(_END_OF_LINE):
        name, _, value = field.partition(b":")
        if name.lower() in values:
            values[name.lower()].append(value.strip(b" \t"))
    lengths = values[b"content-length"]
    if values[b"transfer-encoding"]:
        raise RefusedError(HTTPStatus.BAD_REQUEST if lengths else HTTPStatus.LENGTH_REQUIRED)
    if not lengths:
        return 0
    # bytes.isdigit knows the ten ASCII digits alone.
    if len(lengths) > 1 or not lengths[0].isdigit():
        raise RefusedError(HTTPStatus.BAD_REQUEST)
    digits = lengths[0].lstrip(b"0") or b"0"
    # int() refuses thousands of digits, and needs quadratic time for many.
    if len(digits) > len(str(MAX_BODY)) or int(digits) > MAX_BODY:
        raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return int(digits)
