from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given

from google_oauth.domain.calendar.events import Event, EventStatus, EventType, Response
from google_oauth.domain.calendar.meetings import (
    Gap,
    JoinWindow,
    clashes,
    ended,
    is_attended,
    is_meeting,
    join_window,
    joinable,
    next_gap,
    next_up,
)
from tests.domain.making import BERLIN, at, event, on
from tests.domain.strategies import events


def test_meetings_that_overlap_clash_and_those_that_touch_do_not() -> None:
    long, inside = event("long", at(4, 9), at(4, 13)), event("inside", at(4, 10), at(4, 11))
    late, after = event("late", at(4, 12), at(4, 14)), event("after", at(4, 14), at(4, 15))

    assert clashes([after, late, inside, long]) == {"long", "inside", "late"}
    assert clashes([inside, late, after]) == set()


@pytest.mark.parametrize(
    "other",
    [
        event("other", at(4, 10), at(4, 11), response=Response.DECLINED),
        event("other", at(4, 10), at(4, 11), status=EventStatus.CANCELLED),
        event("other", at(4, 10), at(4, 11), event_type=EventType.FOCUS_TIME),
        event("other", at(4, 10)),
        event("other", at(3, 10), at(5, 10)),
        event("other", date(2026, 3, 4), date(2026, 3, 5)),
        event("other"),
    ],
)
def test_nothing_clashes_with_what_is_no_hour_to_be_at(other: Event) -> None:
    assert clashes([event("long", at(4, 9), at(4, 13)), other]) == set()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(4, 9, 49), False),
        (at(4, 9, 50), True),
        (at(4, 10), True),
        (at(4, 10, 59), True),
        (at(4, 11), False),
    ],
)
def test_event_is_joinable_from_ten_minutes_before_its_start_to_its_end(
    now: datetime, expected: bool
) -> None:
    assert joinable(event("interview", at(4, 10), at(4, 11)), now=now.astimezone(UTC)) is expected


def test_event_without_an_end_is_joinable_until_its_start() -> None:
    opened = event("open", at(4, 10))

    assert joinable(opened, now=at(4, 9, 55))
    assert not joinable(opened, now=at(4, 10))


def test_event_over_the_end_of_summer_time_is_joinable_in_both_hours() -> None:
    long = event(
        "long",
        datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN),
        datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN),
    )

    assert joinable(long, now=datetime(2026, 10, 25, 1, 15, tzinfo=UTC))


@pytest.mark.parametrize("start", [None, date(2026, 3, 4)])
def test_event_without_a_time_is_never_joinable(start: date | None) -> None:
    assert not joinable(event("day", start, start and date(2026, 3, 5)), now=at(4, 12))


@pytest.mark.parametrize(("now", "expected"), [(at(4, 10, 59), False), (at(4, 11), True), (at(5, 0), True)])
def test_event_is_over_from_its_end_on(now: datetime, expected: bool) -> None:
    assert ended(event("interview", at(4, 10), at(4, 11)), now=now.astimezone(UTC)) is expected


def test_event_over_the_end_of_summer_time_is_not_over_in_the_hour_that_comes_first() -> None:
    winter = event(
        "winter",
        datetime(2026, 10, 25, 1, 0, tzinfo=BERLIN),
        datetime(2026, 10, 25, 2, 15, fold=1, tzinfo=BERLIN),
    )

    assert not ended(winter, now=datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN))
    assert ended(winter, now=datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=BERLIN))


@pytest.mark.parametrize(
    ("start", "end"), [(at(4, 10), None), (date(2026, 3, 4), date(2026, 3, 5)), (None, None)]
)
def test_event_without_a_time_to_end_at_is_never_over(start: Any, end: Any) -> None:
    assert not ended(event("open", start, end), now=at(9, 12))


LONG = event("long", at(4, 9), at(4, 18))


INTERVIEW = event("interview", at(4, 14), at(4, 15))


EVENING = event("evening", at(4, 19), at(4, 20))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(3, 12), LONG),
        (at(4, 12), LONG),
        (at(4, 13, 50), INTERVIEW),
        (at(4, 15), LONG),
        (at(4, 18), EVENING),
        (at(4, 20), None),
    ],
)
def test_next_up_is_the_latest_to_have_become_joinable_else_the_next_to_come(
    now: datetime, expected: Event | None
) -> None:
    assert next_up([EVENING, LONG, INTERVIEW], now=now) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"status": EventStatus.CANCELLED},
        {"response": Response.DECLINED},
        {"event_type": EventType.FOCUS_TIME},
        {"event_type": EventType.OUT_OF_OFFICE},
    ],
)
def test_next_up_passes_over_what_nobody_attends(fields: dict[str, Any]) -> None:
    assert next_up([event("passed", at(4, 10), at(4, 11), **fields), EVENING], now=at(4, 9)) == EVENING


def test_next_up_passes_over_an_event_of_no_length_that_begins_now() -> None:
    assert next_up([event("open", at(4, 10)), EVENING], now=at(4, 10)) == EVENING


def test_next_up_passes_over_events_without_a_time() -> None:
    events = [event("undated"), event("holiday", date(2026, 3, 5), date(2026, 3, 6))]

    assert next_up(events, now=at(4, 12)) is None


def test_join_window_opens_ten_minutes_before_the_start_and_closes_at_the_end() -> None:
    window = join_window(event("interview", at(4, 10), at(4, 11)))

    assert window == JoinWindow(datetime(2026, 3, 4, 8, 50, tzinfo=UTC), datetime(2026, 3, 4, 10, tzinfo=UTC))


