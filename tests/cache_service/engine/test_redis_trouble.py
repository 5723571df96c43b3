"""The cache without Redis, with half of it, and with strange bytes in it: always an answer, in bounded time."""

import time
from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings
from redis import Redis

from google_oauth.cache_service import CacheService, GoogleAPICache
from google_oauth.cache_service.engine.single_flight import flights
from google_oauth.cache_service.report.counters import counts
from google_oauth.cache_service.storage import store
from google_oauth.exceptions import (
    CacheUnavailable,
    NotFound,
    ReconnectRequired,
    RedisUnavailable,
    StillRefreshing,
    UpstreamUnavailable,
)
from google_oauth.redis_access.client import breaker
from tests.cache_service.asking import SHEETS, TIMEOUT, put, read, wait_for
from tests.cache_service.upstream import LONG, Clock, Crowd, Upstream
from tests.redis_access.troubled import RefusingServer, TroubledValkey

DOWN = UpstreamUnavailable("google", "timeout")
M, B, L = SHEETS.fields


class TestAway:
    @pytest.fixture(autouse=True)
    def _killed(self, troubled_valkey: TroubledValkey) -> None:
        read(Upstream())
        troubled_valkey.kill()

    @pytest.fixture
    def back(self, _killed: None, troubled_valkey: TroubledValkey) -> Callable[[], None]:
        def back() -> None:
            troubled_valkey.restart()
            assert breaker.wait_until_closed(LONG)

        return back

    def test_reads_go_to_the_upstream_within_milliseconds(self, upstream: Upstream) -> None:
        read(upstream)
        began = time.monotonic()

        for _ in range(5):
            assert read(upstream).data == ["fresh"]

        assert time.monotonic() - began < 0.1
        assert upstream.calls == 6

    def test_single_flight_holds_within_the_process(self, upstream: Upstream, crowd: Crowd) -> None:
        with upstream.held():
            answers = [crowd.ask(read, upstream) for _ in range(16)]
            wait_for(lambda: counts.pending("google_sheets", "waits") == 15)

        data = [answer.result(LONG).data for answer in answers]
        assert data == [["fresh"]] * 16
        assert len({id(each) for each in data}) == 16
        assert upstream.calls == 1

    def test_reader_who_gives_up_leaves_its_refresh_to_the_next(
        self, upstream: Upstream, crowd: Crowd
    ) -> None:
        with upstream.held():
            for _ in range(3):
                with pytest.raises(StillRefreshing):
                    read(upstream, wait=0)
            answers = [crowd.ask(read, upstream) for _ in range(2)]
            wait_for(lambda: counts.pending("google_sheets", "waits") == 4)

        assert [answer.result(LONG).data for answer in answers] == [["fresh"]] * 2
        assert upstream.calls == 1

    def test_rest_holds_within_the_process(self, clock: Clock, upstream: Upstream) -> None:
        down = Upstream(DOWN)
        for _ in range(20):
            with pytest.raises(UpstreamUnavailable):
                read(down)
            clock.move(1)
        assert down.calls == 1

        clock.move(10)
        assert read(upstream).data == ["fresh"]

    def test_rest_of_an_upstream_holds_within_the_process(self, upstream: Upstream) -> None:
        with pytest.raises(UpstreamUnavailable):
            read(Upstream(UpstreamUnavailable("google", "rate_limited", retry_after=60)))

        for force in (False, True):
            with pytest.raises(UpstreamUnavailable):
                GoogleAPICache.fetch_drive_files(7, upstream, force=force)
        assert GoogleAPICache.fetch_drive_files(8, upstream).data == ["fresh"]
        assert upstream.calls == 1

    def test_failure_goes_to_all_who_wait(self, crowd: Crowd) -> None:
        down = Upstream(DOWN)
        with down.held():
            answers = [crowd.ask(read, down) for _ in range(8)]
            wait_for(lambda: counts.pending("google_sheets", "waits") == 7)

        assert {type(answer.exception(LONG)) for answer in answers} == {UpstreamUnavailable}
        assert down.calls == 1

    def test_force_passes_over_our_rest_once_in_ten_seconds(self, clock: Clock) -> None:
        down = Upstream(DOWN)
        for _ in range(20):
            with pytest.raises(UpstreamUnavailable):
                read(down, force=True)
            clock.move(1)

        assert down.calls == 2

    @pytest.mark.parametrize("error", [NotFound("google"), ReconnectRequired("google")])
    def test_permanent_failures_come_through(self, error: Exception) -> None:
        with pytest.raises(type(error)):
            read(Upstream(error))

    def test_crash_comes_through(self) -> None:
        with pytest.raises(ZeroDivisionError):
            read(lambda _: 1 / 0)

    def test_plain_calls_answer(self) -> None:
        GoogleAPICache.set_sheets(7, ["x"])

        assert GoogleAPICache.get_sheets(7) is None

    @pytest.mark.parametrize(
        "act",
        [
            lambda: CacheService.invalidate_cache("google_sheets", 7),
            lambda: CacheService.invalidate_cache("google_sheets", 7, max_results=100),
            lambda: CacheService.invalidate_cache("google_sheets"),
            lambda: GoogleAPICache.invalidate_user_cache(7),
            CacheService.clear_all_cache,
            CacheService.get_cache_stats,
        ],
    )
    def test_removals_and_statistics_say_so(self, act: Callable[[], object]) -> None:
        with pytest.raises(CacheUnavailable):
            act()

    def test_caching_begins_again_by_itself(self, upstream: Upstream, back: Callable[[], None]) -> None:
        read(upstream)
        back()

        read(upstream)
        read(upstream)

        assert upstream.calls == 2

    def test_counts_wait_for_its_return(self, upstream: Upstream, back: Callable[[], None]) -> None:
        read(upstream)
        counts.flush()
        back()

        report = CacheService.get_cache_stats()["counters"]["last_hour"]

        assert report["google_sheets"]["misses"] == 2
        assert report["redis"]["away"] >= 1


