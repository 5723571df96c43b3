"""The circuit breaker."""

import threading

import pytest

from google_oauth.redis_access.breaker import Breaker


def test_stays_open_until_the_probe_succeeds(caplog: pytest.LogCaptureFixture) -> None:
    answers = iter([False, False, True])
    opened = Breaker(lambda: next(answers))

    opened.trip("test")
    opened.trip("again")

    assert opened.is_open
    assert opened.wait_until_closed(5)
    assert not opened.is_open
    assert next(answers, "used up") == "used up"
    assert len(caplog.records) == 2


def test_is_closed_in_a_forked_child() -> None:
    is_well = threading.Event()
    opened = Breaker(is_well.is_set)
    opened.trip("test")

    opened._reset()

    assert not opened.is_open
    is_well.set()


def test_without_a_thread_to_probe_with_it_stays_closed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    tripped = Breaker(lambda: True)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        tripped.trip("test")
        assert not tripped.is_open
        assert caplog.records == []

    tripped.trip("test")

    assert tripped.is_open
    assert tripped.wait_until_closed(5)
