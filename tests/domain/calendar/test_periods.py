from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_oauth.domain.calendar.periods import (
    MAX_DAYS_AWAY,
    CalendarView,
    Period,
    Reach,
    grid_days,
    parse_day,
    period_around,
    reach,
)
from tests.domain.strategies import any_text

TODAY = date(2026, 3, 4)
A_DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026-03-09", date(2026, 3, 9)),
        ("2024-03-04", TODAY - timedelta(days=730)),
        ("", TODAY),
        ("tomorrow", TODAY),
        ("2026-02-30", TODAY),
        ("2024-03-03", TODAY),
        ("9999-12-31", TODAY),
        ("0001-01-01", TODAY),
    ],
)
def test_day_of_the_query_is_today_unless_it_can_be_gone_to(raw: str, expected: date) -> None:
    assert parse_day(raw, today=TODAY) == expected


@given(any_text)
def test_day_of_any_query_can_be_gone_to(raw: str) -> None:
    assert abs((parse_day(raw, today=TODAY) - TODAY).days) <= MAX_DAYS_AWAY


def test_day_is_a_period_of_its_own() -> None:
    assert period_around(CalendarView.DAY, TODAY) == Period(
        CalendarView.DAY, TODAY, TODAY, TODAY - A_DAY, TODAY + A_DAY
    )


def test_week_goes_from_monday_to_sunday() -> None:
    assert period_around(CalendarView.WEEK, TODAY) == Period(
        CalendarView.WEEK, date(2026, 3, 2), date(2026, 3, 8), date(2026, 2, 23), date(2026, 3, 9)
    )


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (TODAY, (date(2026, 3, 1), date(2026, 3, 31), date(2026, 2, 1), date(2026, 4, 1))),
        (date(2026, 1, 31), (date(2026, 1, 1), date(2026, 1, 31), date(2025, 12, 1), date(2026, 2, 1))),
        (date(2028, 2, 29), (date(2028, 2, 1), date(2028, 2, 29), date(2028, 1, 1), date(2028, 3, 1))),
    ],
)
def test_month_goes_from_its_first_day_to_its_last(day: date, expected: tuple[date, ...]) -> None:
    assert period_around(CalendarView.MONTH, day) == Period(CalendarView.MONTH, *expected)


def test_agenda_begins_on_its_day() -> None:
    assert period_around(CalendarView.AGENDA, TODAY).last == date(2026, 4, 2)
    assert period_around(CalendarView.AGENDA, TODAY, agenda_days=7) == Period(
        CalendarView.AGENDA, TODAY, date(2026, 3, 10), date(2026, 2, 25), date(2026, 3, 11)
    )


@given(st.sampled_from(CalendarView), st.dates(date(2, 3, 1), date(9998, 10, 1)))
def test_periods_follow_one_another_without_a_gap(view: CalendarView, day: date) -> None:
    period = period_around(view, day)

    assert period.holds(day)
    assert period_around(view, period.next).first == period.last + A_DAY
    assert period_around(view, period.previous).last == period.first - A_DAY


@pytest.mark.parametrize(("day", "held"), [(1, False), (2, True), (8, True), (9, False)])
def test_period_holds_its_days_alone(day: int, held: bool) -> None:
    assert period_around(CalendarView.WEEK, TODAY).holds(date(2026, 3, day)) is held


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        (CalendarView.MONTH, (date(2026, 2, 23), date(2026, 4, 5))),
        (CalendarView.WEEK, (date(2026, 3, 2), date(2026, 3, 8))),
    ],
)
def test_grid_has_whole_weeks(view: CalendarView, expected: tuple[date, date]) -> None:
    assert grid_days(period_around(view, TODAY)) == expected


@pytest.mark.parametrize(
    ("offset", "expected"),
    [
        (0, Reach(100, 100)),
        (7, Reach(0, 100)),
        (-97, Reach(100, 100)),
        (-101, Reach(200, 100)),
        (105, Reach(0, 200)),
    ],
)
def test_reach_covers_the_period_in_steps(offset: int, expected: Reach) -> None:
    week = period_around(CalendarView.WEEK, TODAY + timedelta(days=offset))

    assert reach(week, today=TODAY) == expected


def test_reach_of_an_agenda_from_monday_on_looks_only_ahead() -> None:
    monday = date(2026, 3, 2)

    assert reach(period_around(CalendarView.AGENDA, monday), today=monday) == Reach(0, 100)
