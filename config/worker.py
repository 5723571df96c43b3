"""gunicorn's worker with threads, in which no thread waits for a client.

The loop of the main thread reads a request whole, in bounded size and time, before a thread has it. What a client does
not take of an answer at once waits in memory, and the loop sends it. The reasons are in
docs/decisions/2026-12-01-a-worker-that-reads-first.md.
"""

import socket
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from http import HTTPStatus
from resource import RLIM_INFINITY, RLIMIT_NOFILE, getrlimit
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any, BinaryIO, Final, cast

from gunicorn.http import get_parser
from gunicorn.workers.gthread import TConn, ThreadWorker

from config.framing import (
    HEAD_TIME,
    REQUEST_TIME,
    Head,
    RefusedError,
    read_head,
    refusal,
    without_expectation,
)

# Seconds, for a client that takes nothing of its answer, and for one that does not close after it.
ANSWER_TIME: Final = 20.0
CLOSE_TIME: Final = 2.0
# Bytes: read at once, read after an answer until the connection is cut, and unsent answers of one worker.
PIECE: Final = 16 * 1024
MAX_REST: Final = 256 * 1024
MAX_UNSENT: Final = 64 * 1024 * 1024
# For so many connections that wait, one more is taken at once.
CROWD: Final = 20
# Each has a thread of its own, which neither pages nor other probes keep busy.
PROBES: Final = (b"/healthz", b"/readyz", b"/metrics")
# Requests for one probe that run or wait for its thread.
MAX_PROBES: Final = 8


class Wire:
    """The socket as gunicorn's code sees it: writing never waits for the client, and the loop alone closes."""

    def __init__(self, client: socket.socket) -> None:
        self._client = client
        self.unsent = bytearray()

    def sendall(self, data: bytes) -> None:
        """Send what the client takes now and keep the rest; raises OSError when the connection is gone."""
        is_behind = bool(self.unsent)
        self.unsent += data
        if not is_behind:
            self.flush()

    def sendfile(self, file: BinaryIO, offset: int, count: int) -> None:
        """Send a part of a file like `sendall`; the kernel's own way waits until the client has taken it."""
        file.seek(offset)
        self.sendall(file.read(count))

    def flush(self) -> None:
        """Send what the client takes now of the rest; raises OSError when the connection is gone."""
        try:
            while self.unsent:
                del self.unsent[: self._client.send(self.unsent)]
        except BlockingIOError:
            return

    def gettimeout(self) -> float:
        """Zero: nothing here waits."""
        return 0.0

    def recv(self, _size: int) -> bytes:
        """Nothing: the request is here already."""
        return b""

    def _nothing(self, *_: object) -> None:
        pass

    setblocking = settimeout = shutdown = close = _nothing


