from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest

from sandbox.world.calendars import CalendarStore
from sandbox.world.dates import at
from sandbox.world.diary import Diary
from sandbox.world.people import RECRUITERS
from sandbox.world.schedule import event, timed

DAY, OWNER = date(2026, 11, 24), RECRUITERS[0]


@pytest.fixture
def rng() -> Random:
    return Random("diary")


def diary_with(hour: int, minutes: int, **fields: Any) -> Diary:
    store = CalendarStore()
    store.put(OWNER.email, event(OWNER, "x", timed(at(DAY, hour), minutes, OWNER.time_zone), **fields))
    return Diary(store, OWNER)


def test_meetings_fill_the_day_one_beside_the_other(rng: Random) -> None:
    diary = Diary(CalendarStore(), OWNER)

    starts = sorted(filter(None, (diary.book(DAY, 30, rng) for _ in range(40))))

    assert len(starts) > 8
    assert all(two - one >= timedelta(minutes=30) for one, two in pairwise(starts))
    assert starts[0] >= at(DAY, 10)
    assert starts[-1] <= at(DAY, 18)


def test_day_within_a_long_event_has_no_time(rng: Random) -> None:
    diary = diary_with(9, 3 * 24 * 60)

    assert [diary.book(DAY + timedelta(days=days), 15, rng) is None for days in (0, 1, 2, 4)] == [
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("fields", [{"transparency": "transparent"}, {"status": "cancelled"}])
def test_event_that_does_not_block_leaves_the_day_free(rng: Random, fields: dict[str, str]) -> None:
    assert diary_with(0, 24 * 60, **fields).book(DAY, 8 * 60, rng)
