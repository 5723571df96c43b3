import http.client
import json
import socket
import threading
import time
from urllib.parse import urlsplit

import pytest
import requests

from sandbox.server import RESET_ON_CLOSE, SandboxServer
from sandbox.state import Sandbox
from tests.running_sandbox import RunningSandbox

ME = "/v2/me"


def connect(url: str) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)


def test_connection_is_kept_and_quick(sandbox: RunningSandbox) -> None:
    connection = connect(sandbox.url)
    connection.connect()
    first_socket = connection.sock
    started = time.monotonic()

    for _ in range(20):
        connection.request("GET", "/_sandbox/requests")
        assert connection.getresponse().read() == b"{}"

    # Nagle and delayed acknowledgement together cost 44 ms a call.
    assert time.monotonic() - started < 20 * 0.03
    assert connection.sock is first_socket
    connection.close()


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("POST", ME), ("PUT", "/_sandbox/data"), ("GET", ME + "/")]
)
def test_path_or_method_nobody_serves_is_not_found(sandbox: RunningSandbox, method: str, path: str) -> None:
    answer = requests.request(method, sandbox.url + path, timeout=5)

    assert (answer.status_code, answer.json()) == (404, {"error": "no such path in the sandbox"})
    assert sandbox.counts() == {}


@pytest.mark.parametrize("length", ["-1", "many", "1000001", "２"])
def test_body_of_no_or_too_great_length_is_refused(sandbox: RunningSandbox, length: str) -> None:
    connection = connect(sandbox.url)
    connection.putrequest("POST", "/_sandbox/data")
    connection.putheader("Content-Length", length.encode())
    connection.endheaders()

    response = connection.getresponse()

    assert response.status == 413
    assert response.read()
    connection.close()


def test_client_that_goes_away_early_harms_nobody(sandbox: RunningSandbox) -> None:
    for text in (b"", b"GET /v2", b"POST /token HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc"):
        with socket.create_connection(urlsplit(sandbox.url).netloc.split(":"), timeout=5) as plain:
            plain.sendall(text)

    assert sandbox.counts() is not None


def test_client_that_resets_before_the_answer_leaves_no_trace(
    sandbox: RunningSandbox, capfd: pytest.CaptureFixture[str]
) -> None:
    sandbox.fail("oauth", "delay", seconds=0.2)
    host, port = urlsplit(sandbox.url).netloc.split(":")
    with socket.create_connection((host, int(port)), timeout=5) as rude:
        rude.sendall(b"GET /oauth2/v1/certs HTTP/1.1\r\n\r\n")
        while not sandbox.counts():
            time.sleep(0.01)
        rude.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
    sandbox.recover()

    before = [thread for thread in threading.enumerate() if "process_request_thread" in thread.name]
    for thread in before:
        thread.join(timeout=0.3)
    assert capfd.readouterr().err == ""


def test_control_requests_are_not_counted_and_upstream_requests_are(sandbox: RunningSandbox) -> None:
    requests.get(sandbox.url + ME, timeout=5)
    requests.get(sandbox.url + ME, timeout=5)
    requests.get(f"{sandbox.url}/oauth2/v1/certs", timeout=5)

    assert sandbox.counts() == {"huntflow.me": 2, "oauth.certs": 1}


def test_server_closes_though_connections_idle_and_hang() -> None:
    with SandboxServer(Sandbox()) as server:
        running = RunningSandbox(server)
        running.fail("huntflow", "hang")
        idle = connect(server.url)
        idle.request("GET", "/_sandbox/requests")
        idle.getresponse().read()
        hanging = connect(server.url)
        hanging.request("GET", ME)
        threads = threading.active_count()
        started = time.monotonic()

    assert time.monotonic() - started < 2
    assert threading.active_count() < threads
    with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
        hanging.getresponse()
    idle.close()
    hanging.close()


def test_address_taken_is_an_error(sandbox: RunningSandbox) -> None:
    with pytest.raises(OSError, match="in use"):
        SandboxServer(Sandbox(), port=int(sandbox.url.rpartition(":")[2]))


def test_each_server_has_a_state_of_its_own(sandbox: RunningSandbox) -> None:
    sandbox.change(op="kill_pair", account="ivan.petrov@example.com")
    with SandboxServer(Sandbox(seed=2)) as server:
        accounts = json.loads(requests.get(f"{server.url}/_sandbox/accounts", timeout=5).content)["accounts"]

    assert all(account["huntflow"] for account in accounts)
