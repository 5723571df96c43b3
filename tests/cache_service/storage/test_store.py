"""What lies in Redis: how long, and in how bounded steps it goes."""

import pytest
from redis import Redis

from google_oauth.cache_service import CacheService, GoogleAPICache, cache_conf
from google_oauth.cache_service.storage import store
from google_oauth.cache_service.storage.metadata import Metadata
from google_oauth.exceptions import UpstreamUnavailable
from tests.cache_service.asking import SHEETS, TIMEOUT, lease_of_another, put, read
from tests.cache_service.upstream import Clock, Upstream

DAY = 24 * 3600


def test_hash_lives_as_long_as_its_longest_entry_may_be_used(redis: Redis) -> None:
    put("kept")

    assert TIMEOUT + DAY <= redis.ttl(SHEETS.hash_name) <= TIMEOUT + DAY + 2


def test_entries_past_their_end_go_with_the_next_store(redis: Redis, clock: Clock) -> None:
    for number in range(300):
        GoogleAPICache.set_sheets(7, ["old"], max_results=number)
    clock.move(TIMEOUT + DAY + 1)

    put("new")

    assert {key[:1] for key in redis.hkeys(SHEETS.hash_name)} == {b"m", b"b"}
    assert redis.hlen(SHEETS.hash_name) == 2


def test_sweep_spares_leases(redis: Redis, clock: Clock) -> None:
    put("old")
    lease_of_another()
    clock.move(TIMEOUT + DAY + 1)
    GoogleAPICache.set_sheets(7, [], max_results=1)

    assert redis.hexists(SHEETS.hash_name, SHEETS.fields[2])
    assert not redis.hexists(SHEETS.hash_name, SHEETS.fields[1])


def test_lease_alone_leaves_nothing_behind_for_long(redis: Redis) -> None:
    lease_of_another()

    assert 0 < redis.ttl(SHEETS.hash_name) <= cache_conf.lease_longest


def test_failure_alone_is_kept_while_it_rests_and_the_longest_rest_after(redis: Redis) -> None:
    with pytest.raises(UpstreamUnavailable):
        read(Upstream(UpstreamUnavailable("google", "timeout", retry_after=100)))

    assert 399 <= redis.ttl(SHEETS.hash_name) <= 402


def test_rest_of_an_upstream_goes_when_it_is_over(redis: Redis) -> None:
    with pytest.raises(UpstreamUnavailable):
        read(Upstream(UpstreamUnavailable("google", "rate_limited", retry_after=100)))

    assert 99 <= redis.ttl("api_cache_rest:{7}:google") <= 102


def test_nothing_here_lives_for_ever(redis: Redis) -> None:
    put("kept")
    CacheService.get_cache_stats()

    assert [key for key in redis.scan_iter() if redis.ttl(key) < 0] == []


def test_no_store_is_a_step_of_unbounded_length(redis: Redis) -> None:
    for number in range(1000):
        store.write_entry(SHEETS, Metadata.of_answer(SHEETS), b"[]")
        redis.hset(SHEETS.hash_name, f"m:{number}", b"2|9999999999|seal|{}")
    before = int(redis.info("commandstats")["cmdstat_evalsha"]["calls"])

    put("kept")

    # One to write, and several to sweep.
    assert int(redis.info("commandstats")["cmdstat_evalsha"]["calls"]) - before >= 4


def test_no_command_walks_everything(redis: Redis) -> None:
    redis.config_resetstat()
    put("kept")
    read(Upstream(), force=True)
    CacheService.get_cache_stats()
    GoogleAPICache.invalidate_user_cache(7)
    CacheService.invalidate_cache("google_sheets")
    CacheService.clear_all_cache()

    used = {name.removeprefix("cmdstat_") for name in redis.info("commandstats")}
    assert used & {"keys", "flushdb", "flushall", "smembers", "del"} == set()
    assert {"scan", "hscan", "unlink"} <= used