def test_frozen_redis_costs_two_pages_of_five_calls_one_timeout(
    troubled_valkey: TroubledValkey, upstream: Upstream, caplog: pytest.LogCaptureFixture
) -> None:
    put("kept")
    with troubled_valkey.frozen():
        began = time.monotonic()
        for limit in range(10):
            assert GoogleAPICache.fetch_sheets(7, upstream, max_results=100 + limit).data == ["fresh"]
        took = time.monotonic() - began
        outages = [record for record in caplog.records if "Redis is away" in record.message]

    # Ten calls at a timeout each would take 2.5 s.
    assert took < 1.25
    assert len(outages) == 1


def test_redis_that_dies_during_the_fetch_leaves_the_caller_its_answer(
    troubled_valkey: TroubledValkey, crowd: Crowd, upstream: Upstream
) -> None:
    with upstream.held():
        answers = [crowd.ask(read, upstream) for _ in range(4)]
        wait_for(lambda: counts.pending("google_sheets", "waits") == 3)
        troubled_valkey.kill()

    assert [answer.result(LONG).data for answer in answers] == [["fresh"]] * 4
    assert upstream.calls == 1
    troubled_valkey.restart()


def test_lease_of_a_frozen_redis_blocks_nobody_for_longer_than_it_lasts(
    troubled_valkey: TroubledValkey, upstream: Upstream, settings: Settings
) -> None:
    settings.API_CACHE_LEASE = 0.3
    found = store.read_entry(SHEETS)
    # The command arrives, and is done when the server thaws, but nobody hears of it.
    with troubled_valkey.frozen(), pytest.raises(RedisUnavailable, match="away"):
        store.take_lease(found)
    assert breaker.wait_until_closed(LONG)

    began = time.monotonic()
    assert read(upstream).data == ["fresh"]
    assert time.monotonic() - began < 0.8


class TestRefusingToWrite:
    def test_full_redis_serves_what_it_has(self, troubled_valkey: TroubledValkey, upstream: Upstream) -> None:
        put("kept")
        with troubled_valkey.full():
            assert read(upstream).data == ["kept"]

        assert upstream.calls == 0

    def test_full_redis_stores_nothing_and_answers(
        self, troubled_valkey: TroubledValkey, upstream: Upstream
    ) -> None:
        with troubled_valkey.full():
            assert read(upstream).data == ["fresh"]
            put("not kept")
            assert GoogleAPICache.get_sheets(7) is None

        assert read(upstream).data == ["fresh"]
        assert GoogleAPICache.get_sheets(7) == ["fresh"]

    def test_redis_that_fills_during_the_fetch_lets_go_of_the_lease(
        self, troubled_valkey: TroubledValkey, crowd: Crowd, upstream: Upstream
    ) -> None:
        with upstream.held():
            answer = crowd.ask(read, upstream)
            upstream.wait_for_call()
            full = troubled_valkey.full()
            full.__enter__()
        assert answer.result(LONG).data == ["fresh"]
        assert not store.read_entry(SHEETS).is_leased
        full.__exit__(None, None, None)

    def test_read_only_redis_serves_stale_when_the_upstream_fails(
        self, troubled_valkey: TroubledValkey, clock: Clock
    ) -> None:
        put("old")
        clock.move(TIMEOUT + 1)
        down = Upstream(DOWN)
        with troubled_valkey.read_only():
            entries = [read(down) for _ in range(10)]

        assert {(entry.data[0], entry.failure and entry.failure.reason) for entry in entries} == {
            ("old", "timeout")
        }
        assert down.calls == 1

    def test_crash_in_a_read_only_redis_comes_through(
        self, troubled_valkey: TroubledValkey, crowd: Crowd
    ) -> None:
        crash = Upstream(ZeroDivisionError())
        with crash.held():
            answer = crowd.ask(read, crash)
            crash.wait_for_call()
            locked = troubled_valkey.read_only()
            locked.__enter__()
        assert isinstance(answer.exception(LONG), ZeroDivisionError)
        locked.__exit__(None, None, None)

    def test_removal_from_a_read_only_redis_is_not_confirmed(self, troubled_valkey: TroubledValkey) -> None:
        put("kept")
        with troubled_valkey.read_only(), pytest.raises(CacheUnavailable):
            CacheService.invalidate_cache("google_sheets", 7)

    def test_eager_refresh_waits_for_better_times(
        self, troubled_valkey: TroubledValkey, clock: Clock, upstream: Upstream
    ) -> None:
        put("kept")
        clock.move(0.9 * TIMEOUT)
        with troubled_valkey.read_only():
            assert read(upstream).data == ["kept"]
            wait_for(lambda: flights.join(SHEETS) is None)

        assert upstream.calls == 0


