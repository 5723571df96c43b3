from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from google_oauth.domain.calendar.events import Event, EventStatus, EventType, Response
from google_oauth.domain.calendar.gaps import Gap, next_gap
from tests.domain.making import BERLIN, at, event, on

FIRST = event("first", at(4, 10), at(4, 11))
SECOND = event("second", at(4, 11), at(4, 12))
OVER_BOTH = event("over both", at(4, 10, 30), at(4, 12, 30))
LATER = event("later", at(4, 15), at(4, 16))
MEETINGS = [LATER, OVER_BOTH, SECOND, FIRST]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(4, 9), Gap(at(4, 9), at(4, 10), FIRST)),
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
    meetings = [FIRST, after_a_breath, LATER]

    assert next_gap(meetings, now=at(4, 10)) == Gap(at(4, 12), at(4, 15), LATER)
    assert next_gap(meetings, now=at(4, 11)) == Gap(at(4, 11), at(4, 11, 14), after_a_breath)
    assert next_gap([FIRST, SECOND, LATER], now=at(4, 10)) == Gap(at(4, 12), at(4, 15), LATER)


def test_gap_is_in_the_zone_of_now() -> None:
    found = next_gap([event("utc", datetime(2026, 3, 4, 14, tzinfo=UTC))], now=at(4, 13))

    assert found
    assert (found.end.tzinfo, found.end.hour) == (BERLIN, 15)


def test_gap_is_as_long_as_time_is_when_the_clock_is_changed() -> None:
    gap = Gap(at(29, 1), at(29, 4), LATER)

    assert gap.length == timedelta(hours=2)
