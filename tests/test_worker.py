"""The worker of production with a small application: no client keeps a thread, the loop, or the memory."""

import os
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from resource import RLIM_INFINITY

import pytest
from gunicorn.config import Config

from config import worker
from config.worker import MAX_PROBES
from tests.environment import ROOT
from tests.impatient import LARGE
from tests.waiting import eventually

GET = b"GET %s HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"


class Server:
    """One process of gunicorn with one worker, on a socket of the file system."""

    def __init__(self, directory: Path, *options: str) -> None:
        self.path, self.log = directory / "socket", directory / "log"
        command = [
            sys.executable, "-m", "gunicorn", "--config", "config/gunicorn.py", "--workers", "1", "--threads", "2",
            "--worker-class", "tests.impatient.Worker", "--bind", f"unix:{self.path}", *options, "tests.impatient:application",
        ]  # fmt: skip
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        assert eventually(lambda: self.path.exists() and "Booting worker" in self.log.read_text(), seconds=30)

    def connect(self) -> socket.socket:
        client = socket.socket(socket.AF_UNIX)
        client.settimeout(10)
        client.connect(str(self.path))
        return client

    def ask(self, request: bytes) -> bytes:
        with self.connect() as client:
            client.sendall(request)
            return read(client)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(30)


@contextmanager
def serving(directory: Path, *options: str) -> Iterator[Server]:
    server = Server(directory, *options)
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("worker")) as server:
        yield server


@contextmanager
def crowd(server: Server, count: int, request: bytes = b"") -> Iterator[list[socket.socket]]:
    """So many clients that have sent the same."""
    with ExitStack() as stack:
        clients = [stack.enter_context(server.connect()) for _ in range(count)]
        for client in clients:
            client.sendall(request)
        yield clients


def read(client: socket.socket) -> bytes:
    """Everything up to the end of the connection."""
    found = b""
    while piece := client.recv(1_000_000):
        found += piece
    return found


def seconds_of(client: socket.socket) -> tuple[bytes, float]:
    """What comes until the end of the connection, and how long that takes."""
    began = time.monotonic()
    return read(client), time.monotonic() - began


def test_request_in_single_bytes_is_answered_whole(server: Server) -> None:
    with server.connect() as client:
        for byte in POST + b"hello":
            client.send(bytes([byte]))

        assert read(client).endswith(b"\r\n\r\n/form hello")


def test_one_request_of_several_on_a_connection_is_answered(server: Server) -> None:
    answer = server.ask(POST + b"hello" + GET % b"/second")

    assert answer.endswith(b"\r\n\r\n/form hello")
    assert b"\r\nConnection: close\r\n" in answer


def test_client_that_expects_100_is_told_to_go_on_once(server: Server) -> None:
    with server.connect() as client:
        client.sendall(POST.replace(b"Host", b"Expect: 100-continue\r\nHost"))
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"hello")

        assert read(client).startswith(b"HTTP/1.1 200 OK\r\n")


@pytest.mark.parametrize(
    "begun", [b"GET / HTTP/1.1\r\nHost", POST.replace(b"5", b"500")], ids=["head", "body"]
)
def test_request_that_drips_is_ended_in_time(server: Server, begun: bytes) -> None:
    with server.connect() as client:
        client.sendall(begun)
        over = threading.Event()

        def drip() -> None:
            while not over.wait(0.35):
                client.send(b"a")

        dripping = threading.Thread(target=drip)
        dripping.start()
        answer, seconds = seconds_of(client)
        over.set()
        dripping.join()

    assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert seconds < 5


def test_connection_on_which_nothing_came_is_ended_without_a_word(server: Server) -> None:
    with server.connect() as client:
        answer, seconds = seconds_of(client)

    assert answer == b""
    assert seconds < 5


def test_large_answer_reaches_a_client_that_comes_for_it_late(server: Server) -> None:
    with server.connect() as client:
        client.sendall(GET % b"/large")
        time.sleep(0.2)

        assert read(client).partition(b"\r\n\r\n")[2] == b"a" * LARGE


def test_answers_that_are_never_read_keep_no_thread_and_no_memory(server: Server) -> None:
    with crowd(server, 30, GET % b"/large") as hoarders:
        began = time.monotonic()

        assert server.ask(GET % b"/page").endswith(b"/page ")
        assert time.monotonic() - began < 5
        # Six or seven fit into what may be unsent; the older ones gave way.
        assert sum(len(read(client)) > LARGE for client in hoarders) < 10


