"""Numbers that are exact, and cost nobody anything."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django.fixtures import Settings
from redis import Redis

from google_oauth.cache_service import CacheService, GoogleAPICache
from google_oauth.cache_service.report import counters
from google_oauth.cache_service.report.counters import HOURS, MINUTES, HitCounts, counts, history
from google_oauth.exceptions import CacheUnavailable, UpstreamUnavailable
from tests.cache_service.asking import TIMEOUT, put, read, wait_for
from tests.cache_service.upstream import Clock, Crowd, Upstream
from tests.redis_access.troubled import TroubledValkey

SERVICE = "google_sheets"


def round_trips(redis: Redis) -> int:
    """Reads from sockets, of which a pipeline needs one for many commands."""
    return int(redis.info("stats")["total_reads_processed"])


def last_hour() -> dict[str, float]:
    events: dict[str, float] = counters.hit_statistics()["last_hour"].get(SERVICE, {})
    return events


def test_one_miss_and_two_hits(upstream: Upstream) -> None:
    for _ in range(3):
        read(upstream)

    assert last_hour() == {
        "misses": 1,
        "refreshes": 1,
        "fresh_hits": 2,
        "hit_rate": 0.6667,
        "calls_saved": 2,
    }


def test_plain_reads_count_as_well() -> None:
    GoogleAPICache.get_sheets(7)
    put("kept")
    GoogleAPICache.get_sheets(7)

    assert last_hour() == {"misses": 1, "fresh_hits": 1, "hit_rate": 0.5, "calls_saved": 2}


def test_failure_papered_over(clock: Clock) -> None:
    put("old")
    clock.move(TIMEOUT + 1)
    for _ in range(5):
        read(Upstream(UpstreamUnavailable("google", "timeout")))

    assert last_hour() == {
        "stale_hits": 5,
        "refreshes": 1,
        "failures": 1,
        "fail_safe": 1,
        "hit_rate": 1,
        "calls_saved": 4,
    }


def test_stampede(upstream: Upstream, crowd: Crowd) -> None:
    with upstream.held():
        readers = [crowd.ask(read, upstream) for _ in range(30)]
        wait_for(lambda: counts.pending(SERVICE, "waits") == 29)
    for reader in readers:
        reader.result()

    assert last_hour() == {"misses": 30, "waits": 29, "refreshes": 1, "hit_rate": 0, "calls_saved": 29}


def test_are_brought_in_by_themselves(upstream: Upstream, settings: Settings, redis: Redis) -> None:
    settings.API_CACHE_FLUSH_INTERVAL = 0.05

    read(upstream)
    wait_for(lambda: redis.exists(*map(HOURS.key, HOURS.numbers())))

    assert counts.pending(SERVICE, "misses") == 0
    wait_for(lambda: not counts.thread.is_running)


def test_move_out_of_the_hour_and_stay_in_the_week(clock: Clock) -> None:
    put("kept")
    read(Upstream())
    counts.flush()
    clock.move(3700)
    assert last_hour() == {}
    assert counters.hit_statistics()["last_week"][SERVICE]["fresh_hits"] == 1

    clock.move(7 * 24 * 3600)
    assert counters.hit_statistics()["last_week"] == {}


def test_are_thrown_away_when_they_are_old(redis: Redis) -> None:
    read(Upstream())
    counts.flush()

    ttls = sorted(redis.ttl(key) for key in redis.scan_iter("api_cache_stats:*"))
    assert ttls[0] <= 61 * 60
    assert 7 * 24 * 3600 <= ttls[1] <= (7 * 24 + 1) * 3600


def test_stay_when_the_cache_is_cleared() -> None:
    read(Upstream())
    CacheService.clear_all_cache()

    assert last_hour()["misses"] == 1


def test_report_needs_redis(troubled_valkey: TroubledValkey) -> None:
    with troubled_valkey.frozen(), pytest.raises(CacheUnavailable):
        counters.hit_statistics()


def test_history_has_every_minute_and_what_was_counted_in_it(clock: Clock) -> None:
    read(Upstream())
    counts.flush()
    clock.move(60)
    read(Upstream())
    counts.flush()

    found = history(MINUTES)

    assert len(found) == 60
    assert [dict(counted) for _, counted in found[-2:]] == [
        {"google_sheets:misses": 1, "google_sheets:refreshes": 1},
        {"google_sheets:fresh_hits": 1},
    ]
    assert found[-1][0] <= datetime.fromtimestamp(clock(), UTC) < found[-1][0] + timedelta(minutes=1)
    assert not any(counted for _, counted in found[:-2])


def test_history_of_a_week_is_one_pipeline(redis: Redis) -> None:
    history(MINUTES)
    before = round_trips(redis)
    history(HOURS)

    # Of 168 commands; the server may read a long pipeline in several pieces.
    assert round_trips(redis) - before < 6


def test_hit_counts_of_nothing_has_no_rate() -> None:
    assert (HitCounts().reads, HitCounts().hits, HitCounts().hit_rate, HitCounts().calls_saved) == (
        0,
        0,
        0,
        0,
    )


def test_hit_counts_add_up() -> None:
    hits = HitCounts.of({"fresh_hits": 5, "waits": 9}) + HitCounts.of(
        {"stale_hits": 2, "misses": 1, "refreshes": 3, "failures": 1}
    )

    assert hits == HitCounts(fresh_hits=5, stale_hits=2, misses=1, refreshes=3, failures=1)
    assert (hits.reads, hits.hits, hits.hit_rate, hits.calls_saved) == (8, 7, 7 / 8, 5)


def test_hit_is_answered_when_the_system_has_no_thread_to_give(
    upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    put("kept")
    counts.reset()
    monkeypatch.setattr(threading.Thread, "start", refuse)

    assert read(upstream).data == ["kept"]

    monkeypatch.undo()
    read(upstream)
    assert counts.thread.is_running
    assert counts.pending(SERVICE, "fresh_hits") == 2
