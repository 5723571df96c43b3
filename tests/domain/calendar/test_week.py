from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_oauth.domain.calendar.events import Event
from google_oauth.domain.calendar.week import (
    LANES_OF_MANY,
    LANES_OF_ONE,
    ROWS,
    STRIP_LANES,
    Block,
    Column,
    Grid,
    Rest,
    Strip,
    grid,
    row_of,
)
from tests.domain.making import BERLIN, at, event, on

MONDAY, SUNDAY = on(2), on(8)
NOW = at(4, 12, 20)


def week(*events: Event, now: datetime = NOW) -> Grid:
    return grid(events, first=MONDAY, last=SUNDAY, now=now)


def column(*events: Event, day: date = MONDAY) -> Column:
    (found,) = grid(events, first=day, last=day, now=NOW).columns
    return found


def places(*events: Event, day: date = MONDAY) -> list[tuple[str, int, int]]:
    return [(block.event.id, block.row, block.rows) for block in column(*events, day=day).blocks]


def lanes(*events: Event) -> dict[str, tuple[int, int]]:
    return {block.event.id: (block.lane, block.lanes) for block in column(*events).blocks}


def test_week_without_events_has_its_days_and_the_usual_hours() -> None:
    days = tuple(
        Column(on(day), (), (), now_row=row_of(NOW) if day == NOW.day else None) for day in range(2, 9)
    )

    assert week() == Grid(days, first_hour=8, last_hour=20, strip_lanes=0)
    assert list(week().hours) == list(range(8, 20))


@pytest.mark.parametrize(
    ("moment", "row"), [(at(4, 0), 0), (at(4, 9, 14), 36), (at(4, 9, 15), 37), (at(4, 23, 59), 95)]
)
def test_now_is_in_the_row_of_its_quarter_on_today_alone(moment: datetime, row: int) -> None:
    assert [each.now_row for each in week(now=moment).columns] == [None, None, row, None, None, None, None]


def test_now_in_another_week_is_in_no_row() -> None:
    assert {each.now_row for each in week(now=at(11, 9)).columns} == {None}
    assert not week(now=at(11, 9)).shows_now


@pytest.mark.parametrize(
    ("moment", "shown"), [(at(4, 7, 59), False), (at(4, 8), True), (at(4, 19, 59), True), (at(4, 20), False)]
)
def test_now_shows_in_the_hours_of_the_grid_alone(moment: datetime, shown: bool) -> None:
    assert week(now=moment).shows_now is shown


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (at(2, 9), at(2, 10), (36, 4)),
        (at(2, 9, 10), at(2, 9, 50), (36, 4)),
        (at(2, 9), at(2, 9, 45), (36, 3)),
        (at(2, 9), at(2, 9, 5), (36, 2)),
        (at(2, 9), at(2, 9), (36, 2)),
        (at(2, 9), None, (36, 2)),
        (at(2, 22), at(3, 0), (88, 8)),
        (at(2, 23, 50), at(2, 23, 55), (94, 2)),
        (at(2, 23, 50), None, (94, 2)),
        (at(2, 0), at(2, 23, 59), (0, 96)),
    ],
)
def test_block_covers_the_quarters_that_the_event_touches(
    start: datetime, end: datetime | None, expected: tuple[int, int]
) -> None:
    assert places(event("e", start, end)) == [("e", *expected)]


def test_event_over_midnight_is_cut_at_midnight() -> None:
    night = event("night", at(2, 22), at(3, 6))

    blocks = [each.blocks for each in week(night).columns]

    assert blocks[:3] == [
        (Block(night, 88, 8, continues=True),),
        (Block(night, 0, 24, continued=True),),
        (),
    ]


def test_event_of_a_day_and_more_stands_over_the_hours_like_one_of_whole_days() -> None:
    shift = event("shift", at(2, 9), at(3, 8, 59))
    trip = event("trip", at(4, 9), at(6, 8))

    found = week(shift, trip)

    assert [each.strips for each in found.columns[2:6]] == [
        (Strip(trip, 0, 3),),
        (Strip(trip, 0, 0),),
        (Strip(trip, 0, 0),),
        (),
    ]
    assert [len(each.blocks) for each in found.columns] == [1, 1, 0, 0, 0, 0, 0]


def test_event_over_midnight_into_the_week_begins_with_it() -> None:
    night = event("night", at(1, 22), at(2, 6))

    assert column(night).blocks == (Block(night, 0, 24, continued=True),)


