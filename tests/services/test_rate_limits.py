"""Attempts are counted per action and user, over all processes, in windows of time."""

import pytest
from django_redis import get_redis_connection
from pytest_django import Settings

from google_oauth.services.rate_limits import seconds_left, spend_attempt

MIDNIGHT = 6000.0


@pytest.fixture(autouse=True)
def _one_a_minute(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMITS = {"sign_in": (1, 60), "refresh": (2, 60)}
    at(monkeypatch, MIDNIGHT)


def at(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    monkeypatch.setattr("google_oauth.services.rate_limits.time.time", lambda: seconds)


def test_attempts_are_allowed_up_to_the_limit() -> None:
    assert [spend_attempt("refresh", "a") for _ in range(3)] == [True, True, False]


def test_users_and_actions_are_counted_apart() -> None:
    assert [spend_attempt("sign_in", who) for who in ("a", "a", "b")] == [True, False, True]
    assert spend_attempt("refresh", "a")


def test_next_window_begins_at_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    assert [spend_attempt("sign_in", "a") for _ in range(2)] == [True, False]

    at(monkeypatch, MIDNIGHT + 60)

    assert spend_attempt("sign_in", "a")


@pytest.mark.parametrize(("passed", "left"), [(0, 60), (1, 59), (59.5, 1)])
def test_seconds_left_are_those_to_the_next_window(
    passed: float, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, MIDNIGHT + passed)

    assert seconds_left("sign_in") == left


def test_counters_expire_and_hold_no_address() -> None:
    spend_attempt("sign_in", "network 203.0.113.7")

    redis = get_redis_connection("default")
    (name,) = redis.keys("rate:*")
    assert 0 < redis.ttl(name) <= 60
    assert b"203.0.113" not in name
