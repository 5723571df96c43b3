"""Where a token may go, and that a name which leads inside is found out before anything is said."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from pytest_django import Settings

from google_oauth.clients.http import Request
from google_oauth.clients.huntflow import hosts
from google_oauth.clients.huntflow.transport import exchange
from google_oauth.exceptions import UpstreamRejected, UpstreamUnavailable

OWN = [".huntflow.ru", "hr.example.com", "ats.example.com:8443"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://api.huntflow.ru/v2/accounts", True),
        ("https://huntflow.ru/v2", True),
        ("https://HR.example.com/v2", True),
        ("https://ats.example.com:8443/v2", True),
        ("http://127.0.0.1:8900/v2/accounts", True),
        ("http://127.0.0.1:8901/_sandbox/accounts", True),
        ("https://ats.example.com/v2", False),
        ("http://api.huntflow.ru/v2", False),
        ("https://api.huntflow.ru:444/v2", False),
        ("https://x.hr.example.com/v2", False),
        ("https://huntflow.ru.evil.example/", False),
        ("https://evilhuntflow.ru/", False),
        ("http://127.0.0.1:6379/", False),
        ("https://127.0.0.1:8900/v2", True),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_hosts_of_the_settings_and_no_others_are_asked(url: str, expected: bool, settings: Settings) -> None:
    settings.HUNTFLOW_ALLOWED_HOSTS = OWN
    settings.HUNTFLOW_API_BASE_URL = "http://127.0.0.1:8900/v2"
    settings.SANDBOX_URL = "http://127.0.0.1:8901"

    assert hosts.is_allowed(url) is expected


def test_a_stored_host_that_is_no_longer_allowed_is_not_asked(settings: Settings) -> None:
    settings.HUNTFLOW_ALLOWED_HOSTS = OWN

    with pytest.raises(UpstreamRejected) as caught:
        exchange(Request("GET", "https://former.example/v2/accounts"), deadline=time.monotonic() + 5)

    assert caught.value.reason == "bad_address"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to refuse
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
    ],
)
def test_which_addresses_are_of_the_internet(address: str, expected: bool) -> None:
    assert hosts.is_outside(address) is expected


@pytest.fixture
def inside(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """A server of the own network to which every name leads; what it hears."""
    heard: list[bytes] = []
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        port = listener.getsockname()[1]
        real = socket.getaddrinfo
        monkeypatch.setattr(
            socket,
            "getaddrinfo",
            lambda _host, _port, *rest, **named: real("127.0.0.1", port, *rest, **named),
        )

        def hear() -> None:
            connection, _ = listener.accept()
            with connection:
                heard.append(connection.recv(1024))

        thread = threading.Thread(target=hear)
        thread.start()
        yield heard
        thread.join(5)


def failure() -> str:
    request = Request("GET", "https://acme-api.huntflow.ru/v2/accounts", token="ya-secret")
    with pytest.raises(UpstreamUnavailable) as caught:
        exchange(request, deadline=time.monotonic() + 5)
    return caught.value.reason


def test_a_name_below_an_allowed_domain_that_leads_inside_hears_nothing(
    inside: list[bytes], settings: Settings
) -> None:
    settings.HUNTFLOW_ALLOWED_HOSTS = [".huntflow.ru"]

    assert failure() == "connection"
    assert inside in ([], [b""])


def test_a_host_that_the_settings_name_may_be_inside(inside: list[bytes], settings: Settings) -> None:
    settings.HUNTFLOW_ALLOWED_HOSTS = ["acme-api.huntflow.ru"]

    assert failure() == "connection"
    # A greeting of TLS, which this server does not answer.
    assert inside[0][:1] == b"\x16"
