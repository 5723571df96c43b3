from dataclasses import replace

import pytest

from benchmarks.workday.ledger import Ledger, PlainCache, without_cache
from benchmarks.workday.upstream import DOWN, World
from benchmarks.workday.visits import DAY, SIZES, Read, day
from google_oauth.cache_service import datasets

FILES = Read(0.0, 7, datasets.FILES, (("max_results", 1000),))
SIZE = SIZES[datasets.FILES.service]


def test_day_is_the_same_for_a_seed_and_another_for_another() -> None:
    first, again, other = (day(recruiters=3, seed=seed) for seed in (1, 1, 2))

    assert first == again
    assert first != other


def test_day_is_in_order_with_every_recruiter_and_nobody_at_lunch() -> None:
    reads = day(recruiters=5, seed=1)

    times = [read.at for read in reads]
    assert times == sorted(times)
    assert {read.user_id for read in reads} == {1, 2, 3, 4, 5}
    # The last burst may begin just before the end, and before noon.
    assert max(times) < DAY + 300
    assert not [at for at in times if 4 * 3600 + 300 < at < 4.75 * 3600]


def test_versions_only_grow() -> None:
    world = World(seed=1)

    versions = [world.version(FILES, float(at)) for at in range(0, int(DAY), 600)]

    assert versions == sorted(versions)
    assert versions[-1] > 10


def test_only_google_is_down_and_only_then() -> None:
    world, huntflow = World(seed=1), replace(FILES, data_set=datasets.ACCOUNTS)

    assert [world.is_down(FILES, at) for at in (DOWN[0] - 1, DOWN[0], DOWN[1])] == [False, True, False]
    assert not world.is_down(huntflow, DOWN[0])


def test_without_a_cache_every_read_is_a_call_and_fails_with_its_upstream() -> None:
    ledger = without_cache([FILES, replace(FILES, at=DOWN[0])], World(seed=1))

    assert ledger == Ledger("none", reads=2, calls=2, bytes=SIZE, waited=2, errors=1)


def test_plain_cache_calls_again_after_its_timeout() -> None:
    plain = PlainCache(World(seed=1))

    for at in (0.0, FILES.data_set.timeout - 1, FILES.data_set.timeout):
        plain.read(replace(FILES, at=at))
    plain.read(replace(FILES, at=1.0, user_id=8))

    assert plain.ledger == Ledger("plain TTL", reads=4, calls=3, bytes=3 * SIZE, waited=3)


def test_plain_cache_fails_with_its_upstream() -> None:
    plain = PlainCache(World(seed=1))

    plain.read(replace(FILES, at=DOWN[0]))

    assert plain.ledger == Ledger("plain TTL", reads=1, calls=1, waited=1, errors=1)


def test_line_of_a_ledger() -> None:
    ledger = Ledger("this", reads=200, calls=1500, bytes=2_400_000, waited=50, errors=1, stale=2)

    assert ledger.cells() == ["this", "1,500", "2", "50 (25.0%)", "1", "2", "0"]


@pytest.mark.parametrize("service", SIZES)
def test_every_size_is_of_a_declared_data_set(service: str) -> None:
    assert service in datasets.DATA_SETS
