from datetime import date

from google_oauth.domain.calendar.days import Occurrence
from google_oauth.domain.calendar.month import MonthDay, month_weeks
from google_oauth.domain.calendar.periods import View, period_around
from tests.domain.making import at, event, on

MARCH = period_around(View.MONTH, on(4))


def test_month_has_whole_weeks_and_tells_its_own_days() -> None:
    weeks = month_weeks([], MARCH)

    assert [len(week) for week in weeks] == [7] * 6
    assert weeks[0][0] == MonthDay(date(2026, 2, 23), within=False)
    assert weeks[0][6] == MonthDay(on(1), within=True)
    assert weeks[5][6] == MonthDay(date(2026, 4, 5), within=False)
    assert sum(day.within for week in weeks for day in week) == 31


def test_month_that_begins_on_monday_and_has_four_weeks_is_four_weeks() -> None:
    assert len(month_weeks([], period_around(View.MONTH, date(2027, 2, 10)))) == 4


def test_day_shows_as_many_events_as_have_room() -> None:
    three = [event(f"{hour}", at(4, hour), at(4, hour + 1)) for hour in (9, 10, 11)]

    day = month_weeks(three, MARCH)[1][2]

    assert day == MonthDay(on(4), within=True, shown=tuple(Occurrence(on(4), each) for each in three))


def test_day_with_more_events_says_how_many_are_not_shown() -> None:
    four = [event(f"{hour}", at(4, hour), at(4, hour + 1)) for hour in (9, 10, 11, 12)]

    day = month_weeks(four, MARCH)[1][2]

    assert day == MonthDay(
        on(4), within=True, shown=(Occurrence(on(4), four[0]), Occurrence(on(4), four[1])), more=2
    )


def test_event_of_several_days_is_in_each_of_their_cells_and_undated_ones_in_none() -> None:
    fair = event("fair", date(2026, 2, 20), on(4))

    weeks = month_weeks([fair, event("undated")], MARCH)

    assert [len(day.shown) for day in weeks[0]] == [1] * 7
    assert [len(day.shown) for day in weeks[1]] == [1, 1, 0, 0, 0, 0, 0]
    assert not any(day.shown or day.more for week in weeks[2:] for day in week)


def test_month_of_events_outside_is_empty() -> None:
    weeks = month_weeks([event("old", at(4, 9).replace(year=2020), at(4, 10).replace(year=2020))], MARCH)

    assert not any(day.shown for week in weeks for day in week)