def test_clients_that_never_close_do_not_keep_the_loop(server: Server) -> None:
    with crowd(server, 20, GET % b"/page") as lingering:
        began = time.monotonic()

        assert server.ask(GET % b"/page").endswith(b"/page ")
        assert time.monotonic() - began < 5
        assert {read(client)[-6:] for client in lingering} == {b"/page "}


def test_probe_is_answered_while_every_thread_is_busy(server: Server) -> None:
    with crowd(server, 3, GET % b"/slow") as waiting:
        assert server.ask(GET % b"/healthz?of=a-balancer").endswith(b"/healthz ")
        # Two threads: the third waits for one of them, and then takes a second.
        assert select.select([waiting[2]], [], [], 0)[0] == []
        assert {read(client)[-6:] for client in waiting} == {b"/slow "}


def test_crowd_at_one_probe_keeps_neither_pages_nor_other_probes(server: Server) -> None:
    with crowd(server, 3 * MAX_PROBES, GET % b"/readyz?slow"):
        assert eventually(lambda: server.ask(GET % b"/readyz").startswith(b"HTTP/1.1 503 "), seconds=2)
        began = time.monotonic()
        assert server.ask(GET % b"/healthz").endswith(b"/healthz ")
        assert server.ask(GET % b"/page").endswith(b"/page ")
        # The probe is busy for more than three seconds.
        assert time.monotonic() - began < 1.5
    # Those that left are answered into the void, one after the other; then the probe is well again.
    assert eventually(lambda: server.ask(GET % b"/readyz").endswith(b"/readyz "), seconds=20)


def test_full_worker_lets_the_longest_waiting_go_and_refuses_what_it_cannot_begin(tmp_path: Path) -> None:
    with (
        serving(tmp_path, "--worker-connections", "8") as server,
        crowd(server, 12) as silent,
        crowd(server, 5, GET % b"/slow") as busy,
    ):
        # The first four found room, half of all; probes have the rest.
        assert read(busy[4]).startswith(b"HTTP/1.1 503 Service Unavailable\r\n")
        assert server.ask(GET % b"/readyz").endswith(b"/readyz ")
        assert {read(client)[-6:] for client in busy[:4]} == {b"/slow "}
        assert {read(client) for client in silent} == {b""}


def test_stop_answers_what_is_whole_and_waits_for_nobody_else(tmp_path: Path) -> None:
    with (
        serving(tmp_path) as server,
        crowd(server, 1) as [silent],
        crowd(server, 1, POST + b"h") as [begun],
        crowd(server, 1, GET % b"/slow") as [whole],
    ):
        assert server.ask(GET % b"/page").endswith(b"/page ")
        began = time.monotonic()

        assert server.stop() == 0
        assert time.monotonic() - began < 15
        assert read(whole).endswith(b"/slow ")
        assert read(silent) == b""
        assert read(begun).startswith(b"HTTP/1.1 408 ")
        assert "Traceback" not in server.log.read_text()


def test_reload_takes_a_new_worker_and_a_new_framing(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        os.kill(server.process.pid, signal.SIGHUP)

        assert eventually(lambda: server.log.read_text().count("Booting worker") == 2)
        assert eventually(lambda: "Worker exiting" in server.log.read_text())
        assert server.ask(POST + b"hello").endswith(b"/form hello")


@pytest.mark.parametrize(("files", "connections"), [(64, 32), (RLIM_INFINITY, 1000), (1_000_000, 1000)])
def test_half_of_the_files_are_left_to_the_application(
    monkeypatch: pytest.MonkeyPatch, files: int, connections: int
) -> None:
    monkeypatch.setattr(worker, "getrlimit", lambda _: (files, files))

    made = worker.Worker(1, 1, [], None, 30, Config(), None)
    made.tmp.close()

    assert made.worker_connections == connections


def test_no_option_makes_an_answer_promise_a_second_request(tmp_path: Path) -> None:
    with serving(tmp_path, "--keep-alive", "5") as server:
        assert b"\r\nConnection: close\r\n" in server.ask(GET % b"/page")
