"""Refreshing before the timeout, in the background."""

import pytest
from pytest_django.fixtures import Settings

from google_oauth.cache_service import CacheService, GoogleAPICache
from google_oauth.cache_service.engine import local_backoff
from google_oauth.cache_service.engine.background import background
from google_oauth.cache_service.engine.single_flight import flights
from google_oauth.exceptions import UpstreamUnavailable
from tests.cache_service.asking import SHEETS, TIMEOUT, lease_of_another, put, read, wait_for
from tests.cache_service.upstream import Clock, Upstream

LATE = 0.8 * TIMEOUT


def is_over() -> bool:
    return flights.join(SHEETS) is None


def test_begins_at_eighty_percent(upstream: Upstream, clock: Clock) -> None:
    put("kept")
    clock.move(LATE - 1)
    read(upstream)
    assert upstream.calls == 0

    clock.move(1)
    assert read(upstream).data == ["kept"]
    upstream.wait_for_call()
    wait_for(is_over)

    assert read(upstream).data == ["fresh"]
    assert upstream.calls == 1


def test_is_one_call_however_many_read_meanwhile(upstream: Upstream, clock: Clock) -> None:
    put("kept")
    clock.move(LATE)

    with upstream.held():
        read(upstream)
        upstream.wait_for_call()
        entries = [read(upstream) for _ in range(20)]

    assert {(entry.data[0], entry.is_stale, entry.refreshing) for entry in entries} == {("kept", False, True)}
    assert upstream.calls == 1


def test_leaves_it_to_another_process(upstream: Upstream, clock: Clock) -> None:
    put("kept")
    clock.move(LATE)
    lease_of_another()
    # This host cannot tell whether the lease is over; Redis can.
    clock.move(1)

    read(upstream)
    wait_for(is_over)

    assert upstream.calls == 0


def test_that_fails_is_not_repeated_while_the_upstream_rests(clock: Clock) -> None:
    down = Upstream(UpstreamUnavailable("google", "timeout"))
    put("kept")
    clock.move(LATE)
    read(down)
    down.wait_for_call()
    wait_for(is_over)

    for _ in range(29):
        clock.move(1)
        entry = read(down)

    assert (entry.data, entry.is_stale, entry.failure and entry.failure.reason) == (
        ["kept"],
        False,
        "timeout",
    )
    assert down.calls == 1


def test_is_left_out_when_the_background_is_full(
    upstream: Upstream, clock: Clock, settings: Settings
) -> None:
    settings.API_CACHE_MAX_THREADS = 0
    put("kept")
    clock.move(LATE)

    assert read(upstream).data == ["kept"]
    assert is_over()
    assert upstream.calls == 0


def test_is_left_out_after_the_end_of_the_process_began(upstream: Upstream, clock: Clock) -> None:
    put("kept")
    clock.move(LATE)
    background.drain()

    assert read(upstream).data == ["kept"]
    assert upstream.calls == 0


def test_hears_from_another_process_that_the_upstream_rests(upstream: Upstream, clock: Clock) -> None:
    put("kept")
    clock.move(LATE)
    with pytest.raises(UpstreamUnavailable):
        GoogleAPICache.fetch_drive_files(
            7, Upstream(UpstreamUnavailable("google", "rate_limited", retry_after=60))
        )
    local_backoff.reset()

    read(upstream)
    wait_for(is_over)

    assert upstream.calls == 0
    assert local_backoff.standing_backoff(SHEETS) is not None


def test_is_overtaken_by_a_removal(upstream: Upstream, clock: Clock) -> None:
    put("kept")
    clock.move(LATE)
    with upstream.held():
        read(upstream)
        upstream.wait_for_call()
        CacheService.invalidate_cache("google_sheets", 7)
    wait_for(is_over)

    assert GoogleAPICache.get_sheets(7) is None


def test_keeps_an_entry_in_use_fresh_for_an_hour(upstream: Upstream, clock: Clock) -> None:
    read(upstream)
    for _ in range(180):
        clock.move(20)
        entry = read(upstream)
        wait_for(is_over)
        assert not entry.is_stale

    # An hour of eager refreshes, each after eighty percent of the timeout, and the first fetch.
    assert upstream.calls == 1 + 3600 // LATE
