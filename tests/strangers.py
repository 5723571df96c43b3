"""Strangers at the doors of a server: clients that speak HTTP by hand, as badly as they like."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from benchmarks.soak.production import ProductionServer
from benchmarks.soak.recruiter import Recruiter

TOKEN = b"a" * 32
HEADERS = (
    b"Host: 127.0.0.1\r\nX-Forwarded-Proto: https\r\nOrigin: https://127.0.0.1\r\nCookie: __Host-csrftoken=%s\r\n"
    % TOKEN
)
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
GET, POST = b"GET /sign-in/ HTTP/1.1\r\n" + HEADERS, b"POST /sign-out/ HTTP/1.1\r\n" + HEADERS + FORM
PART = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n'
UPLOAD = POST.replace(b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=x")
FILE = "/static/admin/js/vendor/xregexp/xregexp.js"


def connect(server: ProductionServer, *, window: int = 0) -> socket.socket:
    """A client, whose system takes about `window` bytes that it does not read."""
    client = socket.socket()
    if window:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
    client.settimeout(10)
    client.connect(("127.0.0.1", server.port))
    return client


def answer(server: ProductionServer, request: bytes) -> bytes:
    with connect(server) as client:
        client.sendall(request)
        return read(client)


def read(client: socket.socket) -> bytes:
    """Everything up to the end of the connection."""
    found = b""
    while piece := client.recv(65536):
        found += piece
    return found


@contextmanager
def crowd(server: ProductionServer, count: int, *requests_: bytes, window: int = 0) -> Iterator[None]:
    """So many strangers for each of the beginnings of requests, who then do nothing more."""
    with ExitStack() as stack:
        for request in requests_:
            for _ in range(count):
                stack.enter_context(connect(server, window=window)).sendall(request)
        yield


def slowest(anna: Recruiter) -> float:
    """Seconds for the slowest of what probes and a recruiter ask, three times over."""
    seconds = []
    for _ in range(3):
        for path in ("/healthz", "/readyz", "/sign-in/", "/settings/", "/"):
            began = time.monotonic()
            assert anna.get(path).status_code in {200, 302}
            seconds.append(time.monotonic() - began)
    return max(seconds)
