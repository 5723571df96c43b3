"""What stands behind /readyz, against servers that are gone or hang."""

import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import OperationalError, connections

from config.processes import free_port
from google_oauth.services.operators import health

pytestmark = pytest.mark.django_db


@pytest.fixture
def database_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Call it with a port to have PostgreSQL looked for there."""

    def point(port: int) -> None:
        database = connections["default"].settings_dict | {
            "ENGINE": "django.db.backends.postgresql",
            "HOST": "127.0.0.1",
            "PORT": port,
            "NAME": "dashboard",
            "USER": "dashboard",
            "OPTIONS": {"connect_timeout": 1},
        }
        monkeypatch.setattr(health, "connections", type(connections)({"default": database}))

    return point


@pytest.fixture
def hanging_port() -> Iterator[int]:
    """A server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_database_that_is_there_answers() -> None:
    assert health.database_answers()


def test_database_that_is_gone_does_not_answer(database_at: Callable[[int], None]) -> None:
    database_at(free_port(0))

    assert not health.database_answers()


def test_database_that_hangs_is_not_waited_for(database_at: Callable[[int], None], hanging_port: int) -> None:
    database_at(hanging_port)
    began = time.monotonic()

    assert not health.database_answers()
    assert time.monotonic() - began < 4


@pytest.mark.parametrize("fails", [False, True])
def test_probe_closes_its_connection(fails: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Any] = []
    closed: list[Any] = []
    kind = type(connections["default"])
    connect, close = kind.connect, kind.close

    def noted_connect(self: Any) -> None:
        opened.append(self)
        if fails:
            raise OperationalError
        connect(self)

    def noted_close(self: Any) -> None:
        closed.append(self)
        close(self)

    monkeypatch.setattr(kind, "connect", noted_connect)
    monkeypatch.setattr(kind, "close", noted_close)

    assert health.database_answers() is not fails
    assert len(opened) == 1
    assert closed == opened
