"""Removals: how many round trips they take, and what they spare. That they win is in engine/test_fence.py."""

from collections.abc import Callable
from typing import Any

import pytest
from redis import Redis
from redis.connection import AbstractConnection

from google_oauth.cache_service import GoogleAPICache, HuntflowAPICache
from google_oauth.cache_service.datasets import DATA_SETS, data_sets_of
from google_oauth.cache_service.storage import invalidation, store
from google_oauth.cache_service.storage.keys import backoff_name, hash_name, key_for
from google_oauth.cache_service.storage.metadata import Metadata
from google_oauth.exceptions import CacheUnavailable
from tests.redis_access.troubled import TroubledValkey

ALL = sorted(DATA_SETS)


def fill(user_id: int = 7) -> None:
    """One entry of every data set, and a backoff of both upstreams."""
    for data_set in DATA_SETS.values():
        key = key_for(data_set, user_id, {"number": user_id})
        store.write_entry(key, Metadata.of_answer(key), b"[]")


@pytest.fixture
def round_trips(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What goes to Redis from here on, one item per write to the socket."""
    sent: list[bytes] = []
    original = AbstractConnection.send_packed_command

    def noted(connection: AbstractConnection, command: Any, *args: Any, **options: Any) -> Any:
        sent.append(b"".join([command] if isinstance(command, bytes) else command))
        return original(connection, command, *args, **options)

    monkeypatch.setattr(AbstractConnection, "send_packed_command", noted)
    return sent


@pytest.mark.parametrize("facade", [GoogleAPICache, HuntflowAPICache])
def test_all_of_an_upstream_of_a_user_go_in_one_round_trip(
    facade: type[GoogleAPICache] | type[HuntflowAPICache], redis: Redis, round_trips: list[bytes]
) -> None:
    fill()
    fill(8)
    for upstream in ("google", "huntflow"):
        redis.set(backoff_name(upstream, 7), "rest")
    gone = {hash_name(data_set.service, 7).encode() for data_set in data_sets_of(facade.upstream)}
    gone.add(backoff_name(facade.upstream, 7).encode())
    before = set(redis.keys())
    facade.invalidate_user_cache(9)  # The server knows the script from here on.
    round_trips.clear()

    removed = facade.invalidate_user_cache(7)

    assert len(round_trips) == 1
    assert removed == len(gone) - 1
    assert before - set(redis.keys()) == gone


def test_server_that_forgot_its_scripts_costs_one_round_trip_more(
    redis: Redis, round_trips: list[bytes]
) -> None:
    fill()
    redis.script_flush()
    round_trips.clear()

    assert HuntflowAPICache.invalidate_user_cache(7) == len(list(data_sets_of("huntflow")))
    assert len(round_trips) == 2
    assert HuntflowAPICache.invalidate_user_cache(7) == 0


def test_removal_of_an_upstream_is_one_step_of_the_server(troubled_valkey: TroubledValkey) -> None:
    """A server that refuses leaves all of it, so the removal is repeated as a whole."""
    fill()
    troubled_valkey.admin.execute_command("ACL", "SETUSER", "default", "-unlink")

    with pytest.raises(CacheUnavailable, match="did not confirm"):
        GoogleAPICache.invalidate_user_cache(7)

    assert len(troubled_valkey.admin.keys("api_cache:*")) == len(ALL)


def test_service_may_be_left_out(redis: Redis) -> None:
    fill()

    invalidation.remove_upstream_of_user("google", 7, but="google_sheets")

    assert [key for key in redis.scan_iter() if b":google_" in key] == [
        hash_name("google_sheets", 7).encode()
    ]


@pytest.mark.parametrize(
    ("remove", "left"),
    [
        (invalidation.remove, 0),
        (lambda: invalidation.remove("google_sheets"), 2 * (len(ALL) - 1)),
        (lambda: invalidation.remove("google_sheets", 7), 2 * len(ALL) - 1),
        (lambda: invalidation.remove(user_id=7), len(ALL)),
    ],
    ids=["everything", "a service", "a service of a user", "a user"],
)
def test_only_what_is_named_goes(remove: Callable[[], int], left: int, redis: Redis) -> None:
    fill(7)
    fill(8)

    assert remove() == 2 * len(ALL) - left
    assert redis.dbsize() == left


def test_removal_of_everything_goes_through_more_than_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invalidation, "BATCH", 3)
    for user in range(10):
        GoogleAPICache.set_sheets(user, [])

    assert (invalidation.remove(), invalidation.remove()) == (10, 0)
