from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from google_oauth.domain.calendar.days import Occurrence
from google_oauth.domain.calendar.events import Event, EventStatus, EventType, Guest, Response
from google_oauth.templatetags import dashboard

MOSCOW = ZoneInfo("Europe/Moscow")
# Half past twelve in Moscow.
NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
DAY = date(2026, 3, 4)
NBSP = "\xa0"


@pytest.fixture(autouse=True)
def wednesday_in_moscow() -> Any:
    with time_machine.travel(NOW, tick=False), timezone.override(MOSCOW):
        yield


def at(hour: int, minute: int = 0, *, day: int = 4) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=MOSCOW)


def event(start: Any = None, end: Any = None, **fields: Any) -> Event:
    return Event(id="e", title="Встреча", start_time=start, end_time=end, **fields)


def guests(*answers: Response) -> tuple[Guest, ...]:
    return tuple(Guest("guest@example.org", "", answer) for answer in answers)


def words(badges: list[dashboard.Badge]) -> list[tuple[str, str]]:
    return [(badge.text, badge.tone) for badge in badges]


@pytest.mark.parametrize(
    ("ago", "text"),
    [
        (timedelta(seconds=59), "только что"),
        (timedelta(minutes=1), f"1{NBSP}минуту назад"),
        (timedelta(minutes=21), f"21{NBSP}минуту назад"),
        (timedelta(minutes=12), f"12{NBSP}минут назад"),
        (timedelta(hours=2), f"2{NBSP}часа назад"),
        (timedelta(hours=23, minutes=59), f"23{NBSP}часа назад"),
        (timedelta(hours=27), f"1{NBSP}день назад"),
        (timedelta(days=45), f"45{NBSP}дней назад"),
    ],
)
def test_age_is_in_the_right_case(ago: timedelta, text: str) -> None:
    assert dashboard.age(NOW - ago) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (DAY, "сегодня, среда, 4 марта"),
        (date(2026, 3, 5), "завтра, четверг, 5 марта"),
        (date(2026, 3, 3), "вчера, вторник, 3 марта"),
        (date(2026, 12, 31), "четверг, 31 декабря"),
        (date(2027, 1, 1), "пятница, 1 января 2027"),
    ],
)
def test_day_is_named_as_people_say_it(day: date, text: str) -> None:
    assert dashboard.day_title(day) == text


def test_today_is_the_readers_day() -> None:
    with timezone.override(ZoneInfo("Pacific/Auckland")), time_machine.travel(NOW + timedelta(hours=3)):
        assert [dashboard.is_today(day) for day in (DAY, date(2026, 3, 5), None)] == [False, True, False]


@pytest.mark.parametrize(
    ("moment", "brief", "short"),
    [
        (at(9, 5), "09:05", "09:05"),
        (at(9, 5, day=3), "вчера", "вчера, 09:05"),
        (at(9, 5, day=1), "1 марта", "1 марта, 09:05"),
        (at(9, 5).replace(year=2025), "4 марта 2025", "4 марта 2025, 09:05"),
    ],
)
def test_moment_is_as_brief_as_the_reader_needs(moment: datetime, brief: str, short: str) -> None:
    assert (dashboard.day_and_time(moment), dashboard.short_moment(moment)) == (brief, short)


def test_full_moment_names_day_year_and_time_in_the_readers_zone() -> None:
    assert dashboard.full_moment(NOW) == "4 марта 2026, 12:30"


@pytest.mark.parametrize(
    ("subject", "day", "text"),
    [
        (event(at(10), at(11)), DAY, "10:00–11:00"),
        (event(at(10), at(10)), DAY, "10:00"),
        (event(at(10)), DAY, "10:00"),
        (event(at(22), at(6, day=5)), DAY, "с 22:00"),
        (event(at(22), at(6, day=5)), date(2026, 3, 5), "до 06:00"),
        (event(at(22, day=3), at(6, day=5)), DAY, "весь день"),
        (event(DAY, date(2026, 3, 5)), DAY, "весь день"),
        (event(), None, "без даты"),
    ],
)
def test_hours_of_an_event_on_one_of_its_days(subject: Event, day: date | None, text: str) -> None:
    assert dashboard.hours(Occurrence(day, subject)) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (-5, ""),
        (0, ""),
        (1, f"через 1{NBSP}минуту"),
        (2, f"через 2{NBSP}минуты"),
        (11, f"через 11{NBSP}минут"),
        (21, f"через 21{NBSP}минуту"),
        (60, f"через 1{NBSP}час"),
        (125, f"через 2{NBSP}часа"),
        (300, f"через 5{NBSP}часов"),
        (2849, f"через 47{NBSP}часов"),
        (2880, f"через 2{NBSP}дня"),
    ],
)
def test_time_until_is_in_the_right_case(minutes: int, text: str) -> None:
    assert dashboard.until(NOW + timedelta(minutes=minutes)) == text


