from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from google_oauth.domain.calendar.events import Event, EventStatus, Guest, Response
from google_oauth.domain.calendar.periods import CalendarView, period_around
from google_oauth.domain.candidates import Candidate
from google_oauth.domain.event_subjects import EventSubject
from google_oauth.domain.hiring.applications import Application
from google_oauth.domain.matching.event_matching import Evidence
from google_oauth.templatetags import meetings

MOSCOW = ZoneInfo("Europe/Moscow")
NBSP = "\N{NO-BREAK SPACE}"
NOBODY = EventSubject(judged=True)
ONE = EventSubject((Application(Candidate(1, 1)),), Evidence.NAME, judged=True)
TWO = EventSubject((Application(Candidate(1, 1)), Application(Candidate(2, 1))), Evidence.NAME, judged=True)


@pytest.fixture(autouse=True)
def _moscow() -> Iterator[None]:
    with timezone.override(MOSCOW), translation.override("ru"):
        yield


def event(**fields: object) -> Event:
    start = datetime(2026, 3, 4, 10, tzinfo=MOSCOW)
    times = {"start_time": start, "end_time": start + timedelta(hours=1)}
    return Event(**{"id": "1", "title": "Созвон", **times, **fields})  # type: ignore[arg-type]


GUEST = Guest("guest@example.org", "", Response.ACCEPTED)
REFUSES = Guest("guest@example.org", "", Response.DECLINED)


@pytest.mark.parametrize(
    ("fields", "about", "words"),
    [
        ({"guests": (GUEST,)}, ONE, ["подтверждено"]),
        ({"guests": (GUEST,)}, TWO, ["неясно", "подтверждено"]),
        ({"guests": (GUEST,)}, NOBODY, ["подтверждено", "не кандидат"]),
        ({"guests": (REFUSES,)}, NOBODY, ["отказ 1 гостя", "не кандидат"]),
        ({"response": Response.TENTATIVE}, NOBODY, ["вы под вопросом"]),
        (
            {"response": Response.NEEDS_ACTION, "guests": (GUEST,)},
            ONE,
            ["ждёт вашего ответа", "подтверждено"],
        ),
        ({"guests": (GUEST,)}, EventSubject(), ["подтверждено"]),
        ({}, NOBODY, []),
        ({"guests": (GUEST,), "status": EventStatus.CANCELLED}, TWO, ["отменено"]),
    ],
)
def test_badges_say_whose_meeting_it_is(
    fields: dict[str, object], about: EventSubject, words: list[str]
) -> None:
    assert [badge.text for badge in meetings.badges_of(event(**fields), about)] == words


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(minutes=45), f"45{NBSP}минут"),
        (timedelta(hours=1), f"1{NBSP}час"),
        (timedelta(hours=2, minutes=21), f"2{NBSP}часа 21{NBSP}минута"),
        (timedelta(0), f"0{NBSP}минут"),
    ],
)
def test_duration_is_in_hours_and_minutes(span: timedelta, text: str) -> None:
    assert meetings.duration(span) == text


@pytest.mark.parametrize(
    ("view", "day", "title"),
    [
        (CalendarView.MONTH, date(2026, 3, 4), "Март 2026"),
        (CalendarView.WEEK, date(2026, 3, 4), "2–8 марта 2026"),
        (CalendarView.WEEK, date(2026, 4, 1), "30 марта – 5 апреля 2026"),
        (CalendarView.WEEK, date(2026, 1, 1), "29 декабря 2025 – 4 января 2026"),
        (CalendarView.DAY, date(2026, 3, 1), "воскресенье, 1 марта"),
        (CalendarView.DAY, date(2027, 3, 1), "понедельник, 1 марта 2027"),
    ],
)
def test_period_is_named_as_briefly_as_can_be(view: CalendarView, day: date, title: str) -> None:
    with time_machine.travel(datetime(2026, 3, 4, 12, tzinfo=MOSCOW)):
        assert meetings.period_title(period_around(view, day)) == title


@pytest.mark.parametrize(
    ("zone", "text"),
    [
        ("America/New_York", "02:00 New York"),
        ("America/Argentina/Buenos_Aires", "04:00 Buenos Aires"),
        ("Pacific/Kiritimati", "21:00 Kiritimati"),
        ("Pacific/Honolulu", "3 марта, 21:00 Honolulu"),
        ("Europe/Moscow", ""),
        ("Europe/Minsk", ""),
        ("UTC", ""),
        ("Etc/GMT+5", ""),
        ("../etc/passwd", ""),
        ("", ""),
    ],
)
def test_beginning_elsewhere_is_told_where_the_clock_there_differs(zone: str, text: str) -> None:
    assert meetings.elsewhere(event(zone=zone)) == text


def test_beginning_elsewhere_of_whole_days_is_none() -> None:
    day = date(2026, 3, 4)

    assert meetings.elsewhere(event(start_time=day, end_time=day, zone="America/New_York")) == ""


def test_meeting_can_be_joined_from_ten_minutes_before_until_its_end() -> None:
    assert meetings.joins_from(event()) == "2026-03-04T06:50:00+00:00"
    assert meetings.joins_until(event()) == "2026-03-04T08:00:00+00:00"


def test_event_without_a_time_cannot_be_joined() -> None:
    undated = event(start_time=None, end_time=None)

    assert (meetings.joins_from(undated), meetings.joins_until(undated)) == ("", "")


def test_today_is_named_more_briefly_than_other_days() -> None:
    now = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
    today = event(start_time=now, end_time=now + timedelta(hours=1))
    tomorrow = event(start_time=now + timedelta(days=1), end_time=None)

    assert meetings.day_and_hours(today) == "сегодня, 10:00–11:00"
    assert meetings.day_and_hours(tomorrow).startswith("завтра, ")
    assert meetings.day_and_hours(tomorrow).endswith(", 10:00")


@pytest.mark.parametrize(("count", "text"), [(1, "1 запись"), (2, "2 записи"), (5, "5 записей")])
def test_entries_are_counted_in_the_right_case(count: int, text: str) -> None:
    assert meetings.entries(count).replace("\xa0", " ") == text
