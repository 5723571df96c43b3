from datetime import date, timedelta
from random import Random

import pytest

from sandbox.world.dates import at, office_hour, workday

FRIDAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("number", "day"), [(0, 20), (1, 23), (5, 27), (6, 30), (-1, 19), (-4, 16), (-5, 13)]
)
def test_working_days_pass_over_weekends(number: int, day: int) -> None:
    assert workday(FRIDAY, number) == date(2026, 11, day)


def test_working_days_from_a_weekend_are_those_around_it() -> None:
    sunday = FRIDAY + timedelta(days=2)

    assert [workday(sunday, number).day for number in (-1, 1)] == [20, 23]


@pytest.mark.parametrize("days", [0, 0.5, 1, 2.5])
def test_an_office_hour_is_later_on_a_working_day(days: float) -> None:
    rng = Random("hours")
    for hour in range(0, 24 * 7, 5):
        moment = at(FRIDAY, 0) + timedelta(hours=hour)

        found = office_hour(moment, rng, days=days)

        assert found > moment
        assert found.weekday() < 5
        assert 9 <= found.hour < 19
