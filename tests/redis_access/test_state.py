"""What a process can say of Redis without asking it."""

import pytest

from google_oauth.exceptions import RedisUnavailable
from google_oauth.redis_access import RedisState, execute, redis_memory, redis_state
from tests.redis_access.troubled import TroubledValkey


def test_redis_that_is_well(troubled_valkey: TroubledValkey) -> None:
    with troubled_valkey.configured("maxmemory", "100000000"):
        memory = redis_memory()

    assert memory.limit == 100_000_000
    assert 0 < memory.used < memory.limit
    assert redis_state() == RedisState(is_away=False, refused={})


def test_redis_that_is_away_is_known_from_the_first_call_on(troubled_valkey: TroubledValkey) -> None:
    with troubled_valkey.frozen():
        with pytest.raises(RedisUnavailable):
            redis_memory()

        assert redis_state().is_away


def test_redis_that_is_full_refuses_to_write_also_in_a_pipeline(troubled_valkey: TroubledValkey) -> None:
    with troubled_valkey.full(), pytest.raises(RedisUnavailable) as refused:
        execute(lambda client: client.pipeline(transaction=True).set("a", "b").execute(), purpose="write")

    assert refused.value.code == "OOM"
    assert redis_state() == RedisState(is_away=False, refused={"write": "OOM"})