@pytest.mark.parametrize(
    ("fields", "badges"),
    [
        ({}, []),
        ({"status": EventStatus.CANCELLED, "guests": guests(Response.DECLINED)}, [("отменено", "danger")]),
        ({"status": EventStatus.TENTATIVE}, [("под вопросом", "warning")]),
        ({"response": Response.NEEDS_ACTION}, [("ждёт вашего ответа", "warning")]),
        ({"response": Response.DECLINED}, [("вы отказались", "")]),
        ({"event_type": EventType.FOCUS_TIME}, [("время на работу", "")]),
        ({"guests": guests(Response.ACCEPTED, Response.ACCEPTED)}, [("подтверждено", "success")]),
        ({"guests": guests(Response.ACCEPTED, Response.NEEDS_ACTION)}, [("гости не ответили", "warning")]),
        ({"guests": guests(Response.DECLINED, Response.ACCEPTED)}, [("отказ 1 гостя", "danger")]),
        ({"guests": guests(*[Response.DECLINED] * 2)}, [("отказы 2 гостей", "danger")]),
    ],
)
def test_event_says_what_matters_about_it(fields: dict[str, Any], badges: list[tuple[str, str]]) -> None:
    assert words(dashboard.event_badges(event(at(13), at(14), **fields))) == badges


@pytest.mark.parametrize(
    ("fields", "joined"),
    [
        ({"meeting_link": "https://meet.google.com/x"}, True),
        ({}, False),
        ({"meeting_link": "https://meet.google.com/x", "status": EventStatus.CANCELLED}, False),
    ],
)
def test_meeting_can_be_joined_while_it_is_on(fields: dict[str, Any], joined: bool) -> None:
    assert dashboard.can_join(event(at(12), at(13), **fields)) is joined


def test_event_is_the_same_by_its_id() -> None:
    assert [dashboard.same_event(event(), other) for other in (event(at(1)), None)] == [True, False]


@pytest.mark.parametrize("response", [each for each in Response if each is not Response.NONE])
def test_every_answer_has_a_word(response: Response) -> None:
    assert dashboard.response_badge(response)


def test_nobody_asked_is_no_answer() -> None:
    assert dashboard.response_badge(Response.NONE) is None


def test_icon_is_decoration() -> None:
    html = dashboard.icon("star", "filled")

    assert 'class="icon filled" aria-hidden="true"' in html
    assert "icons.svg#star" in html


def test_badge_of_nothing_is_a_dash() -> None:
    assert dashboard.badge(None) == "—"


def test_badge_shows_its_words_safely_and_a_long_one_says_all_in_its_title() -> None:
    said = dashboard.Badge("<Оффер>", "info")

    assert dashboard.badge(said) == '<span class="badge info"><span>&lt;Оффер&gt;</span></span>'
    assert dashboard.badge(said, long=True) == (
        '<span class="badge info long" title="&lt;Оффер&gt;"><span>&lt;Оффер&gt;</span></span>'
    )


def test_moment_is_written_for_machines_and_on_the_clock_in_the_readers_zone() -> None:
    assert dashboard.iso(NOW) == "2026-03-04T12:30:00+03:00"
    assert dashboard.iso(DAY) == "2026-03-04"
    assert dashboard.clock(NOW) == "12:30"


def test_days_are_named_in_the_language_of_the_moment() -> None:
    assert dashboard.day_name(DAY) == "4 марта"
    with translation.override("en"):
        assert dashboard.day_name(DAY) == "4 March"


def test_how_long_it_is_to_a_day_without_a_time_nobody_says() -> None:
    assert dashboard.until(NOW.date()) == ""
    assert dashboard.until(None) == ""


@pytest.mark.parametrize(("text", "shown"), [("кратко", "кратко"), ("длинно-длинно", "длинн…")])
def test_text_is_cut_only_where_it_is_too_long(text: str, shown: str) -> None:
    assert dashboard.cut_at(text, 6) == shown
