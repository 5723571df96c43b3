"""Entries and their numbers, without a look at any body."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis import Redis

from google_oauth.cache_service import CacheService, GoogleAPICache, HuntflowAPICache
from google_oauth.cache_service.report.entries import (
    EntryTotals,
    as_statistics,
    backoff_of,
    entries_of,
    totals,
    totals_by_service,
)
from google_oauth.cache_service.storage import scan
from google_oauth.cache_service.storage.keys import user_of
from google_oauth.exceptions import CacheUnavailable, UpstreamUnavailable
from tests.cache_service.asking import TIMEOUT, put, read
from tests.cache_service.upstream import Clock, Upstream
from tests.redis_access.troubled import TroubledValkey


def at(clock: Clock, seconds: float = 0) -> datetime:
    return datetime.fromtimestamp(clock(), UTC) + timedelta(seconds=seconds)


def round_trips(redis: Redis) -> int:
    """Reads from sockets, of which a pipeline needs one for many commands."""
    return int(redis.info("stats")["total_reads_processed"])


def test_entries_of_a_user_are_hers_alone_the_newest_first(clock: Clock) -> None:
    GoogleAPICache.set_drive_files(7, ["a"], max_results=10)
    clock.move(5)
    HuntflowAPICache.set_candidate(7, {"id": 3}, 1, 3)
    GoogleAPICache.set_drive_files(8, ["b"])

    found = entries_of(7)

    assert [(info.service, info.user_id, info.parameters) for info in found] == [
        ("huntflow_candidates", 7, {"account_id": 1, "candidate_id": 3}),
        ("google_drive_files", 7, {"max_results": 10}),
    ]
    assert (found[1].cached_at, found[1].fresh_until) == (at(clock, -5), at(clock, TIMEOUT - 5))


def test_entry_turns_stale_and_keeps_its_failure(clock: Clock) -> None:
    put("old")
    assert [(info.is_fresh, info.failure) for info in entries_of(7)] == [(True, None)]

    clock.move(TIMEOUT)
    read(Upstream(UpstreamUnavailable("google", "timeout", retry_after=60)))

    (info,) = entries_of(7)
    assert not info.is_fresh
    assert info.failure
    assert (info.failure.reason, info.failure.at, info.failure.retry_at) == (
        "timeout",
        at(clock),
        at(clock, 60),
    )


def test_failure_with_nothing_stored_is_told_and_counts_as_no_entry(clock: Clock) -> None:
    with pytest.raises(UpstreamUnavailable):
        read(Upstream(UpstreamUnavailable("google", "connection")))

    (info,) = entries_of(7)

    assert (info.cached_at, info.fresh_until, info.is_fresh) == (None, None, False)
    whole = totals().whole
    assert (whole.entries, whole.failing) == (0, 1)
    assert whole.failure == info.failure


def test_totals_are_by_service_and_by_user(clock: Clock) -> None:
    GoogleAPICache.set_sheets(7, [])
    clock.move(TIMEOUT)
    GoogleAPICache.set_sheets(8, [])
    HuntflowAPICache.set_candidate(8, {}, 1, 3)

    found = totals()

    sheets = found.services["google_sheets"]
    assert (sheets.entries, sheets.fresh, sheets.stale, sheets.failing) == (2, 1, 1, 0)
    assert (sheets.oldest, sheets.newest) == (at(clock, -TIMEOUT), at(clock))
    assert {user: numbers.entries for user, numbers in found.users.items()} == {7: 1, 8: 2}
    assert found.whole.entries == CacheService.count_entries() == 3


def test_totals_skip_what_only_looks_like_ours(redis: Redis) -> None:
    put("kept")
    redis.set("api_cache:{9}:google_sheets", "no hash")
    redis.hset("api_cache:{10}:google_sheets", mapping={"m:1": "no metadata", "m:\xff": b"\xff"})

    assert totals().users.keys() == {7}
    assert CacheService.count_entries() == 1


def test_totals_cost_a_round_trip_for_many_hashes(redis: Redis) -> None:
    def cost() -> int:
        before = round_trips(redis)
        totals()
        return round_trips(redis) - before

    put("kept")
    totals()
    one = cost()
    for user in range(30):
        GoogleAPICache.set_drive_files(user, [])

    assert cost() == one


def test_walk_goes_through_large_hashes_and_many_of_them(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "BATCH", 2)
    redis.config_set("hash-max-listpack-entries", "4")
    for user in range(1, 4):
        for number in range(700):
            HuntflowAPICache.set_candidate(user, {}, 1, number)

    assert {user: numbers.entries for user, numbers in totals().users.items()} == dict.fromkeys(
        range(1, 4), 700
    )


def test_backoff_of_an_upstream_is_told_while_it_lasts(clock: Clock) -> None:
    with pytest.raises(UpstreamUnavailable):
        read(Upstream(UpstreamUnavailable("google", "rate_limited", retry_after=60)))

    backoff = backoff_of("google", 7)

    assert backoff
    assert (backoff.reason, backoff.retry_at) == ("rate_limited", at(clock, 60))
    assert (backoff_of("google", 8), backoff_of("huntflow", 7)) == (None, None)
    clock.move(61)
    assert backoff_of("google", 7) is None


def test_backoff_that_cannot_be_read_is_none(redis: Redis) -> None:
    redis.set("api_cache_rest:{7}:google", b"\xff")

    assert backoff_of("google", 7) is None


@pytest.mark.parametrize(
    "ask", [lambda: entries_of(7), totals, totals_by_service, lambda: backoff_of("google", 7)]
)
def test_all_of_it_needs_redis(troubled_valkey: TroubledValkey, ask: Any) -> None:
    with troubled_valkey.frozen(), pytest.raises(CacheUnavailable):
        ask()


def test_user_of_a_name() -> None:
    assert user_of("api_cache:{-7}:google_sheets") == -7
    with pytest.raises(ValueError, match="not the name"):
        user_of("api_cache:{x}:google_sheets")


def test_statistics_tell_fresh_from_stale_and_the_oldest_from_the_newest(clock: Clock) -> None:
    now = clock()
    sheets, files = EntryTotals(), EntryTotals()

    sheets.add_times([(now - 700, now - 100), (now - 5, now + 595)])
    files.add_times([(now - 50, now + 550)])

    assert as_statistics({"files": files, "sheets": sheets}) == {
        "total_keys": 3,
        "services": {"files": 1, "sheets": 2},
        "oldest_cache": at(clock, -700).isoformat(),
        "newest_cache": at(clock, -5).isoformat(),
        "fresh": {"files": 1, "sheets": 1},
        "stale": {"files": 0, "sheets": 1},
    }


def test_both_ways_of_counting_agree(clock: Clock) -> None:
    GoogleAPICache.set_sheets(7, [])
    clock.move(TIMEOUT)
    GoogleAPICache.set_sheets(8, [])
    HuntflowAPICache.set_accounts(8, [])

    assert as_statistics(totals_by_service()) == as_statistics(totals().services)
    assert list(totals_by_service()) == ["google_sheets", "huntflow_accounts"]


def test_statistics_of_nothing_have_no_times() -> None:
    stats = as_statistics({})

    assert (stats["total_keys"], stats["oldest_cache"], stats["newest_cache"]) == (0, None, None)
