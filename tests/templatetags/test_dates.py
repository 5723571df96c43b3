from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from google_oauth.templatetags import dates
from tests.templatetags.events import NBSP, NOW, TODAY, at


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(0), "только что"),
        (timedelta(seconds=59), "только что"),
        (timedelta(minutes=1), f"1{NBSP}минуту назад"),
        (timedelta(minutes=21), f"21{NBSP}минуту назад"),
        (timedelta(minutes=12), f"12{NBSP}минут назад"),
        (timedelta(minutes=59, seconds=59), f"59{NBSP}минут назад"),
        (timedelta(hours=1), f"1{NBSP}час назад"),
        (timedelta(hours=2), f"2{NBSP}часа назад"),
        (timedelta(hours=23, minutes=59), f"23{NBSP}часа назад"),
        (timedelta(days=1), f"1{NBSP}день назад"),
        (timedelta(hours=27), f"1{NBSP}день назад"),
        (timedelta(days=45), f"45{NBSP}дней назад"),
    ],
)
def test_age_is_in_the_right_case(ago: timedelta, text: str) -> None:
    assert dates.age(NOW - ago) == text


def test_age_of_less_than_a_minute_has_other_words_on_request() -> None:
    assert dates.age(NOW, "меньше минуты назад") == "меньше минуты назад"
    assert dates.age(NOW - timedelta(minutes=1), "меньше минуты назад") == f"1{NBSP}минуту назад"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (-300, ""),
        (0, ""),
        (1, f"через 1{NBSP}минуту"),
        (60, f"через 1{NBSP}минуту"),
        (61, f"через 2{NBSP}минуты"),
        (11 * 60, f"через 11{NBSP}минут"),
        (59 * 60, f"через 59{NBSP}минут"),
        (60 * 60, f"через 1{NBSP}час"),
        (89 * 60, f"через 1{NBSP}час"),
        (90 * 60, f"через 2{NBSP}часа"),
        (300 * 60, f"через 5{NBSP}часов"),
        (2849 * 60, f"через 47{NBSP}часов"),
        (2850 * 60, f"через 2{NBSP}дня"),
        (59 * 3600, f"через 2{NBSP}дня"),
        (60 * 3600, f"через 3{NBSP}дня"),
    ],
)
def test_time_until_is_in_the_right_case(seconds: int, text: str) -> None:
    assert dates.until(NOW + timedelta(seconds=seconds)) == text


def test_time_until_a_day_without_a_time_is_empty() -> None:
    assert (dates.until(TODAY + timedelta(days=1)), dates.until(None)) == ("", "")


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(minutes=45), f"45{NBSP}минут"),
        (timedelta(hours=1), f"1{NBSP}час"),
        (timedelta(hours=2, minutes=21), f"2{NBSP}часа 21{NBSP}минута"),
        (timedelta(minutes=5, seconds=59), f"5{NBSP}минут"),
        (timedelta(0), f"0{NBSP}минут"),
    ],
)
def test_duration_is_in_hours_and_minutes(span: timedelta, text: str) -> None:
    assert dates.duration(span) == text


@pytest.mark.parametrize(
    ("moment", "come"), [(NOW - timedelta.resolution, True), (NOW, True), (NOW + timedelta.resolution, False)]
)
def test_moment_has_come_from_itself_on(moment: datetime, come: bool) -> None:
    assert dates.has_come(moment) is come


def test_no_moment_has_not_come() -> None:
    assert dates.has_come(None) is False


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (TODAY, "сегодня, среда, 4 марта"),
        (date(2026, 3, 5), "завтра, четверг, 5 марта"),
        (date(2026, 3, 3), "вчера, вторник, 3 марта"),
        (date(2026, 3, 6), "пятница, 6 марта"),
        (date(2026, 3, 7), "суббота, 7 марта"),
        (date(2026, 3, 8), "воскресенье, 8 марта"),
        (date(2026, 3, 9), "понедельник, 9 марта"),
        (date(2026, 12, 31), "четверг, 31 декабря"),
        (date(2027, 1, 1), "пятница, 1 января 2027"),
    ],
)
def test_day_is_named_as_people_say_it(day: date, text: str) -> None:
    assert dates.day_title(day) == text


def test_today_is_the_readers_day() -> None:
    with timezone.override(ZoneInfo("Pacific/Auckland")), time_machine.travel(NOW + timedelta(hours=3)):
        assert [dates.is_today(day) for day in (TODAY, date(2026, 3, 5), None)] == [False, True, False]


@pytest.mark.parametrize(
    ("moment", "brief", "short"),
    [
        (at(9, 5), "09:05", "09:05"),
        (at(9, 5, day=3), "вчера", "вчера, 09:05"),
        (at(9, 5, day=5), "завтра", "завтра, 09:05"),
        (at(9, 5, day=1), "1 марта", "1 марта, 09:05"),
        (at(9, 5).replace(year=2025), "4 марта 2025", "4 марта 2025, 09:05"),
        (datetime(2026, 3, 3, 21, 30, tzinfo=UTC), "00:30", "00:30"),
    ],
)
def test_moment_is_as_brief_as_the_reader_needs(moment: datetime, brief: str, short: str) -> None:
    assert (dates.brief_moment(moment), dates.short_moment(moment)) == (brief, short)


def test_day_without_a_time_keeps_its_date() -> None:
    assert dates.brief_moment(TODAY) == "4 марта"


def test_full_moment_has_day_year_and_time_in_the_readers_zone() -> None:
    assert dates.full_moment(NOW) == "4 марта 2026, 12:30"


def test_moment_is_formatted_for_machines_and_on_the_clock_in_the_readers_zone() -> None:
    assert dates.iso(NOW) == "2026-03-04T12:30:00+03:00"
    assert dates.iso(TODAY) == "2026-03-04"
    assert dates.clock(NOW) == "12:30"


def test_days_are_named_in_the_language_of_the_moment() -> None:
    assert (dates.day_name(TODAY), dates.day_title(TODAY)) == ("4 марта", "сегодня, среда, 4 марта")
    with translation.override("en"):
        assert (dates.day_name(TODAY), dates.day_title(TODAY)) == ("4 March", "today, Wednesday, 4 March")


@pytest.mark.parametrize(
    ("language", "count", "whole", "text"),
    [("en", 3, 4, "75.0%"), ("ru", 3, 4, "75,0\u00a0%"), ("en", 1, 3, "33.3%"), ("en", 0, 9, "0.0%")],
)
def test_share_is_written_as_the_language_writes_it(language: str, count: int, whole: int, text: str) -> None:
    with translation.override(language):
        assert dates.share(count, whole) == text


def test_share_of_nothing_is_a_dash() -> None:
    assert dates.share(0, 0) == "—"