@pytest.mark.parametrize(
    "error",
    [
        b"LOADING Valkey is loading the dataset in memory",
        b"NOAUTH Authentication required.",
        b"MOVED 1234 127.0.0.1:1",
        b"WRONGTYPE Operation against a key holding the wrong kind of value",
        b"MISCONF Errors writing to the disk",
        b"ERR unknown command",
    ],
)
def test_whatever_redis_says_the_page_is_answered(
    error: bytes, redis_at: Callable[[str], None], upstream: Upstream
) -> None:
    with RefusingServer(error) as server:
        redis_at(server.url)
        assert [read(upstream).data for _ in range(3)] == [["fresh"]] * 3
        server.shutdown()


class TestStrangeBytes:
    def spoil(self, redis: Redis, **fields: bytes) -> None:
        redis.hset(
            SHEETS.hash_name,
            mapping={{"m": M, "b": B, "l": L}[name]: value for name, value in fields.items()},
        )

    @pytest.mark.parametrize(
        "fields",
        [
            {"m": b"\x80\x04garbage"},
            {"m": b""},
            {"m": b"1|9999999999|{}"},
            {"m": b'2|9999999999|00000000000000000000000000000000|{"parameters":"{}"}'},
            {"b": b"[]"},
            {"b": b'["old'},
            {"b": b""},
            {"b": b"\x80\x04\x95"},
        ],
    )
    def test_are_a_miss_and_replaced(
        self, fields: dict[str, bytes], redis: Redis, upstream: Upstream
    ) -> None:
        put("old")
        self.spoil(redis, **fields)

        assert GoogleAPICache.get_sheets(7) is None
        assert read(upstream).data == ["fresh"]
        assert read(upstream).data == ["fresh"]
        assert upstream.calls == 1
        assert counts.pending("google_sheets", "garbage") == 2

    def test_under_the_lease_hold_nobody_up(self, redis: Redis, upstream: Upstream) -> None:
        self.spoil(redis, l=b"\xff\xfe garbage")

        assert read(upstream).data == ["fresh"]

    def test_of_another_user_are_a_miss(self, redis: Redis, upstream: Upstream) -> None:
        GoogleAPICache.set_sheets(8, ["of another"])
        fields = redis.hgetall(SHEETS.hash_name.replace("{7}", "{8}"))
        redis.hset(SHEETS.hash_name, mapping=fields)

        assert read(upstream).data == ["fresh"]

    def test_of_another_question_are_a_miss(self, redis: Redis, upstream: Upstream) -> None:
        GoogleAPICache.set_sheets(7, ["ten"], max_results=10)
        fields = redis.hgetall(SHEETS.hash_name)
        self.spoil(redis, **{name[:1].decode(): value for name, value in fields.items()})

        assert read(upstream).data == ["fresh"]

    def test_sealed_with_another_key_are_a_miss(self, settings: Settings, upstream: Upstream) -> None:
        put("old")
        settings.SECRET_KEY = "another"

        assert read(upstream).data == ["fresh"]

    def test_from_the_future_are_a_miss(self, clock: Clock, upstream: Upstream) -> None:
        clock.move(3600)
        put("of tomorrow")
        clock.move(-3600)

        assert read(upstream).data == ["fresh"]

    def test_of_a_clock_a_little_ahead_are_of_no_age(self, clock: Clock, upstream: Upstream) -> None:
        clock.move(30)
        put("just now")
        clock.move(-30)

        entry = read(upstream)

        assert (entry.data, entry.age.total_seconds()) == (["just now"], 0)

    @pytest.mark.parametrize(
        "make",
        [lambda redis: redis.set(SHEETS.hash_name, "x"), lambda redis: redis.sadd(SHEETS.hash_name, "x")],
    )
    def test_key_of_another_type_is_a_miss_and_replaced(
        self, make: Callable[[Redis], object], redis: Redis, upstream: Upstream
    ) -> None:
        make(redis)

        assert CacheService.get_cache_stats()["total_keys"] == 0
        assert read(upstream).data == ["fresh"]
        assert read(upstream).data == ["fresh"]
        assert upstream.calls == 1

    def test_key_of_another_type_is_replaced_by_a_store_and_by_a_removal(self, redis: Redis) -> None:
        redis.set(SHEETS.hash_name, "x")
        put("kept")
        assert GoogleAPICache.get_sheets(7) == ["kept"]

        redis.set(SHEETS.hash_name, "x")
        assert CacheService.invalidate_cache("google_sheets", 7) == 0
        assert not redis.exists(SHEETS.hash_name)