def test_join_window_of_an_event_without_an_end_closes_at_its_start() -> None:
    window = join_window(event("open", at(4, 10)))

    assert window
    assert window.closes == at(4, 10)


def test_event_without_a_time_has_no_join_window() -> None:
    assert join_window(event("holiday", date(2026, 3, 5), date(2026, 3, 6))) is None


@pytest.mark.parametrize(
    ("fields", "meeting", "attended"),
    [
        ({}, True, True),
        ({"event_type": EventType.FROM_GMAIL}, True, True),
        ({"response": Response.NEEDS_ACTION}, True, True),
        ({"response": Response.DECLINED}, True, False),
        ({"status": EventStatus.CANCELLED}, True, False),
        ({"event_type": EventType.BIRTHDAY}, False, False),
    ],
)
def test_meeting_is_attended_unless_cancelled_or_declined(
    fields: dict[str, Any], meeting: bool, attended: bool
) -> None:
    found = event("e", at(4, 10), at(4, 11), **fields)

    assert (is_meeting(found), is_attended(found)) == (meeting, attended)


TEN = event("first", at(4, 10), at(4, 11))
ELEVEN = event("second", at(4, 11), at(4, 12))
OVER_BOTH = event("over both", at(4, 10, 30), at(4, 12, 30))
LATER = event("later", at(4, 15), at(4, 16))
MEETINGS = [LATER, OVER_BOTH, ELEVEN, TEN]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(4, 9), Gap(at(4, 9), at(4, 10), TEN)),
        (at(4, 10), Gap(at(4, 12, 30), at(4, 15), LATER)),
        (at(4, 12, 10), Gap(at(4, 12, 30), at(4, 15), LATER)),
        (at(4, 12, 30), Gap(at(4, 12, 30), at(4, 15), LATER)),
        (at(4, 14, 30), Gap(at(4, 14, 30), at(4, 15), LATER)),
        (at(4, 15), None),
        (at(4, 17), None),
    ],
)
def test_gap_is_from_now_or_from_the_end_of_what_runs_to_the_next_meeting(
    now: datetime, expected: Gap | None
) -> None:
    assert next_gap(MEETINGS, now=now) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"busy": False},
        {"status": EventStatus.CANCELLED},
        {"response": Response.DECLINED},
        {"event_type": EventType.FOCUS_TIME},
    ],
)
def test_gap_goes_over_what_takes_no_time(fields: dict[str, Any]) -> None:
    passed = event("passed", at(4, 14), at(4, 15), **fields)

    assert next_gap([passed, LATER], now=at(4, 13)) == Gap(at(4, 13), at(4, 15), LATER)


@pytest.mark.parametrize(
    "passed", [event("holiday", on(4), on(5)), event("undated"), event("open", at(4, 12))]
)
def test_gap_goes_over_events_of_whole_days_and_of_no_length(passed: Event) -> None:
    assert next_gap([passed, LATER], now=at(4, 13)) == Gap(at(4, 13), at(4, 15), LATER)


def test_breath_between_two_meetings_is_no_free_time_unless_it_runs() -> None:
    after_a_breath = event("after a breath", at(4, 11, 14), at(4, 12))
    meetings = [TEN, after_a_breath, LATER]

    assert next_gap(meetings, now=at(4, 10)) == Gap(at(4, 12), at(4, 15), LATER)
    assert next_gap(meetings, now=at(4, 11)) == Gap(at(4, 11), at(4, 11, 14), after_a_breath)
    after_a_quarter = event("after a quarter", at(4, 11, 15), at(4, 12))
    assert next_gap([TEN, after_a_quarter], now=at(4, 10)) == Gap(at(4, 11), at(4, 11, 15), after_a_quarter)
    assert next_gap([TEN, ELEVEN, LATER], now=at(4, 10)) == Gap(at(4, 12), at(4, 15), LATER)


def test_gap_is_in_the_zone_of_now() -> None:
    found = next_gap([event("utc", datetime(2026, 3, 4, 14, tzinfo=UTC))], now=at(4, 13))

    assert found
    assert (found.end.tzinfo, found.end.hour) == (BERLIN, 15)


def test_gap_is_as_long_as_time_is_when_the_clock_is_changed() -> None:
    gap = Gap(at(29, 1), at(29, 4), LATER)

    assert gap.length == timedelta(hours=2)


@given(events)
def test_clashes_are_the_attended_events_under_a_day_that_overlap(drawn: list[Event]) -> None:
    hourly = [each for each in drawn if is_attended(each) and timedelta() < each.length < timedelta(days=1)]

    assert clashes(drawn) == {
        one.id
        for one in hourly
        for other in hourly
        if one is not other and one.start_utc < other.end_utc and other.start_utc < one.end_utc
    }


@given(events)
def test_next_up_is_attended_and_joinable_or_ahead(drawn: list[Event]) -> None:
    now = at(5, 12)
    attended = [each for each in drawn if is_attended(each)]
    current = [each for each in attended if joinable(each, now=now)]
    ahead = [each for each in attended if each.start_utc > now]

    found = next_up(drawn, now=now)

    assert bool(found) is bool(current or ahead)
    assert found is None or found in (current or ahead)


@given(events)
def test_nothing_attended_that_blocks_time_reaches_into_a_gap(drawn: list[Event]) -> None:
    gap = next_gap(drawn, now=at(5, 12))
    blocking = [each for each in drawn if each.timed and each.busy and is_attended(each)]

    if gap:
        assert at(5, 12) <= gap.start < gap.end == gap.before.start_time
        assert not [each for each in blocking if each.start_utc < gap.end and gap.start < each.end_utc]
