from datetime import date, datetime, timedelta

import pytest
from hypothesis import given

from google_oauth.domain.calendar.days import (
    Day,
    MonthDay,
    Occurrence,
    by_day,
    distinct_events,
    month_weeks,
    occurrences,
    time_order,
)
from google_oauth.domain.calendar.events import Event
from google_oauth.domain.calendar.periods import CalendarView, Period, grid_days, period_around
from tests.domain.making import BERLIN, at, event, on
from tests.domain.strategies import events

FIRST, LAST = date(2026, 3, 4), date(2026, 3, 10)


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


def test_distinct_events_name_each_event_once_in_order() -> None:
    fair, nine = event("fair", date(2026, 3, 4), date(2026, 3, 7)), event("nine", at(5, 9), at(5, 10))

    assert distinct_events(occurrences([nine, fair], first=FIRST, last=LAST)) == [fair, nine]


def test_order_of_time_puts_whole_days_first_and_undated_events_last() -> None:
    undated, late = event("undated"), event("late", at(5, 9), at(5, 10))
    early, holiday = event("early", at(4, 14), at(4, 15)), event("holiday", on(5), on(6))

    assert sorted([undated, late, holiday, early], key=time_order) == [early, holiday, late, undated]


MARCH = period_around(CalendarView.MONTH, on(4))


def weeks_of(*events: Event, period: Period = MARCH) -> list[tuple[MonthDay, ...]]:
    first, last = grid_days(period)
    return month_weeks(occurrences(events, first=first, last=last), period)


def test_month_has_whole_weeks_and_tells_its_own_days() -> None:
    weeks = weeks_of()

    assert [len(week) for week in weeks] == [7] * 6
    assert weeks[0][0] == MonthDay(date(2026, 2, 23), within=False)
    assert weeks[0][6] == MonthDay(on(1), within=True)
    assert weeks[5][6] == MonthDay(date(2026, 4, 5), within=False)
    assert sum(day.within for week in weeks for day in week) == 31


def test_month_that_begins_on_monday_and_has_four_weeks_is_four_weeks() -> None:
    assert len(weeks_of(period=period_around(CalendarView.MONTH, date(2027, 2, 10)))) == 4


def test_day_shows_as_many_events_as_have_room() -> None:
    three = [event(f"{hour}", at(4, hour), at(4, hour + 1)) for hour in (9, 10, 11)]

    day = weeks_of(*three)[1][2]

    assert day == MonthDay(on(4), within=True, shown=tuple(Occurrence(on(4), each) for each in three))


def test_day_with_more_events_says_how_many_are_not_shown() -> None:
    four = [event(f"{hour}", at(4, hour), at(4, hour + 1)) for hour in (9, 10, 11, 12)]

    day = weeks_of(*four)[1][2]

    assert day == MonthDay(
        on(4), within=True, shown=(Occurrence(on(4), four[0]), Occurrence(on(4), four[1])), more=2
    )


def test_event_of_several_days_is_in_each_of_their_cells_and_undated_ones_in_none() -> None:
    fair = event("fair", date(2026, 2, 20), on(4))

    weeks = weeks_of(fair, event("undated"))

    assert [len(day.shown) for day in weeks[0]] == [1] * 7
    assert [len(day.shown) for day in weeks[1]] == [1, 1, 0, 0, 0, 0, 0]
    assert not any(day.shown or day.more for week in weeks[2:] for day in week)


def test_month_of_events_outside_is_empty() -> None:
    weeks = weeks_of(event("old", at(4, 9).replace(year=2020), at(4, 10).replace(year=2020)))

    assert not any(day.shown for week in weeks for day in week)


@given(events)
def test_month_counts_every_dated_event_on_each_of_its_days(drawn: list[Event]) -> None:
    for day in (day for week in weeks_of(*drawn) for day in week):
        held = [
            each
            for each in drawn
            if each.first_day and each.first_day <= day.day <= (each.last_day or day.day)
        ]
        assert day.entries == len(held)
        assert {each.event for each in day.shown} <= set(held)
