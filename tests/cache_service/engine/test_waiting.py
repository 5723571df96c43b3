"""Deadlines, and the pauses between polls."""

import time

import pytest
from pytest_django.fixtures import Settings

from google_oauth.cache_service.engine.waiting import MAX_PAUSE, MIN_PAUSE, Deadline


def test_hard_timeout_bounds_what_a_caller_chooses(settings: Settings) -> None:
    settings.API_CACHE_HARD_TIMEOUT = 2

    assert Deadline(None).left == pytest.approx(2, abs=0.1)
    assert Deadline(60).left == pytest.approx(2, abs=0.1)
    assert Deadline(-1).left == 0
    assert (Deadline(None).is_chosen, Deadline(0).is_chosen) == (False, True)


def test_pauses_grow_with_the_time_waited(monkeypatch: pytest.MonkeyPatch) -> None:
    now, slept = [0.0], []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", sleep)

    looks = len(list(Deadline(8).polls()))

    assert (slept[0], max(slept)) == (MIN_PAUSE, MAX_PAUSE)
    assert slept[1:-1] == sorted(slept[1:-1])
    assert sum(slept) == pytest.approx(8)
    assert looks < 100
