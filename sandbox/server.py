"""The sockets: HTTP/1.1 with keep-alive over a thread per connection, and the faults that need a socket."""

import gzip
import socket
import struct
import threading
from contextlib import suppress
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from sandbox import control, google, huntflow
from sandbox.faults import Fault, cut, failure
from sandbox.http import Refused, Request, Response, json_response
from sandbox.routes import Call, Route, find
from sandbox.state import Sandbox

ROUTES: tuple[Route, ...] = (*control.ROUTES, *google.ROUTES, *huntflow.ROUTES)

IDLE_SECONDS = 120
MAX_BODY_BYTES = 1_000_000
GZIP_FROM_BYTES = 200
RESET_ON_CLOSE = struct.pack("ii", 1, 0)

NOT_FOUND = json_response({"error": "no such path in the sandbox"}, status=404)
TOO_LARGE = json_response({"error": f"a body has a length of at most {MAX_BODY_BYTES} bytes"}, status=413)


class SandboxServer(ThreadingHTTPServer):
    """Serves one `Sandbox`. Use as a context manager to serve from a thread of its own.

    OSError when the address cannot be bound.
    """

    # Closing waits for the threads of the connections, which `server_close` cuts off first.
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, sandbox: Sandbox, *, host: str = "127.0.0.1", port: int = 0) -> None:
        self.sandbox = sandbox
        self._connections: set[socket.socket] = set()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.05,), name="sandbox")
        super().__init__((host, port), Connection)

    @cached_property
    def url(self) -> str:
        """The address, without a slash at the end."""
        return f"http://{self.server_address[0]!s}:{self.server_address[1]}"

    def server_bind(self) -> None:
        """Bind without the look-up of the host's name, which http.server makes and nobody needs."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, so that closing the server can end it."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection and end it."""
        self._connections.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        """End every connection, also those that hang in a fault or wait for a next request."""
        self.sandbox.faults.clear()
        for connection in list(self._connections):
            # The other side may have been quicker.
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        super().server_close()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class Connection(BaseHTTPRequestHandler):
    """One connection, request after request."""

    server: SandboxServer
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "sandbox", ""
    timeout = IDLE_SECONDS
    # Unbuffered writes meet Nagle and delayed acknowledgement and cost 44 ms a call; measured.
    wbufsize = -1

    def handle(self) -> None:
        """Serve until the connection ends; a client that goes away in the middle is no error here."""
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def finish(self) -> None:
        """Close the files, whether or not the client still listens."""
        try:
            super().finish()
        except OSError:
            self.rfile.close()

    def serve(self) -> None:
        """Answer one request of any method."""
        length = self.headers.get("Content-Length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > MAX_BODY_BYTES:
            self.close_connection = True
            return self._send(TOO_LARGE)
        request = self._read(int(length))
        found = find(ROUTES, request.method, urlsplit(self.path).path)
        if found is None:
            return self._send(NOT_FOUND)
        route, arguments = found
        call = Call(self.server.sandbox, request, route.operation, arguments)
        fault = None
        if route.target != "control":
            self.server.sandbox.counts.add(route.operation)
            fault = self.server.sandbox.faults.take(route.operation)
        return self._send(_answer(route, call)) if fault is None else self._fail(fault, route, call)

    do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = serve  # noqa: N815 - the names that the parent calls

    def _read(self, length: int) -> Request:
        body = self.rfile.read(length)
        headers = {name.lower(): value for name, value in self.headers.items()}
        parts, method = urlsplit(self.path), self.command
        query = parts.query
        # The Google client sends a URL of more than 2048 characters as the body of a POST.
        if method == "POST" and headers.get("x-http-method-override"):
            method, query, body = headers["x-http-method-override"], body.decode(errors="replace"), b""
        pairs = tuple(parse_qsl(query, keep_blank_values=True))
        return Request(method, parts.path, pairs, headers, body, self.server.url)

    def _fail(self, fault: Fault, route: Route, call: Call) -> None:
        if fault.mode in ("delay", "hang"):
            self.server.sandbox.faults.wait(fault.seconds)
        if fault.mode == "delay":
            self._send(_answer(route, call))
        elif fault.mode == "malformed":
            self._send(cut(_answer(route, call)))
        elif fault.mode in ("status", "html"):
            self._send(failure(fault))
        else:
            if fault.mode == "reset":
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
                self.connection.close()
            self.close_connection = True

    def _send(self, response: Response) -> None:
        body, headers = response.body, response.headers
        if "gzip" in self.headers.get("Accept-Encoding", "") and len(body) >= GZIP_FROM_BYTES:
            body, headers = gzip.compress(body, compresslevel=1), (*headers, ("Content-Encoding", "gzip"))
        self.send_response(response.status)
        for name, value in headers:
            self.send_header(name, value)
        if response.status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the parent's
        """Say nothing: the counts tell what was asked."""


def _answer(route: Route, call: Call) -> Response:
    with call.sandbox.lock:
        try:
            return route.handler(call)
        except Refused as refusal:
            return refusal.response
