from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given

from google_oauth.domain.calendar.events import EventStatus
from google_oauth.domain.parsing import reading
from tests.domain.strategies import json_values


@given(json_values)
def test_readers_of_any_json_give_what_they_promise(value: object) -> None:
    line, prose = reading.text(value), reading.prose(value)
    number, moment, day = reading.integer(value), reading.timestamp(value), reading.calendar_day(value)

    (line + prose).encode()
    assert line == " ".join(line.split()) == reading.text(line)
    assert number is None or 0 <= number < 2**63
    assert moment is None or moment.tzinfo
    assert day is None or 2 <= day.year <= 9998
    assert reading.choice(value, EventStatus.CONFIRMED) in EventStatus
    assert reading.record(value) in ({}, value)
    assert all(isinstance(each, dict) for each in reading.records(value))


def test_record_of_an_object_is_the_object() -> None:
    assert reading.record({"a": 1}) == {"a": 1}


@pytest.mark.parametrize("value", [None, [], "text", 1])
def test_record_of_anything_else_is_empty(value: object) -> None:
    assert reading.record(value) == {}


def test_records_leave_out_what_is_no_object() -> None:
    assert reading.records([{"a": 1}, None, "x", [], {}]) == [{"a": 1}, {}]


@pytest.mark.parametrize("value", [None, {"a": 1}, "text"])
def test_records_of_no_array_are_none(value: object) -> None:
    assert reading.records(value) == []


@pytest.mark.parametrize(("value", "expected"), [(True, True), (False, False), ("true", False), (1, False)])
def test_flag_is_true_for_json_true_alone(value: object, expected: bool) -> None:
    assert reading.flag(value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (" a\tb ", "a b"),
        ("  Интервью:\r\n\tАнна \u00a0 Ким ", "Интервью: Анна Ким"),
        (" a  b ", "a b"),
        (None, ""),
        (5, ""),
    ],
)
def test_text_is_one_line_or_empty(value: object, expected: str) -> None:
    assert reading.text(value) == expected


@pytest.mark.parametrize(("value", "expected"), [("<p>a</p>b", "a\nb"), (None, ""), (5, "")])
def test_prose_is_plain_text_or_empty(value: object, expected: str) -> None:
    assert reading.prose(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, 0),
        (7, 7),
        ("1048576", 1048576),
        ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", None),
        (2**63, None),
        (-1, None),
        ("-1", None),
        ("1_000", None),
        ("٣", None),
        ("", None),
        ("9" * 5000, None),
        (True, None),
        (1.0, None),
        (None, None),
    ],
)
def test_integer(value: object, expected: int | None) -> None:
    assert reading.integer(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-04T10:00:00Z", datetime(2026, 3, 4, 10, tzinfo=UTC)),
        ("2026-03-04T10:00:00+03:00", datetime(2026, 3, 4, 10, tzinfo=timezone(timedelta(hours=3)))),
        ("2026-03-04T10:00:00.123Z", datetime(2026, 3, 4, 10, 0, 0, 123000, tzinfo=UTC)),
        ("2026-03-04 10:00:00", datetime(2026, 3, 4, 10, tzinfo=UTC)),
        ("2026-02-30T10:00:00Z", None),
        ("yesterday", None),
        ("9998-12-31T00:00:00Z", datetime(9998, 12, 31, tzinfo=UTC)),
        ("0002-01-01T00:00:00Z", datetime(2, 1, 1, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-12:00", None),
        (1772618400, None),
        (None, None),
    ],
)
def test_timestamp(value: object, expected: datetime | None) -> None:
    assert reading.timestamp(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-04", date(2026, 3, 4)),
        ("2026-02-30", None),
        ("2026-03-04T10:00:00Z", None),
        ("9998-12-31", date(9998, 12, 31)),
        ("0002-01-01", date(2, 1, 1)),
        ("0001-12-31", None),
        ("9999-12-31", None),
        (None, None),
    ],
)
def test_calendar_day(value: object, expected: date | None) -> None:
    assert reading.calendar_day(value) == expected


@pytest.mark.parametrize("value", ["maybe", "CANCELLED", None, 3, {}, []])
def test_choice_that_is_not_known_is_the_default(value: object) -> None:
    assert reading.choice(value, EventStatus.CONFIRMED) is EventStatus.CONFIRMED


def test_choice_that_is_known_is_the_member() -> None:
    assert reading.choice("cancelled", EventStatus.CONFIRMED) is EventStatus.CANCELLED


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("1", 1),
        ("030", 30),
        ("366", 366),
        ("0", 100),
        ("367", 100),
        ("-1", 100),
        ("1000000000", 100),
        ("9" * 10_000, 100),
        ("", 100),
        ("abc", 100),
        ("1.5", 100),
        ("1_0", 100),
        (" 7", 100),
        ("٧", 100),
        ("²", 100),
        ("7\0", 100),
    ],
)
def test_integer_out_of_bounds_or_unreadable_is_the_default(raw: str, expected: int) -> None:
    assert reading.integer_within(raw, default=100, low=1, high=366) == expected


def test_integer_within_has_nine_digits_at_most() -> None:
    assert reading.integer_within("123456789", default=0, low=1, high=10**12) == 123456789
    assert reading.integer_within("1234567890", default=0, low=1, high=10**12) == 0
