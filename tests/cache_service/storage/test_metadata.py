"""What stands in the clear of a metadata field."""

import pytest

from google_oauth.cache_service.storage.metadata import VERSION, times_in


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
