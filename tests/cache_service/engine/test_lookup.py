"""Reads and writes without a refresh. The bypass of Redis is in test_bypass.py."""

from collections.abc import Callable

import pytest
from pytest_django.fixtures import Settings
from redis import Redis

from google_oauth.cache_service.engine.lookup import get_fresh, look_up, put
from google_oauth.cache_service.report.counters import counts
from google_oauth.cache_service.storage import store
from google_oauth.cache_service.storage.stored import empty
from tests.cache_service.asking import SHEETS, TIMEOUT, lease_of_another
from tests.cache_service.upstream import Clock
from tests.redis_access.troubled import RefusingServer


def test_fresh_entry_is_read_and_counted(clock: Clock) -> None:
    put(SHEETS, ["kept"])

    entry = get_fresh(SHEETS)

    assert entry is not None
    assert (entry.data, entry.is_stale) == (["kept"], False)
    clock.move(TIMEOUT)
    assert get_fresh(SHEETS) is None
    assert [counts.pending("google_sheets", event) for event in ("fresh_hits", "misses")] == [1, 1]


def test_garbage_is_a_miss_and_counted(redis: Redis) -> None:
    redis.hset(SHEETS.hash_name, SHEETS.fields[0], b"garbage")

    assert not look_up(SHEETS).meta.is_usable
    assert counts.pending("google_sheets", "garbage") == 1


def test_redis_that_refuses_gives_an_empty_result_and_takes_nothing(redis_at: Callable[[str], None]) -> None:
    with RefusingServer(b"MISCONF no") as server:
        redis_at(server.url)
        put(SHEETS, ["lost"])
        assert look_up(SHEETS) == empty(SHEETS)
        server.shutdown()


def test_write_takes_the_lease_away() -> None:
    _, lease = lease_of_another()

    put(SHEETS, ["newer"])

    assert not store.extend_lease(lease)


@pytest.mark.parametrize("data", ["x" * 10, [None] * 5])
def test_too_large_is_refused(data: object, settings: Settings) -> None:
    settings.API_CACHE_MAX_BYTES = 11

    with pytest.raises(ValueError, match="larger than 11 bytes"):
        put(SHEETS, data)
    put(SHEETS, "fits")
