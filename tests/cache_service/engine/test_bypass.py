"""Answers while Redis is passed by: nothing from it and nothing into it, and all the rest as ever."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from redis import Redis

from google_oauth.cache_service import CacheEntry, CacheService, GoogleAPICache, bypassing_redis
from google_oauth.cache_service.engine.background import background
from google_oauth.cache_service.report.counters import counts
from google_oauth.exceptions import (
    NotFound,
    ReconnectRequired,
    StillRefreshing,
    UpstreamRejected,
    UpstreamUnavailable,
)
from tests.cache_service.asking import SHEETS, put, read, wait_for
from tests.cache_service.upstream import LONG, Clock, Crowd, Upstream

REMOVED = datetime(2026, 1, 1, tzinfo=UTC)
LIMITED = UpstreamUnavailable("google", "rate_limited", retry_after=60)


def pass_by(upstream: Any, since: datetime = REMOVED, **options: Any) -> CacheEntry:
    with bypassing_redis(since):
        return read(upstream, **options)


def test_nothing_is_looked_up_and_nothing_is_kept(upstream: Upstream, redis: Redis) -> None:
    put("old")
    before = redis.hgetall(SHEETS.hash_name)

    entry = pass_by(upstream)

    assert (entry.data, entry.is_stale, entry.refreshing, entry.service) == (
        ["fresh"],
        False,
        False,
        "google_sheets",
    )
    assert upstream.previous == [None]
    assert redis.hgetall(SHEETS.hash_name) == before
    assert redis.keys() == [SHEETS.hash_name.encode()]


@pytest.mark.parametrize("error", [LIMITED, UpstreamUnavailable("google", "timeout"), NotFound("google")])
def test_failure_leaves_nothing_in_redis(error: Exception, redis: Redis) -> None:
    with pytest.raises(type(error)):
        pass_by(Upstream(error))

    assert redis.keys() == []


def test_service_has_it_too(upstream: Upstream) -> None:
    put("old")

    with bypassing_redis(REMOVED):
        entry = CacheService.get_or_fetch("google_sheets", 7, upstream, max_results=100)

    assert entry.data == ["fresh"]


def test_plain_reads_miss_and_plain_writes_are_not_stored() -> None:
    put("old")

    with bypassing_redis(REMOVED):
        put("new")
        assert GoogleAPICache.get_sheets(7) is None
    assert GoogleAPICache.get_sheets(7) == ["old"]


def test_bypass_ends_with_its_block_and_none_lifts_an_outer_one(upstream: Upstream) -> None:
    put("old")

    with bypassing_redis(REMOVED):
        with bypassing_redis(None):
            assert read(upstream).data == ["old"]
        assert read(upstream).data == ["fresh"]
    assert read(upstream).data == ["old"]


def test_refresh_that_outlives_the_block_keeps_bypassing(upstream: Upstream, redis: Redis) -> None:
    with upstream.held(), pytest.raises(StillRefreshing):
        pass_by(upstream, wait=0)
    background.drain(LONG)

    assert upstream.calls == 1
    assert redis.keys() == []


def test_readers_cost_one_refresh(upstream: Upstream, crowd: Crowd) -> None:
    with upstream.held():
        answers = [crowd.ask(pass_by, upstream) for _ in range(16)]
        wait_for(lambda: counts.pending("google_sheets", "waits") == 15)

    assert [answer.result(LONG).data for answer in answers] == [["fresh"]] * 16
    assert upstream.calls == 1
    assert counts.pending("google_sheets", "misses") == 16


def test_refresh_of_before_the_removal_is_not_joined(crowd: Crowd, upstream: Upstream) -> None:
    old, older = Upstream(["old"]), Upstream(["older"])
    with old.held(), older.held():
        begun = [crowd.ask(read, older), crowd.ask(pass_by, old)]
        old.wait_for_call()
        older.wait_for_call()

        entry = pass_by(upstream, REMOVED + timedelta(seconds=1))

    assert entry.data == ["fresh"]
    assert [answer.result(LONG).data for answer in begun] == [["older"], ["old"]]


def test_nobody_waits_longer_than_the_hard_timeout(
    crowd: Crowd, upstream: Upstream, settings: Settings
) -> None:
    settings.API_CACHE_HARD_TIMEOUT = 0.05
    with upstream.held():
        for _ in range(2):
            with pytest.raises(StillRefreshing):
                pass_by(upstream)

    assert upstream.calls == 1


def test_caller_chooses_its_patience_and_the_next_joins(crowd: Crowd, upstream: Upstream) -> None:
    with upstream.held():
        with pytest.raises(StillRefreshing):
            pass_by(upstream, wait=0)
        answer = crowd.ask(pass_by, upstream)
        wait_for(lambda: counts.pending("google_sheets", "waits") == 1)

    assert answer.result(LONG).data == ["fresh"]
    assert upstream.calls == 1


def test_full_pool_gives_up_for_a_caller_with_little_patience(upstream: Upstream, settings: Settings) -> None:
    settings.API_CACHE_MAX_THREADS = 0

    with pytest.raises(StillRefreshing):
        pass_by(upstream, wait=0)
    assert pass_by(upstream).data == ["fresh"]
    background.drain(LONG)


def test_failure_rests_the_question_and_a_busy_upstream_all_questions(
    clock: Clock, upstream: Upstream
) -> None:
    down = Upstream(UpstreamUnavailable("google", "timeout"))
    for _ in range(5):
        with pytest.raises(UpstreamUnavailable, match="timeout"):
            pass_by(down)
    assert down.calls == 1

    with pytest.raises(UpstreamUnavailable, match="rate_limited"):
        pass_by(Upstream(LIMITED), max_results=5)
    with pytest.raises(UpstreamUnavailable, match="rate_limited"):
        pass_by(upstream, max_results=6)
    clock.move(61)
    assert pass_by(upstream).data == ["fresh"]


def test_rest_of_before_the_removal_is_over_with_it(upstream: Upstream) -> None:
    with pytest.raises(UpstreamUnavailable):
        pass_by(Upstream(LIMITED))

    assert pass_by(upstream, REMOVED + timedelta(seconds=1)).data == ["fresh"]


def test_force_asks_once_in_ten_seconds_over_our_own_rest(clock: Clock) -> None:
    down = Upstream(UpstreamUnavailable("google", "timeout"))
    for _ in range(5):
        with pytest.raises(UpstreamUnavailable):
            pass_by(down, force=True)
        clock.move(1)

    assert down.calls == 1


@pytest.mark.parametrize("kind", [NotFound, ReconnectRequired, UpstreamRejected])
def test_permanent_failure_goes_to_all_who_wait(kind: type[NotFound], crowd: Crowd) -> None:
    refusing = Upstream(kind("google"))
    with refusing.held():
        answers = [crowd.ask(pass_by, refusing) for _ in range(4)]
        wait_for(lambda: counts.pending("google_sheets", "waits") == 3)

    assert {type(answer.exception(LONG)) for answer in answers} == {kind}
    assert refusing.calls == 1


def test_entry_of_before_is_what_a_plain_call_finds_again(upstream: Upstream) -> None:
    put("kept")
    pass_by(upstream)

    assert GoogleAPICache.get_sheets(7) == ["kept"]
