from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from google_oauth.domain.calendar.days import (
    Day,
    JoinWindow,
    Occurrence,
    by_day,
    clashes,
    distinct_events,
    ended,
    is_attended,
    is_meeting,
    join_window,
    joinable,
    next_up,
    occurrences,
    time_order,
)
from google_oauth.domain.calendar.events import Event, EventStatus, EventType, Response

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = date(2026, 3, 4), date(2026, 3, 10)


def event(name: str, start: Any = None, end: Any = None, **fields: Any) -> Event:
    dated = start is not None and not isinstance(start, datetime)
    return Event(id=name, title=name, start_time=start, end_time=end, all_day=dated, **fields)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)


def laid_out(*events: Event) -> list[tuple[date | None, str]]:
    return [(each.day, each.event.id) for each in occurrences(events, first=FIRST, last=LAST)]


def test_day_lists_all_day_events_first_and_timed_ones_by_start() -> None:
    events = [
        event("noon", at(4, 12), at(4, 13)),
        event("nine", at(4, 9), at(4, 10)),
        event("holiday", date(2026, 3, 4), date(2026, 3, 5)),
    ]

    assert [name for _, name in laid_out(*events)] == ["holiday", "nine", "noon"]


def test_events_of_one_start_keep_their_order() -> None:
    events = [event("b", at(4, 9), at(4, 10)), event("a", at(4, 9), at(4, 10))]

    assert [name for _, name in laid_out(*events)] == ["b", "a"]


def test_events_of_the_hour_that_comes_twice_are_in_the_order_of_time() -> None:
    summer = datetime(2026, 10, 25, 2, 30, tzinfo=BERLIN)
    winter = datetime(2026, 10, 25, 2, 0, fold=1, tzinfo=BERLIN)
    events = [event("winter", winter, winter), event("summer", summer, summer)]

    found = occurrences(events, first=date(2026, 10, 25), last=date(2026, 10, 25))

    assert [each.event.id for each in found] == ["summer", "winter"]


def test_all_day_event_over_several_days_is_on_each_of_them() -> None:
    fair = event("fair", date(2026, 3, 5), date(2026, 3, 8))

    assert laid_out(fair) == [(date(2026, 3, day), "fair") for day in (5, 6, 7)]


def test_event_that_reaches_out_of_the_window_is_cut_to_it() -> None:
    leave = event("leave", date(1990, 1, 1), date(9000, 1, 1))

    assert laid_out(leave) == [(FIRST + timedelta(days=offset), "leave") for offset in range(7)]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 3, 3), date(2026, 3, 4)),
        (at(3, 22), at(4, 0)),
        (date(2026, 3, 11), date(2026, 3, 12)),
        (at(11, 0), at(11, 1)),
    ],
)
def test_event_outside_the_window_is_left_out(start: date, end: date) -> None:
    assert laid_out(event("outside", start, end)) == []


def test_undated_events_come_last_whatever_the_window() -> None:
    assert laid_out(event("undated"), event("nine", at(10, 9), at(10, 10))) == [
        (date(2026, 3, 10), "nine"),
        (None, "undated"),
    ]


def test_occurrence_is_continued_from_the_second_day_on() -> None:
    night = event("night", at(4, 23), at(5, 1))

    assert [each.continued for each in occurrences([night], first=FIRST, last=LAST)] == [False, True]


def test_undated_occurrence_is_not_continued() -> None:
    assert not Occurrence(None, event("undated")).continued


def test_days_gather_their_occurrences_and_empty_days_are_left_out() -> None:
    nine, fair = event("nine", at(4, 9), at(4, 10)), event("fair", date(2026, 3, 4), date(2026, 3, 5))
    late, undated = event("late", at(9, 9), at(9, 10)), event("undated")

    found = by_day(occurrences([nine, late, undated, fair], first=FIRST, last=LAST))

    fourth, ninth = date(2026, 3, 4), date(2026, 3, 9)
    assert found == [
        Day(fourth, (Occurrence(fourth, fair), Occurrence(fourth, nine))),
        Day(ninth, (Occurrence(ninth, late),)),
        Day(None, (Occurrence(None, undated),)),
    ]


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


def test_distinct_events_name_each_event_once_in_order() -> None:
    fair, nine = event("fair", date(2026, 3, 4), date(2026, 3, 7)), event("nine", at(5, 9), at(5, 10))

    assert distinct_events(occurrences([nine, fair], first=FIRST, last=LAST)) == [fair, nine]


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


def test_order_of_time_puts_whole_days_first_and_undated_events_last() -> None:
    undated, late = event("undated"), event("late", at(5, 9), at(5, 10))
    holiday = event("holiday", date(2026, 3, 5), date(2026, 3, 6))

    assert sorted([undated, late, holiday, INTERVIEW], key=time_order) == [INTERVIEW, holiday, late, undated]
