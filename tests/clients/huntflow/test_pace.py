"""The limit of calls per token: shared through Redis, and each process's own without it."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django_redis import get_redis_connection

from google_oauth.clients.huntflow import pace
from google_oauth.exceptions import RedisUnavailable, UpstreamUnavailable

Book = Callable[[str, float], float]

SPAN = 0.02
"""How far a booked wait may be from the rule: the clock goes on between two bookings."""


def away(*_: object, **__: object) -> None:
    raise RedisUnavailable("away")


def refusal_of(token: str, deadline: float) -> tuple[str, float | None]:
    """Why there is no turn, and for how many seconds."""
    with pytest.raises(UpstreamUnavailable) as caught:
        pace.wait_for_turn(token, deadline=deadline)
    return caught.value.reason, caught.value.retry_after


@pytest.fixture(params=["redis", "local"])
def book(request: pytest.FixtureRequest) -> Book:
    get_redis_connection().flushdb()
    return pace.book_in_redis if request.param == "redis" else pace.LocalTurns().book


def test_a_burst_goes_at_once_and_the_rest_in_step(book: Book) -> None:
    waits = [book("anna", 10) for _ in range(7)]

    expected = [0, 0, 0, 1 / 6, 2 / 6, 3 / 6, 4 / 6]
    assert waits == pytest.approx(expected, abs=SPAN)


def test_no_second_holds_ten_turns(book: Book) -> None:
    started = time.monotonic()
    turns = sorted(time.monotonic() - started + book("anna", 60) for _ in range(60))

    assert all(later - earlier > 1 - SPAN for earlier, later in zip(turns, turns[9:], strict=False))


def test_tokens_do_not_wait_for_each_other(book: Book) -> None:
    for _ in range(5):
        book("anna", 10)

    assert book("ivan", 10) == 0


def test_a_wait_that_is_too_long_books_nothing(book: Book) -> None:
    for _ in range(pace.BURST + 3):
        book("anna", 10)

    refused = [book("anna", 0.1) for _ in range(3)]

    assert refused == pytest.approx([4 / 6] * 3, abs=3 * SPAN)


def test_a_quiet_while_gives_the_burst_back(book: Book) -> None:
    for _ in range(pace.BURST):
        book("anna", 10)
    time.sleep(pace.INTERVAL * pace.BURST)

    assert [book("anna", 10) for _ in range(pace.BURST)] == [0, 0, 0]


@pytest.mark.parametrize("redis_is_away", [False, True])
def test_a_rest_refuses_those_who_come_and_those_who_wait(
    monkeypatch: pytest.MonkeyPatch, *, redis_is_away: bool
) -> None:
    get_redis_connection().flushdb()
    monkeypatch.setattr(pace, "local_turns", pace.LocalTurns())
    if redis_is_away:
        monkeypatch.setattr(pace, "execute", away)
    deadline = time.monotonic() + 20
    for _ in range(pace.BURST + 6):
        (pace.local_turns.book if redis_is_away else pace.book_in_redis)(pace.pace_key("anna"), 10)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(refusal_of, "anna", deadline)
        time.sleep(0.1)
        pace.back_off("anna", 60)
        refusals = [waiting.result(2), refusal_of("anna", deadline)]

    assert [reason for reason, _ in refusals] == ["rate_limited"] * 2
    assert [seconds for _, seconds in refusals] == pytest.approx([60, 60], abs=1)
    pace.wait_for_turn("ivan", deadline=time.monotonic() + 0.1)


@pytest.mark.parametrize("redis_is_away", [False, True])
def test_turns_after_a_short_rest_are_in_step(
    monkeypatch: pytest.MonkeyPatch, *, redis_is_away: bool
) -> None:
    get_redis_connection().flushdb()
    monkeypatch.setattr(pace, "local_turns", pace.LocalTurns())
    if redis_is_away:
        monkeypatch.setattr(pace, "execute", away)
    pace.back_off("anna", 0.5)

    waits = [
        (pace.local_turns.book if redis_is_away else pace.book_in_redis)(pace.pace_key("anna"), 10)
        for _ in range(5)
    ]

    expected = [0.5, 0.5, 0.5, 0.5 + 1 / 6, 0.5 + 2 / 6]
    assert waits == pytest.approx(expected, abs=SPAN)


def test_past_turns_of_other_tokens_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    turns = pace.LocalTurns()
    now = time.monotonic()
    turns.book("old", 10)
    monkeypatch.setattr(pace.time, "monotonic", lambda: now + 60)

    turns.book("new", 10)

    assert set(turns._booked) == {"new"}


def test_a_process_of_many_threads_books_each_turn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    turns, together = pace.LocalTurns(), Barrier(8)

    def slow_max(*numbers: float) -> float:
        """Give other threads the time to read the same turn."""
        largest = max(*numbers)
        time.sleep(0.005)
        return largest

    monkeypatch.setattr(pace, "max", slow_max, raising=False)

    def book(_: int) -> float:
        together.wait()
        return turns.book("anna", 60)

    began = time.monotonic()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(book, range(8)))

    assert turns._booked["anna"] >= began + 8 * pace.INTERVAL


def test_redis_forgets_a_booking_when_its_turn_is_past() -> None:
    client = get_redis_connection()
    client.flushdb()
    began = time.monotonic()

    for number in range(1, pace.BURST + 2):
        pace.book_in_redis("anna", 10)
        life = client.pttl("anna") / 1000

        booked = number * pace.INTERVAL
        assert booked - (time.monotonic() - began) - 0.001 <= life <= booked + 0.001


@pytest.mark.parametrize("at_most", [1 / 6, 1 / 6 + 0.05])
def test_a_wait_up_to_the_longest_is_booked(book: Book, at_most: float) -> None:
    began = time.monotonic()
    for _ in range(pace.BURST):
        book("anna", 10)

    book("anna", at_most)
    wait = book("anna", 10)

    passed = time.monotonic() - began
    assert 2 / 6 - passed - 0.001 <= wait <= 2 / 6 + 0.001


def test_threads_share_one_pace() -> None:
    get_redis_connection().flushdb()
    started = time.monotonic()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: pace.wait_for_turn("a-secret-token", deadline=started + 5), range(8)))

    assert 5 / 6 - SPAN < time.monotonic() - started < 2


def test_no_token_is_written_to_redis_and_nothing_stays() -> None:
    client = get_redis_connection()
    client.flushdb()

    pace.wait_for_turn("a-secret-token", deadline=time.monotonic() + 5)

    (key,) = client.keys()
    assert b"secret" not in key
    assert 0 < client.pttl(key) <= 1000


def test_a_wait_beyond_the_deadline_is_refused_at_once() -> None:
    get_redis_connection().flushdb()
    deadline = time.monotonic() + 0.1
    for _ in range(pace.BURST):
        pace.wait_for_turn("anna", deadline=deadline)

    with pytest.raises(UpstreamUnavailable) as caught:
        pace.wait_for_turn("anna", deadline=deadline)

    assert caught.value.reason == "rate_limited"
    assert caught.value.retry_after == pytest.approx(1 / 6, abs=SPAN)
    assert time.monotonic() < deadline + 0.1


def test_a_deadline_that_is_past_is_a_timeout() -> None:
    with pytest.raises(UpstreamUnavailable) as caught:
        pace.wait_for_turn("anna", deadline=time.monotonic() - 1)

    assert caught.value.reason == "timeout"


def test_without_redis_the_process_keeps_the_pace_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pace, "execute", away)
    monkeypatch.setattr(pace, "local_turns", pace.LocalTurns())
    started = time.monotonic()

    for _ in range(pace.BURST + 1):
        pace.wait_for_turn("anna", deadline=started + 5)

    assert time.monotonic() - started >= pace.INTERVAL - SPAN
