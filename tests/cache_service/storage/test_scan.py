"""Walking over hashes and their metadata: everything once, in bounded steps."""

from collections.abc import Callable

import pytest
from redis import Redis

from google_oauth.cache_service import GoogleAPICache
from google_oauth.cache_service.storage import scan
from google_oauth.cache_service.storage.scan import distinct, fields_in, hash_names, metadata_in
from google_oauth.exceptions import RedisUnavailable
from tests.cache_service.asking import SHEETS, put
from tests.redis_access.troubled import RefusingServer


def test_names_that_a_scan_repeats_soon_come_once() -> None:
    assert list(distinct(["a", "b", "a", "c", "b"])) == ["a", "b", "c"]


def test_what_is_remembered_of_a_long_scan_stays_bounded() -> None:
    names = [str(number) for number in range(scan.MAX_REMEMBERED * 3)]

    repeated = list(distinct([*names, names[0], names[-1]]))

    # The first is long forgotten, the last is not.
    assert repeated == [*names, names[0]]


def test_entries_of_many_users_come_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "SCAN_COUNT", 10)
    for user in range(50):
        for number in range(3):
            GoogleAPICache.set_sheets(user, [], max_results=number)
    steps: list[int] = []

    addresses = [address for address, _ in metadata_in(distinct(hash_names(on_step=steps.append)))]

    assert (len(addresses), len(set(addresses))) == (150, 150)
    assert len(steps) > 1


def test_entries_of_a_large_hash_come_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "SCAN_COUNT", 10)
    for number in range(300):
        GoogleAPICache.set_sheets(7, [], max_results=number)

    ((_, fields),) = fields_in([SHEETS.hash_name])

    assert len(fields) == 300


def test_metadata_that_cannot_be_read_are_left_out(redis: Redis) -> None:
    put("kept")
    redis.hset(SHEETS.hash_name, "m:strange", b"garbage")

    ((address, meta),) = metadata_in([SHEETS.hash_name])

    assert (address.digest, meta.parameters) == (SHEETS.digest, SHEETS.parameters)


def test_key_of_another_type_has_no_fields_and_hides_no_other(redis: Redis) -> None:
    put("kept")
    foreign = [f"api_cache:{{{user}}}:google_sheets" for user in (8, 9)]
    for name in foreign:
        redis.set(name, "text")

    found = dict(fields_in([foreign[0], SHEETS.hash_name, foreign[1]]))

    assert {name: len(fields) for name, fields in found.items()} == {
        foreign[0]: 0,
        SHEETS.hash_name: 1,
        foreign[1]: 0,
    }


def test_names_of_one_service_are_ours_alone(redis: Redis) -> None:
    put("kept")
    GoogleAPICache.set_drive_files(7, [])
    redis.hset("api_cache:{x}:google_sheets", "a", "b")

    assert list(hash_names("google_sheets")) == [SHEETS.hash_name]
    assert len(list(hash_names())) == 2


def test_redis_that_refuses_is_an_error(redis_at: Callable[[str], None]) -> None:
    with RefusingServer(b"MISCONF no") as server:
        redis_at(server.url)
        for walk in (hash_names(), fields_in(["name"])):
            with pytest.raises(RedisUnavailable, match="MISCONF"):
                list(walk)
        server.shutdown()
