"""The public calls over any declared data set."""

import datetime as dt
import math
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from google_oauth.cache_service import CacheService
from google_oauth.exceptions import CacheUnavailable
from tests.cache_service.asking import TIMEOUT
from tests.cache_service.upstream import Clock, Upstream
from tests.redis_access.troubled import RefusingServer

SERVICE = "google_sheets"


@pytest.mark.parametrize("data", [[], [None], 0, False, "", {"a": [1, 2.5, "ю", None]}])
def test_what_is_set_is_got(data: Any) -> None:
    CacheService.set_cached_data(SERVICE, 7, data, x=1)

    assert CacheService.get_cached_data(SERVICE, 7, x=1) == data


def test_get_sees_fresh_data_only(clock: Clock) -> None:
    CacheService.set_cached_data(SERVICE, 7, ["kept"])

    clock.move(TIMEOUT - 1)
    assert CacheService.get_cached_data(SERVICE, 7) == ["kept"]
    clock.move(1)
    assert CacheService.get_cached_data(SERVICE, 7) is None


@pytest.mark.parametrize("data", [dt.datetime.now(tz=dt.UTC), {1}, (1,), {1: 2}, math.nan, 1j])
def test_set_refuses_what_would_not_come_back_equal(data: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        CacheService.set_cached_data(SERVICE, 7, data)

    assert CacheService.get_cache_stats()["total_keys"] == 0


def test_set_refuses_what_is_too_large(settings: Settings) -> None:
    settings.API_CACHE_MAX_BYTES = 10

    with pytest.raises(ValueError, match="larger"):
        CacheService.set_cached_data(SERVICE, 7, "x" * 10)


def test_parameters_may_be_named_as_the_arguments() -> None:
    CacheService.set_cached_data(SERVICE, 7, ["kept"], service="a", user_id=1, data=2, fetch=3)

    assert CacheService.get_cached_data(SERVICE, 7, service="a", user_id=1, data=2, fetch=3) == ["kept"]


def test_fetch_is_asked_when_nothing_is_fresh(upstream: Upstream) -> None:
    assert CacheService.get_or_fetch(SERVICE, 7, upstream, x=1).data == ["fresh"]
    assert CacheService.get_or_fetch(SERVICE, 7, upstream, x=1).data == ["fresh"]
    assert CacheService.get_or_fetch(SERVICE, 7, upstream, x=1, force=True, wait=5).data == ["fresh"]
    assert upstream.calls == 2


@pytest.mark.parametrize(
    "ask",
    [
        lambda: CacheService.get_cached_data("nonsense", 7),
        lambda: CacheService.set_cached_data("nonsense", 7, []),
        lambda: CacheService.get_or_fetch("nonsense", 7, lambda _: []),
        lambda: CacheService.invalidate_cache("nonsense"),
    ],
)
def test_undeclared_service_is_a_value_error(ask: Any) -> None:
    with pytest.raises(ValueError, match="nonsense"):
        ask()


def test_invalidate_removes_as_much_as_is_named() -> None:
    for user in (7, 8):
        for x in (1, 2):
            CacheService.set_cached_data(SERVICE, user, [], x=x)
            CacheService.set_cached_data("google_drive_files", user, [], x=x)

    assert CacheService.invalidate_cache(SERVICE, 7, x=1) == 1
    assert CacheService.invalidate_cache(SERVICE, 7) == 1
    assert CacheService.invalidate_cache(SERVICE) == 2
    assert CacheService.invalidate_cache(SERVICE) == 0
    assert CacheService.clear_all_cache() == 4


def test_parameters_without_a_user_are_a_type_error() -> None:
    with pytest.raises(TypeError):
        CacheService.invalidate_cache(SERVICE, None, x=1)


def test_statistics_of_an_empty_cache() -> None:
    stats = CacheService.get_cache_stats()

    assert (stats["total_keys"], stats["services"], stats["oldest_cache"], stats["newest_cache"]) == (
        0,
        {},
        None,
        None,
    )


def test_statistics_count_what_is_kept_and_split_it(clock: Clock) -> None:
    oldest = dt.datetime.fromtimestamp(clock.now, dt.UTC).isoformat()
    CacheService.set_cached_data(SERVICE, 7, [], x=1)
    clock.move(TIMEOUT)
    CacheService.set_cached_data(SERVICE, 7, [], x=2)
    CacheService.set_cached_data(SERVICE, 8, [])
    newest = dt.datetime.fromtimestamp(clock.now, dt.UTC).isoformat()

    stats = CacheService.get_cache_stats()

    assert (stats["total_keys"], stats["services"]) == (3, {SERVICE: 3})
    assert (stats["oldest_cache"], stats["newest_cache"]) == (oldest, newest)
    assert (stats["fresh"], stats["stale"]) == ({SERVICE: 2}, {SERVICE: 1})


def test_statistics_of_a_redis_that_refuses_say_so(redis_at: Callable[[str], None]) -> None:
    with RefusingServer(b"MISCONF no") as server:
        redis_at(server.url)
        with pytest.raises(CacheUnavailable, match="MISCONF"):
            CacheService.get_cache_stats()
        server.shutdown()
