"""What is kept, told without a look at any body."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis import Redis

from google_oauth.cache_service import GoogleAPICache, HuntflowAPICache
from google_oauth.cache_service.report import census, counters
from google_oauth.cache_service.report.counters import MINUTES, counts, history
from google_oauth.cache_service.report.entries import entries_of, rest_of, survey
from google_oauth.cache_service.report.tally import Tally
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

    assert [(kept.service, kept.user_id, kept.parameters) for kept in found] == [
        ("huntflow_candidates", 7, {"account_id": 1, "candidate_id": 3}),
        ("google_drive_files", 7, {"max_results": 10}),
    ]
    assert (found[1].cached_at, found[1].fresh_until) == (at(clock, -5), at(clock, TIMEOUT - 5))


def test_entry_turns_stale_and_keeps_its_failure(clock: Clock) -> None:
    put("old")
    assert [(kept.is_fresh, kept.failure) for kept in entries_of(7)] == [(True, None)]

    clock.move(TIMEOUT)
    read(Upstream(UpstreamUnavailable("google", "timeout", retry_after=60)))

    (kept,) = entries_of(7)
    assert not kept.is_fresh
    assert kept.failure
    assert (kept.failure.reason, kept.failure.at, kept.failure.retry_at) == (
        "timeout",
        at(clock),
        at(clock, 60),
    )


def test_failure_with_nothing_stored_is_told_and_counts_as_no_entry(clock: Clock) -> None:
    with pytest.raises(UpstreamUnavailable):
        read(Upstream(UpstreamUnavailable("google", "connection")))

    (kept,) = entries_of(7)

    assert (kept.cached_at, kept.fresh_until, kept.is_fresh) == (None, None, False)
    whole = survey().whole
    assert (whole.entries, whole.failing) == (0, 1)
    assert whole.failure == kept.failure


def test_survey_sums_up_by_service_and_by_user(clock: Clock) -> None:
    GoogleAPICache.set_sheets(7, [])
    clock.move(TIMEOUT)
    GoogleAPICache.set_sheets(8, [])
    HuntflowAPICache.set_candidate(8, {}, 1, 3)

    found = survey()

    sheets = found.services["google_sheets"]
    assert (sheets.entries, sheets.fresh, sheets.stale, sheets.failing) == (2, 1, 1, 0)
    assert (sheets.oldest, sheets.newest) == (at(clock, -TIMEOUT), at(clock))
    assert {user: holding.entries for user, holding in found.users.items()} == {7: 1, 8: 2}
    assert found.whole.entries == census.take().entries.total() == 3


def test_survey_passes_over_what_only_looks_like_ours(redis: Redis) -> None:
    put("kept")
    redis.set("api_cache:{9}:google_sheets", "no hash")
    redis.hset("api_cache:{10}:google_sheets", mapping={"m:1": "no metadata", "m:\xff": b"\xff"})

    assert survey().users.keys() == {7}


def test_survey_costs_a_round_trip_for_many_hashes(redis: Redis) -> None:
    def cost() -> int:
        before = round_trips(redis)
        survey()
        return round_trips(redis) - before

    put("kept")
    survey()
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

    assert {user: holding.entries for user, holding in survey().users.items()} == dict.fromkeys(
        range(1, 4), 700
    )


def test_rest_of_an_upstream_is_told_while_it_lasts(clock: Clock) -> None:
    with pytest.raises(UpstreamUnavailable):
        read(Upstream(UpstreamUnavailable("google", "rate_limited", retry_after=60)))

    rest = rest_of("google", 7)

    assert rest
    assert (rest.reason, rest.retry_at) == ("rate_limited", at(clock, 60))
    assert (rest_of("google", 8), rest_of("huntflow", 7)) == (None, None)
    clock.move(61)
    assert rest_of("google", 7) is None


def test_rest_that_nobody_can_read_is_none(redis: Redis) -> None:
    redis.set("api_cache_rest:{7}:google", b"\xff")

    assert rest_of("google", 7) is None


@pytest.mark.parametrize("ask", [lambda: entries_of(7), survey, lambda: rest_of("google", 7)])
def test_all_of_it_needs_redis(troubled_valkey: TroubledValkey, ask: Any) -> None:
    with troubled_valkey.frozen(), pytest.raises(CacheUnavailable):
        ask()


def test_user_of_a_name() -> None:
    assert user_of("api_cache:{-7}:google_sheets") == -7
    with pytest.raises(ValueError, match="not the name"):
        user_of("api_cache:{x}:google_sheets")


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
    assert found[-1][0] <= at(clock) < found[-1][0] + timedelta(minutes=1)
    assert not any(counted for _, counted in found[:-2])


def test_history_of_a_week_is_one_pipeline(redis: Redis) -> None:
    history(MINUTES)
    before = round_trips(redis)
    history(counters.HOURS)

    # Of 168 commands; the server may read a long pipeline in several pieces.
    assert round_trips(redis) - before < 6


def test_tally_of_nothing_has_no_rate() -> None:
    assert (Tally().reads, Tally().hits, Tally().hit_rate, Tally().calls_saved) == (0, 0, 0, 0)


def test_tallies_add_up() -> None:
    tally = Tally.of({"fresh_hits": 5, "waits": 9}) + Tally.of(
        {"stale_hits": 2, "misses": 1, "refreshes": 3, "failures": 1}
    )

    assert tally == Tally(fresh_hits=5, stale_hits=2, misses=1, refreshes=3, failures=1)
    assert (tally.reads, tally.hits, tally.hit_rate, tally.calls_saved) == (8, 7, 7 / 8, 5)
