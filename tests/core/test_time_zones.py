from datetime import UTC, datetime, timedelta

import pytest

from google_oauth.core.time_zones import is_zone, offset_text, zones_by_offset

WINTER, SUMMER = datetime(2026, 1, 15, tzinfo=UTC), datetime(2026, 7, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Europe/Moscow", True),
        ("UTC", True),
        ("US/Eastern", True),
        ("", False),
        ("America", False),
        ("europe/moscow", False),
        ("../../etc/passwd", False),
    ],
)
def test_zone_is_one_of_the_list(name: str, known: bool) -> None:
    assert is_zone(name) is known


def test_zones_stand_under_the_offset_of_the_moment() -> None:
    winter, summer = dict(zones_by_offset(WINTER)), dict(zones_by_offset(SUMMER))

    assert [offset for offset, names in winter.items() if "Europe/Berlin" in names] == ["UTC+1"]
    assert [offset for offset, names in summer.items() if "Europe/Berlin" in names] == ["UTC+2"]
    assert [offset for offset, names in summer.items() if "Europe/Moscow" in names] == ["UTC+3"]
    assert [offset for offset, names in summer.items() if "UTC" in names] == ["UTC+0"]


def test_zones_run_from_west_to_east_and_by_name() -> None:
    groups = zones_by_offset(WINTER)

    assert (groups[0][0], groups[-1][0]) == ("UTC-11", "UTC+14")
    # Greenwich's own name comes last: the others are places.
    assert all(names == sorted(names) for offset, names in groups if offset != "UTC+0")


def test_every_zone_that_can_be_chosen_is_named_once_and_is_one() -> None:
    names = [name for _offset, names in zones_by_offset(WINTER) for name in names]

    assert len(names) == len(set(names))
    assert all(map(is_zone, names))
    assert {"US/Eastern", "Etc/GMT+3", "EST"} & set(names) == set()


@pytest.mark.parametrize(
    ("offset", "text"),
    [
        (timedelta(0), "UTC+0"),
        (timedelta(hours=5, minutes=45), "UTC+5:45"),
        (-timedelta(hours=3, minutes=30), "UTC-3:30"),
    ],
)
def test_offset_is_written_as_people_do(offset: timedelta, text: str) -> None:
    assert offset_text(offset) == text