class Visit(TConn):
    """A connection with its one request; `step` is what the loop does at its next event, until `deadline`."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.client_socket, self.wire = self.sock, Wire(self.sock)
        self.received, self.drained = bytearray(), 0
        self.head: Head | None = None
        self.step: Callable[[Visit], None]
        self.deadline = 0.0

    def take(self) -> Head | None:
        """Read a piece; the head of the request once that is whole.

        Raises RefusedError, EOFError at the end of the connection, OSError.
        """
        data = self.client_socket.recv(PIECE)
        if not data:
            raise EOFError
        self.received += data
        if self.head is None:
            self.head = read_head(self.received)
            if self.head is None:
                return None
            self.deadline += REQUEST_TIME - HEAD_TIME
            if self.head.expects and len(self.received) < self.head.size:
                self.wire.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
        return self.head if len(self.received) >= self.head.size else None

    def prepare(self, head: Head) -> None:
        """Let gunicorn parse the bytes of this request and no others."""
        request = without_expectation(bytes(self.received[: head.size]), head)
        self.received.clear()
        self.parser = get_parser(self.cfg, [request], self.client)
        self.sock, self.initialized = cast("socket.socket", self.wire), True


class Worker(ThreadWorker):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        # One request for each connection, whatever the options say; no answer may promise more.
        self.cfg.set("keepalive", 0)
        # The application needs files of its own.
        files, _ = getrlimit(RLIMIT_NOFILE)
        if files != RLIM_INFINITY:
            self.worker_connections = min(self.worker_connections, files // 2)
        # Those that wait for their client, the one that has waited longest first.
        self.waiting: dict[Visit, None] = {}
        self.probes: dict[bytes, ThreadPoolExecutor] = {}
        # Requests that run or wait for a thread, by the pool of the threads.
        self.begun: Counter[ThreadPoolExecutor] = Counter()

    def init_process(self) -> None:
        self.probes = {path: ThreadPoolExecutor(1) for path in PROBES}
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Take a connection and what it has already sent; several where many wait, lest these keep newcomers out."""
        try:
            for _ in range(1 + len(self.waiting) // CROWD):
                self._take(listener, *listener.accept())
        except (BlockingIOError, ConnectionAbortedError):
            return

    def _take(self, listener: socket.socket, client: socket.socket, address: Any) -> None:
        self.nr_conns += 1
        visit = Visit(self.cfg, client, address, listener.getsockname())
        self._wait(visit, EVENT_READ, self._receive, HEAD_TIME)
        self._receive(visit)

    def _receive(self, visit: Visit) -> None:
        try:
            if head := visit.take():
                self._hand_over(visit, head)
        except BlockingIOError:
            return
        except RefusedError as exc:
            self._refuse(visit, exc.status)
        except (OSError, EOFError):
            self._end(visit)

    def _hand_over(self, visit: Visit, head: Head) -> None:
        pool = self.probes.get(head.path, self.tpool)
        # Requests that wait for a thread cannot give way to others, so pages get half of the room.
        if self.begun[pool] >= (self.worker_connections // 2 if pool is self.tpool else MAX_PROBES):
            self._refuse(visit, HTTPStatus.SERVICE_UNAVAILABLE)
            return
        self._leave(visit)
        visit.prepare(head)
        self.begun[pool] += 1
        future = pool.submit(self.handle, visit)
        future.add_done_callback(lambda _: self.method_queue.defer(self._finish, visit, pool))

    def _finish(self, visit: Visit, pool: ThreadPoolExecutor) -> None:
        self.begun[pool] -= 1
        self._answer(visit)

    def _refuse(self, visit: Visit, status: HTTPStatus) -> None:
        visit.wire.unsent += refusal(status)
        self._answer(visit)

    def _answer(self, visit: Visit) -> None:
        try:
            visit.wire.flush()
            if visit.wire.unsent:
                self._wait(visit, EVENT_WRITE, self._answer, ANSWER_TIME)
                self._forget_unsent()
            else:
                # Closing at once would reset the connection, and with it the answer, where the client still sends.
                visit.client_socket.shutdown(socket.SHUT_WR)
                self._wait(visit, EVENT_READ, self._drain, CLOSE_TIME)
        except OSError:
            self._end(visit)

    def _drain(self, visit: Visit) -> None:
        try:
            piece = visit.client_socket.recv(PIECE)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        visit.drained += len(piece)
        if not piece or visit.drained > MAX_REST:
            self._end(visit)

    def _wait(self, visit: Visit, events: int, step: Callable[[Visit], None], seconds: float) -> None:
        """Let the loop take a step with a connection when its client did something; make room for it among others."""
        self._leave(visit)
        visit.step, visit.deadline = step, time.monotonic() + seconds
        self.waiting[visit] = None
        self.poller.register(visit.client_socket, events, partial(self._go_on, visit))
        oldest = next(iter(self.waiting))
        if self.nr_conns >= self.worker_connections and oldest is not visit:
            self._end(oldest)

    def _go_on(self, visit: Visit, _socket: socket.socket) -> None:
        # An earlier event of the same round may have ended it.
        if visit in self.waiting:
            visit.step(visit)

    def _leave(self, visit: Visit) -> None:
        if visit in self.waiting:
            del self.waiting[visit]
            self.poller.unregister(visit.client_socket)

    def _end(self, visit: Visit) -> None:
        self._leave(visit)
        self.nr_conns -= 1
        visit.client_socket.close()

    def _forget_unsent(self) -> None:
        """Cut the longest waiting connections off their answers while these take too much memory."""
        unsent = {visit: len(visit.wire.unsent) for visit in self.waiting if visit.wire.unsent}
        rest = sum(unsent.values())
        for visit, size in unsent.items():
            if rest <= MAX_UNSENT:
                break
            self._end(visit)
            rest -= size

    def murder_pending(self) -> None:
        """End connections whose time is over; gunicorn's loop calls this once a second and after every event."""
        now = time.monotonic()
        for visit in [visit for visit in self.waiting if visit.deadline <= now]:
            if visit not in self.waiting:
                continue  # It has just given way to another.
            # A connection on which nothing came asked nothing: browsers open some in advance.
            if visit.step == self._receive and visit.received:
                self._refuse(visit, HTTPStatus.REQUEST_TIMEOUT)
            else:
                self._end(visit)

    def _cap_keepalive(self, deadline: float) -> None:
        """Give requests that are not whole until `deadline`; gunicorn calls this when the worker stops."""
        for visit in self.waiting:
            if visit.step == self._receive:
                visit.deadline = min(visit.deadline, deadline)
