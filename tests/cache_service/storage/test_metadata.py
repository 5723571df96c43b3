"""Metadata and body belong together, and to the address and the times that they were sealed for."""

import pytest
from pytest_django.fixtures import Settings
from redis import Redis

from google_oauth.cache_service import GoogleAPICache
from google_oauth.cache_service.report.counters import counts
from google_oauth.cache_service.storage import clock
from google_oauth.cache_service.storage.metadata import METADATA_VERSION, times_in


def test_body_of_another_time_is_garbage(redis: Redis) -> None:
    GoogleAPICache.set_sheets(7, ["old"])
    (key,) = redis.scan_iter("api_cache:*")
    old = {name: value for name, value in redis.hgetall(key).items() if name.startswith(b"b:")}
    GoogleAPICache.set_sheets(7, ["new"])

    redis.hset(key, mapping=old)

    assert GoogleAPICache.get_sheets(7) is None
    assert counts.pending("google_sheets", "garbage") == 1


@pytest.mark.parametrize("place", [1, 2, 3])
def test_what_stands_in_clear_cannot_be_altered(place: int, redis: Redis) -> None:
    GoogleAPICache.set_sheets(7, ["old"])
    (key,) = redis.scan_iter("api_cache:*")
    ((name, field),) = [each for each in redis.hgetall(key).items() if each[0].startswith(b"m:")]
    parts = field.split(b"|", 4)
    parts[place] = b"9999999999"

    redis.hset(key, name, b"|".join(parts))

    assert GoogleAPICache.get_sheets(7) is None


def field(cached_at: object = "", fresh_until: object = "") -> bytes:
    return METADATA_VERSION + f"|9999999999|{cached_at}|{fresh_until}|".encode() + b"a box | of bytes"


def test_times_of_a_field_are_when_it_was_given_and_until_when_it_is_fresh() -> None:
    assert times_in(field(1000.25, 1600.25)) == (1000.25, 1600.25)


@pytest.mark.parametrize(
    "strange",
    [
        b"garbage",
        b"1|" + field(1.0, 2.0)[2:],
        METADATA_VERSION + b"|9|1.0|2.0",
        field(),
        field(1.0),
        field("", 1.0),
        field("x", 1.0),
        field("nan", 1.0),
        field(1.0, "inf"),
    ],
)
def test_times_of_a_field_that_says_nothing_are_none(strange: bytes) -> None:
    assert times_in(strange) is None


def test_times_of_a_stored_entry_can_be_counted(redis: Redis, settings: Settings) -> None:
    settings.API_CACHE_TIMEOUT = {"google_sheets": 300}
    began = clock.now()

    GoogleAPICache.set_sheets(7, [])

    (key,) = redis.scan_iter("api_cache:*")
    (head,) = [value for name, value in redis.hgetall(key).items() if name.startswith(b"m:")]
    times = times_in(head)
    assert times
    cached_at, fresh_until = times
    assert began <= cached_at <= clock.now()
    assert fresh_until - cached_at == pytest.approx(300)
