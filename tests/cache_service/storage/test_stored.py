"""Parsing the three fields of an entry."""

import pytest

from google_oauth.cache_service.storage.metadata import Metadata, seal_body, seal_metadata
from google_oauth.cache_service.storage.stored import empty, is_live, parse
from tests.cache_service.asking import SHEETS
from tests.cache_service.upstream import Clock

META = Metadata.of_answer(SHEETS)
FIELDS = (seal_metadata(SHEETS, META), seal_body(SHEETS, META, b'["kept"]'))
TOKEN = b"a" * 32


def test_fields_that_belong_together_are_an_entry() -> None:
    stored = parse(SHEETS, [*FIELDS, None])

    assert (stored.meta, stored.body, stored.raw_meta) == (META, b'["kept"]', FIELDS[0])
    assert (stored.is_leased, stored.is_garbage) == (False, False)
    assert stored.to_entry().data == ["kept"]


def test_no_fields_are_the_empty_entry() -> None:
    assert parse(SHEETS, [None, None, None]) == empty(SHEETS)


@pytest.mark.parametrize(
    "fields", [(b"garbage", FIELDS[1]), (b"", FIELDS[1]), (FIELDS[0], b"garbage"), (FIELDS[0], b"")]
)
def test_fields_that_do_not_belong_together_are_garbage(fields: tuple[bytes, bytes]) -> None:
    stored = parse(SHEETS, [*fields, b""])

    assert (stored.is_garbage, stored.meta.is_usable, stored.body) == (True, False, b"")


@pytest.mark.parametrize(
    ("lease", "live"),
    [
        (TOKEN + b" 1001000", True),
        (TOKEN + b" 1000000", False),
        (b"!" + TOKEN + b" 1001000 error", False),
        (b" 1001000", False),
        (TOKEN + b" soon", False),
        (b"", False),
    ],
)
def test_lease_is_live_until_its_end_and_an_error_is_none(lease: bytes, live: bool, clock: Clock) -> None:
    clock.now = 1000.0

    assert is_live(lease) is live
