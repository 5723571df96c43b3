"""What callers of Redis meet when it is well, away, or refuses."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django_redis import get_redis_connection
from redis import Redis

from google_oauth.exceptions import RedisUnavailable
from google_oauth.redis_access import execute, pop_troubles
from google_oauth.redis_access.client import breaker
from tests.redis_access.troubled import RefusingServer, TroubledValkey


def ping(client: Redis) -> object:
    return client.ping()


def write(client: Redis) -> object:
    return client.set("foreign", "x" * 100)


def code_of(operation: Callable[[Redis], object], **options: object) -> str:
    with pytest.raises(RedisUnavailable) as caught:
        execute(operation, **options)  # type: ignore[arg-type]
    return caught.value.code


def test_execute_returns_what_the_operation_does() -> None:
    assert execute(ping) is True


def test_connection_has_short_timeouts_and_no_retries(redis_at: Callable[[str], None]) -> None:
    redis_at("redis://127.0.0.1:1/0")
    client = get_redis_connection()
    connection = client.connection_pool.make_connection()

    assert (connection.socket_timeout, connection.socket_connect_timeout) == (0.25, 0.25)
    assert connection.retry.get_retries() == 0


def test_frozen_server_costs_one_timeout_and_then_nothing(
    troubled_valkey: TroubledValkey, caplog: pytest.LogCaptureFixture
) -> None:
    execute(ping)
    with troubled_valkey.frozen():
        began = time.monotonic()
        assert [code_of(ping) for _ in range(101)] == ["away"] * 101
        took = time.monotonic() - began

    # Every call that waits for a timeout of its own is one of the troubles below.
    assert 0.2 < took < 5
    assert breaker.wait_until_closed(5)
    assert execute(ping) is True
    assert [record.message for record in caplog.records] == [
        "Redis is away (TimeoutError); answering without the cache until it is back",
        "Redis is back",
    ]
    assert pop_troubles() == {"away": 1}


def test_many_threads_on_a_frozen_server_open_the_breaker_once(
    troubled_valkey: TroubledValkey, caplog: pytest.LogCaptureFixture
) -> None:
    execute(ping)
    with troubled_valkey.frozen(), ThreadPoolExecutor(10) as pool:
        began = time.monotonic()
        codes = list(pool.map(lambda _: code_of(ping), range(10)))
        took = time.monotonic() - began

    assert codes == ["away"] * 10
    assert took < 1
    assert breaker.wait_until_closed(5)
    assert len(caplog.records) == 2


def test_killed_server_is_used_again_when_it_is_back(troubled_valkey: TroubledValkey) -> None:
    execute(ping)
    troubled_valkey.kill()
    assert code_of(ping) == "away"

    troubled_valkey.restart()
    assert breaker.wait_until_closed(5)
    assert execute(ping) is True


def test_full_server_refuses_to_write_and_reads(
    troubled_valkey: TroubledValkey, caplog: pytest.LogCaptureFixture
) -> None:
    with troubled_valkey.full():
        assert [code_of(write, purpose="write") for _ in range(3)] == ["OOM"] * 3
        assert execute(lambda client: client.get("foreign")) is None
        assert not breaker.is_open
    execute(write, purpose="write")

    assert [record.message for record in caplog.records] == [
        "Redis refuses to write: OOM",
        "Redis serves to write again",
    ]
    assert pop_troubles() == {"OOM": 3}


def test_read_only_server_refuses_to_write_and_reads(troubled_valkey: TroubledValkey) -> None:
    with troubled_valkey.read_only():
        assert code_of(write, purpose="write") == "READONLY"
        assert execute(lambda client: client.get("foreign")) is None
        assert not breaker.is_open


def test_key_of_another_type_is_no_matter_for_the_log(caplog: pytest.LogCaptureFixture) -> None:
    execute(lambda client: client.set("foreign", 1))

    assert code_of(lambda client: client.hgetall("foreign")) == "WRONGTYPE"
    assert caplog.records == []


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (b"LOADING Valkey is loading the dataset in memory", "away"),
        (b"NOAUTH Authentication required.", "away"),
        (b"MOVED 1234 127.0.0.1:1", "MOVED"),
        (b"MISCONF Errors writing to the disk", "MISCONF"),
        (b"MASTERDOWN Link with MASTER is down", "MASTERDOWN"),
        (b"READONLY You can't write against a read only replica.", "READONLY"),
        (b"OOM command not allowed", "OOM"),
        (b"ERR unknown command", "ERR"),
    ],
)
def test_every_refusal_has_its_code_and_is_logged_once(
    error: bytes, code: str, redis_at: Callable[[str], None], caplog: pytest.LogCaptureFixture
) -> None:
    with RefusingServer(error) as server:
        redis_at(server.url)
        codes = {code_of(write, purpose="write") for _ in range(5)}
        server.shutdown()

    assert codes == {code}
    assert len(caplog.records) == 1


def test_pool_at_its_limit_leaves_the_breaker_closed(
    troubled_valkey: TroubledValkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = get_redis_connection().connection_pool
    monkeypatch.setattr(pool, "max_connections", 0)
    pool.disconnect()
    pool.reset()

    assert code_of(ping) == "connections"
    assert not breaker.is_open