def test_hours_widen_to_hold_every_block() -> None:
    found = week(event("early", at(2, 6, 30), at(2, 7)), event("late", at(3, 20), at(3, 22, 10)))

    assert (found.first_hour, found.last_hour) == (6, 23)


def test_undated_event_is_left_out() -> None:
    assert week(event("undated")) == week()


def test_events_that_do_not_overlap_have_the_day_to_themselves() -> None:
    assert lanes(event("a", at(2, 9), at(2, 10)), event("b", at(2, 10), at(2, 11))) == {
        "a": (0, 1),
        "b": (0, 1),
    }


def test_events_that_overlap_stand_side_by_side_the_longer_first() -> None:
    events = [
        event("short", at(2, 9), at(2, 10)),
        event("long", at(2, 9), at(2, 12)),
        event("after", at(2, 10), at(2, 11)),
        event("alone", at(2, 12), at(2, 13)),
    ]

    assert lanes(*events) == {"long": (0, 2), "short": (1, 2), "after": (1, 2), "alone": (0, 1)}


def test_chain_of_overlaps_is_one_group_as_wide_as_its_most() -> None:
    events = [
        event("a", at(2, 9), at(2, 11)),
        event("b", at(2, 10), at(2, 12)),
        event("c", at(2, 11), at(2, 13)),
        event("d", at(2, 10, 30), at(2, 11, 30)),
    ]

    assert lanes(*events) == {"a": (0, 3), "b": (1, 3), "d": (2, 3), "c": (0, 3)}


def test_short_events_in_a_row_do_not_cover_one_another() -> None:
    events = [event(f"{minute}", at(2, 9, minute), at(2, 9, minute + 5)) for minute in (0, 15, 30)]

    assert lanes(*events) == {"0": (0, 2), "15": (1, 2), "30": (0, 2)}


def at_once(count: int) -> list[Event]:
    return [event(f"{number}", at(2, 9), at(2, 10)) for number in range(count)]


@pytest.mark.parametrize(("last", "most"), [(MONDAY, LANES_OF_ONE), (SUNDAY, LANES_OF_MANY)])
def test_last_lane_says_how_many_there_are_beyond_the_lanes(last: date, most: int) -> None:
    fitting = grid(at_once(most), first=MONDAY, last=last, now=NOW).columns[0]
    found = grid(at_once(most + 2), first=MONDAY, last=last, now=NOW).columns[0]

    assert [(block.lane, block.beyond) for block in fitting.blocks] == [(lane, False) for lane in range(most)]
    assert fitting.rests == ()
    assert [block.lane for block in found.blocks if not block.beyond] == list(range(most - 1))
    assert {block.lanes for block in found.blocks} == {most}
    assert found.rests == (Rest(36, 4, most, 3),)


def test_one_that_has_the_last_lane_to_itself_is_drawn_beside_those_that_are_counted() -> None:
    all_day = [event("long", at(2, 9), at(2, 18)), event("second", at(2, 9), at(2, 18))]
    two = [event(name, at(2, 9), at(2, 10)) for name in ("a", "b")]
    alone = event("alone", at(2, 12), at(2, 13))

    found = week(*all_day, *two, alone).columns[0]

    assert {block.event.id for block in found.blocks if block.beyond} == {"a", "b"}
    assert found.rests == (Rest(36, 4, LANES_OF_MANY, 2),)
    assert [block.lane for block in found.blocks if block.event is alone] == [LANES_OF_MANY - 1]


def test_whole_days_beyond_the_lanes_are_counted_on_each_day() -> None:
    days = [event(f"{number:02}", on(2), on(3)) for number in range(STRIP_LANES + 1)]
    longest = [event(f"long {number}", on(2), on(5)) for number in range(3)]

    fitting, found = week(*days[:STRIP_LANES]), week(*days, *longest)

    assert fitting.strip_lanes == found.strip_lanes == STRIP_LANES
    assert [column.more_strips for column in fitting.columns] == [0] * 7
    assert [column.more_strips for column in found.columns] == [len(days) + 3 - STRIP_LANES + 1, *[0] * 6]
    assert [strip.lane for strip in found.columns[0].strips if not strip.beyond] == list(
        range(STRIP_LANES - 1)
    )


