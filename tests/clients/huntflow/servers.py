"""A server that answers with given bytes, for what a well-behaved one never sends."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from django.test import override_settings

Talk = Callable[[socket.socket, bytes], None]


@contextmanager
def talking(talk: Talk) -> Iterator[str]:
    """The address of a server that hands one request of each connection to `talk`, which answers it.

    It is the configured one of Huntflow, so it may be asked.
    """
    listener = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_serve, args=(listener, talk))
    thread.start()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        with override_settings(HUNTFLOW_API_BASE_URL=url):
            yield url
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join()


def sending(answer: bytes) -> Talk:
    """Send these bytes and close."""
    return lambda connection, _: connection.sendall(answer)


def answer(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """An HTTP answer; `length` is what its Content-Length claims."""
    claimed = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {claimed}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def _serve(listener: socket.socket, talk: Talk) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        # The client may have gone away: that is what some tests are about.
        with connection, suppress(ConnectionError):
            talk(connection, _request(connection))


def _request(connection: socket.socket) -> bytes:
    """A request with its body."""
    request = connection.recv(65_536)
    head, _, body = request.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    while length and len(body) < int(length[1]):
        body += connection.recv(65_536)
    return head + b"\r\n\r\n" + body
