"""Days of a zone against events with moments, with days, and with neither."""

from datetime import date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from google_oauth.services.google.event_window import EventWindow

# From the 24th up to the end of the 25th in Moscow: 21:00 to 21:00 UTC.
WINDOW = EventWindow(date(2026, 11, 24), date(2026, 11, 26), ZoneInfo("Europe/Moscow"))


def timed(start: str, end: str | None) -> dict[str, Any]:
    return {"start": {"dateTime": start}, **({"end": {"dateTime": end}} if end else {})}


def all_day(start: str, end: str | None) -> dict[str, Any]:
    return {"start": {"date": start}, **({"end": {"date": end}} if end else {})}


@pytest.mark.parametrize(
    ("event", "held"),
    [
        (timed("2026-11-23T20:00:00Z", "2026-11-23T21:00:00Z"), False),
        (timed("2026-11-23T20:00:00Z", "2026-11-23T21:00:01Z"), True),
        (timed("2026-11-23T23:30:00+03:00", "2026-11-24T00:30:00+03:00"), True),
        (timed("2026-11-25T20:59:59Z", "2026-11-25T22:00:00Z"), True),
        (timed("2026-11-25T21:00:00Z", "2026-11-25T22:00:00Z"), False),
        # Without length at the first moment, and without an end.
        (timed("2026-11-23T21:00:00Z", "2026-11-23T21:00:00Z"), True),
        (timed("2026-11-24T09:00:00Z", None), True),
        (timed("2026-11-23T09:00:00Z", None), False),
        # Many days long.
        (timed("2026-11-01T09:00:00Z", "2026-12-24T09:00:00Z"), True),
        (all_day("2026-11-23", "2026-11-24"), False),
        (all_day("2026-11-23", "2026-11-25"), True),
        (all_day("2026-11-25", "2026-11-26"), True),
        (all_day("2026-11-26", "2026-11-27"), False),
        (all_day("2026-11-24", None), True),
        ({}, True),
        ({"start": None, "end": "x"}, True),
        (timed("yesterday", "tomorrow"), True),
    ],
)
def test_window_holds(event: dict[str, Any], held: bool) -> None:
    assert WINDOW.among([event]) == [event] * held


def test_window_in_a_zone_whose_day_begins_late() -> None:
    # Summer time begins at midnight in Cairo: the 24th of April 2026 begins at 01:00.
    window = EventWindow(date(2026, 4, 24), date(2026, 4, 25), ZoneInfo("Africa/Cairo"))

    inside = timed("2026-04-23T22:30:00Z", "2026-04-23T22:45:00Z")
    before = timed("2026-04-23T21:00:00Z", "2026-04-23T21:30:00Z")
    assert window.among([before, inside]) == [inside]


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Europe/Moscow", "Etc/GMT-14"])
@pytest.mark.parametrize("offset", [-12, 0, 14])
def test_window_of_a_month_holds_exactly_what_begins_in_it(zone: str, offset: int) -> None:
    first, end = date(2026, 11, 1), date(2026, 12, 1)
    window = EventWindow(first, end, ZoneInfo(zone))
    opens, closes = (datetime.combine(day, time(), ZoneInfo(zone)) for day in (first, end))
    there = timezone(timedelta(hours=offset))
    begin = datetime(2026, 10, 28, tzinfo=there)

    starts = [begin + timedelta(hours=hours) for hours in range(38 * 24)]
    events = {start: timed(start.isoformat(), None) for start in starts}

    assert window.among(events.values()) == [events[start] for start in starts if opens <= start < closes]


def test_week_of_a_year_is_no_day_of_a_month() -> None:
    window = EventWindow(date(2026, 8, 1), date(2027, 3, 1), ZoneInfo("UTC"))

    assert window.among([timed("2026-W02-2T10:00:00Z", None)]) == []