def test_all_day_events_keep_their_lane_over_their_days_the_longer_first() -> None:
    fair = event("fair", on(3), on(6))
    leave = event("leave", on(3), on(4))
    party = event("party", on(4), on(5))
    trip = event("trip", date(2026, 2, 27), on(3))

    found = week(leave, party, fair, trip)

    assert [each.strips for each in found.columns[:4]] == [
        (Strip(trip, 0, 1, continued=True),),
        (Strip(fair, 0, 3), Strip(leave, 1, 1)),
        (Strip(fair, 0, 0), Strip(party, 1, 1)),
        (Strip(fair, 0, 0),),
    ]
    assert found.strip_lanes == 2
    assert (found.first_hour, found.last_hour) == (8, 20)


def test_strip_of_an_event_beyond_the_week_is_cut_at_both_ends() -> None:
    leave = event("leave", date(2026, 2, 20), on(20))

    strips = [each.strips for each in week(leave).columns]

    assert strips[0] == (Strip(leave, 0, 7, continued=True, continues=True),)
    assert strips[1:] == [(Strip(leave, 0, 0, continued=True, continues=True),)] * 6


def test_all_day_event_takes_the_first_lane_that_is_free() -> None:
    events = [
        event("a", on(2), on(4)),
        event("b", on(3), on(7)),
        event("c", on(4), on(5)),
        event("d", on(4), on(5)),
    ]

    found = week(*events)

    assert [(strip.event.id, strip.lane) for strip in found.columns[2].strips] == [
        ("c", 0),
        ("b", 1),
        ("d", 2),
    ]


def berlin(day: int, hour: int, minute: int = 0, *, fold: int = 0) -> datetime:
    return datetime(2026, 10, day, hour, minute, fold=fold, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (berlin(25, 9), berlin(25, 10), (36, 4)),
        (berlin(25, 1), berlin(25, 4), (4, 12)),
        (berlin(25, 2, 30), berlin(25, 2, 30, fold=1), (10, 4)),
        (berlin(25, 2, 30), berlin(25, 2, 15, fold=1), (10, 3)),
        (berlin(25, 2, fold=1), berlin(25, 2, 30, fold=1), (8, 2)),
        (berlin(24, 23), berlin(25, 2, 30, fold=1), (0, 10)),
    ],
)
def test_day_on_which_the_clock_goes_back_is_drawn_by_the_clock(
    start: datetime, end: datetime, expected: tuple[int, int]
) -> None:
    assert places(event("e", start, end), day=date(2026, 10, 25)) == [("e", *expected)]


def test_day_on_which_the_clock_goes_forward_leaves_an_hour_empty() -> None:
    night = event("night", at(29, 1, 30), at(29, 3, 30))

    assert places(night, day=on(29)) == [("night", 6, 8)]


def test_day_that_begins_at_one_ends_the_day_before_there() -> None:
    cairo = ZoneInfo("Africa/Cairo")
    spring = date(2026, 4, 24)
    night = event(
        "night",
        datetime(2026, 4, 23, 23, tzinfo=cairo),
        datetime(2026, 4, 23, 22, tzinfo=UTC).astimezone(cairo),
    )
    (found,) = grid(
        [night], first=spring - timedelta(days=1), last=spring - timedelta(days=1), now=NOW
    ).columns

    assert found.blocks == (Block(night, 92, 4),)


moments = st.integers(0, 9 * 1440).map(lambda minute: at(1, 0) + timedelta(minutes=minute))
minutes = st.integers(0, 3000)
any_events = st.lists(st.tuples(moments, minutes | st.none()), max_size=12)


def made(drawn: list[tuple[datetime, int | None]]) -> list[Event]:
    def end(start: datetime, length: int | None) -> Any:
        return (
            None if length is None else (start.astimezone(UTC) + timedelta(minutes=length)).astimezone(BERLIN)
        )

    return [event(f"{place}", start, end(start, length)) for place, (start, length) in enumerate(drawn)]


@given(any_events)
def test_blocks_lie_within_the_day_and_no_two_of_one_lane_overlap(
    drawn: list[tuple[datetime, int | None]],
) -> None:
    found = week(*made(drawn))

    for each in found.columns:
        taken: set[tuple[int, int]] = set()
        for block in [*each.rests, *(block for block in each.blocks if not block.beyond)]:
            assert found.first_hour * 4 <= block.row < block.end <= min(found.last_hour * 4, ROWS)
            assert 0 <= block.lane < block.lanes
            cells = {(block.lane, row) for row in range(block.row, block.end)}
            assert not taken & cells
            taken |= cells
