"""Background threads: bounded, drained at exit, and without a database connection left open."""

import threading
import time

import pytest
from django.db import connection, connections
from pytest_django.fixtures import Settings

from google_oauth.cache_service.engine.background import Background
from tests.cache_service.upstream import LONG


def test_runs_no_more_than_its_limit(settings: Settings) -> None:
    settings.API_CACHE_MAX_THREADS = 2
    background, go = Background(), threading.Event()
    started = [background.start(lambda: bool(go.wait(LONG)) and None) for _ in range(3)]

    assert started == [True, True, False]
    assert not background.start(print, timeout=0.02)
    go.set()
    assert background.start(lambda: None, timeout=LONG)
    background.drain(LONG)


def test_drains_and_then_starts_nothing() -> None:
    background, done = Background(), []
    background.start(lambda: done.append(time.sleep(0.05)))

    background.drain(LONG)

    assert done == [None]
    assert not background.start(print)


def test_drops_what_takes_too_long() -> None:
    background, go = Background(), threading.Event()
    background.start(lambda: bool(go.wait(LONG)) and None)
    began = time.monotonic()

    background.drain(0.05)

    assert time.monotonic() - began < 1
    go.set()


def test_without_a_thread_to_be_had_has_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    background = Background()

    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)

    assert not background.start(print)
    assert background._running == set()


@pytest.mark.django_db(transaction=True)
def test_closes_its_database_connection() -> None:
    background, used = Background(), []

    def work() -> None:
        connection.ensure_connection()
        used.append(connections["default"])

    background.start(work)
    background.drain(LONG)

    assert [each.connection for each in used] == [None]
