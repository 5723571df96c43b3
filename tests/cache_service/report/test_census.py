import pytest

from google_oauth.cache_service.facades import GoogleAPICache
from google_oauth.cache_service.report.census import Census
from google_oauth.cache_service.storage import invalidation
from google_oauth.cache_service.storage.metadata import VERSION, times_in
from tests.cache_service.upstream import Clock


def field(cached_at: object = "", fresh_until: object = "") -> bytes:
    return VERSION + f"|9999999999|{cached_at}|{fresh_until}|".encode() + b"a box | of bytes"


def test_times_of_a_field_are_when_it_was_given_and_until_when_it_is_fresh() -> None:
    assert times_in(field(1000.25, 1600.25)) == (1000.25, 1600.25)


@pytest.mark.parametrize(
    "strange",
    [
        b"garbage",
        b"1|" + field(1.0, 2.0)[2:],
        VERSION + b"|9|1.0|2.0",
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


def test_census_tells_fresh_from_stale_and_the_oldest_from_the_newest(clock: Clock) -> None:
    census = Census()
    now = clock()

    census.add("a", [field(now - 700, now - 100), field(now - 5, now + 595)])
    census.add("b", [field(now - 50, now + 550), b"garbage"])
    census.add("c", [])

    assert (census.entries, census.fresh) == ({"a": 2, "b": 1}, {"a": 1, "b": 1})
    assert (census.oldest, census.newest) == (now - 700, now - 5)


def test_removal_of_everything_goes_through_more_than_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invalidation, "BATCH", 3)
    for user in range(10):
        GoogleAPICache.set_sheets(user, [])

    assert (invalidation.remove(), invalidation.remove()) == (10, 0)
