"""A person's own refresh: what it passes over and what it does not."""

import pytest
from pytest_django.fixtures import Settings

from google_oauth.cache_service import GoogleAPICache
from google_oauth.cache_service.report.counters import counts
from google_oauth.cache_service.storage import store
from google_oauth.exceptions import StillRefreshing, UpstreamUnavailable
from tests.cache_service.asking import SHEETS, TIMEOUT, lease_of_another, put, read, wait_for
from tests.cache_service.upstream import LONG, Clock, Crowd, Upstream

DOWN = UpstreamUnavailable("google", "timeout")


def test_passes_over_freshness(upstream: Upstream, clock: Clock) -> None:
    put("kept")

    assert read(upstream, force=True).data == ["fresh"]
    assert GoogleAPICache.get_sheets(7) == ["fresh"]


def test_is_a_plain_read_when_too_soon(upstream: Upstream, clock: Clock) -> None:
    put("kept")
    read(upstream, force=True)

    clock.move(9)
    assert read(upstream, force=True).data == ["fresh"]
    assert upstream.calls == 1
    clock.move(1)
    read(upstream, force=True)
    assert upstream.calls == 2


def test_too_soon_counts_for_one_entry_only(upstream: Upstream, clock: Clock) -> None:
    read(upstream, force=True)
    GoogleAPICache.fetch_sheets(7, upstream, force=True, max_results=5)

    assert upstream.calls == 2


def test_passes_over_our_own_rest(upstream: Upstream, clock: Clock) -> None:
    with pytest.raises(UpstreamUnavailable):
        read(Upstream(DOWN))

    assert read(upstream, force=True).data == ["fresh"]


def test_tries_a_failing_upstream_at_most_every_ten_seconds(clock: Clock) -> None:
    down = Upstream(DOWN)
    for _ in range(20):
        with pytest.raises(UpstreamUnavailable):
            read(down, force=True)
        clock.move(1)

    assert down.calls == 2


def test_never_passes_over_the_upstreams_retry_after(upstream: Upstream, clock: Clock) -> None:
    put("old")
    clock.move(TIMEOUT + 1)
    read(Upstream(UpstreamUnavailable("google", "server_error", retry_after=60)))

    clock.move(59)
    entry = read(upstream, force=True)

    assert (entry.data, entry.failure and entry.failure.reason) == (["old"], "server_error")
    assert upstream.calls == 0


def test_that_fails_returns_what_is_stored_marked(clock: Clock) -> None:
    put("kept")
    clock.move(60)

    entry = read(Upstream(DOWN), force=True)

    assert (entry.data, entry.is_stale, entry.age.total_seconds()) == (["kept"], False, 60)
    assert entry.failure is not None


def test_that_fails_with_nothing_stored_raises() -> None:
    with pytest.raises(UpstreamUnavailable):
        read(Upstream(DOWN), force=True)


def test_joins_a_refresh_of_this_process(upstream: Upstream, crowd: Crowd, clock: Clock) -> None:
    put("old")
    clock.move(TIMEOUT + 1)
    with upstream.held():
        first = crowd.ask(read, upstream)
        upstream.wait_for_call()
        forced = crowd.ask(read, upstream, force=True)
        wait_for(lambda: counts.pending("google_sheets", "waits"))

    assert (first.result(LONG).data, forced.result(LONG).data) == (["fresh"], ["fresh"])
    assert upstream.calls == 1


def test_joins_a_refresh_of_another_process(upstream: Upstream, crowd: Crowd) -> None:
    put("old")
    lease_of_another()
    forced = crowd.ask(read, upstream, force=True)
    wait_for(lambda: counts.pending("google_sheets", "waits"))
    put("theirs")

    assert forced.result(LONG).data == ["theirs"]
    assert upstream.calls == 0


def test_waits_up_to_the_hard_timeout_and_then_shows_what_is_stored(
    upstream: Upstream, settings: Settings
) -> None:
    put("kept")
    settings.API_CACHE_SOFT_TIMEOUT, settings.API_CACHE_HARD_TIMEOUT = 0, 0.1

    with upstream.held():
        entry = read(upstream, force=True)

    assert (entry.data, entry.refreshing) == (["kept"], True)


def test_with_nothing_stored_and_no_time_left_raises(upstream: Upstream, settings: Settings) -> None:
    settings.API_CACHE_HARD_TIMEOUT = 0.05

    with upstream.held(), pytest.raises(StillRefreshing):
        read(upstream, force=True)


def test_is_remembered_by_the_entry_that_it_brings(upstream: Upstream, clock: Clock) -> None:
    read(upstream, force=True)

    assert store.read_entry(SHEETS).meta.forced_at == clock.now
