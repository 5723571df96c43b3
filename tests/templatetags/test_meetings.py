from datetime import date, datetime
from typing import Any

import pytest

from google_oauth.domain.calendar.days import Occurrence
from google_oauth.domain.calendar.events import Event, EventStatus, Response
from google_oauth.domain.calendar.periods import CalendarView, period_around
from google_oauth.domain.calendar.week import Slot, Strip
from google_oauth.domain.candidates import Candidate
from google_oauth.domain.event_subjects import EventMatching
from google_oauth.domain.matching.event_matching import Evidence, Unclear
from google_oauth.templatetags import meetings
from tests.templatetags.events import MOSCOW, NOW, TODAY, at, event

LINK = "https://meet.google.com/x"


@pytest.mark.parametrize(
    ("subject", "day", "text"),
    [
        (event(at(10), at(11)), TODAY, "10:00–11:00"),
        (event(at(10), at(10)), TODAY, "10:00"),
        (event(at(10)), TODAY, "10:00"),
        (event(at(22), at(6, day=5)), TODAY, "с 22:00"),
        (event(at(22), at(6, day=5)), date(2026, 3, 5), "до 06:00"),
        (event(at(22, day=3), at(6, day=5)), TODAY, "весь день"),
        (event(TODAY, date(2026, 3, 5)), TODAY, "весь день"),
        (event(None), None, "без даты"),
    ],
)
def test_hours_of_an_event_on_one_of_its_days(subject: Event, day: date | None, text: str) -> None:
    assert meetings.hours(Occurrence(day, subject)) == text


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (event(at(10), at(11)), "сегодня, 10:00–11:00"),
        (event(at(10), at(10)), "сегодня, 10:00"),
        (event(at(10, day=5)), "завтра, четверг, 5 марта, 10:00"),
        (event(TODAY, date(2026, 3, 5)), "сегодня, среда, 4 марта, весь день"),
        (event(None), "без даты"),
    ],
)
def test_event_with_its_day_and_hours(subject: Event, text: str) -> None:
    assert meetings.day_and_hours(subject) == text


@pytest.mark.parametrize(
    ("start", "text"),
    [
        (at(10, 30), "10:30"),
        (at(10, 30, day=5), "завтра, 10:30"),
        (TODAY, "сегодня"),
        (date(2026, 3, 5), "завтра"),
        (date(2026, 3, 7), "7 марта"),
        (None, "без даты"),
    ],
)
def test_start_has_no_day_if_it_is_today(start: date | None, text: str) -> None:
    assert meetings.day_and_start(event(start)) == text


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
def test_start_elsewhere_is_given_if_the_clocks_differ(zone: str, text: str) -> None:
    assert meetings.elsewhere(event(zone=zone)) == text


def test_whole_day_has_no_start_elsewhere() -> None:
    assert meetings.elsewhere(event(TODAY, TODAY, zone="America/New_York")) == ""


@pytest.mark.parametrize(
    ("subject", "ended"),
    [
        (event(at(12), at(12, 30)), True),
        (event(at(12), at(12, 31)), False),
        (event(at(12)), False),
        (event(date(2026, 3, 3), TODAY), False),
    ],
)
def test_timed_event_has_ended_at_its_end(subject: Event, ended: bool) -> None:
    assert meetings.has_ended(subject) is ended


@pytest.mark.parametrize(
    ("start", "fields", "joined"),
    [
        (at(12), {"meeting_link": LINK}, True),
        (at(12, 40), {"meeting_link": LINK}, True),
        (at(12, 41), {"meeting_link": LINK}, False),
        (at(12), {}, False),
        (at(12), {"meeting_link": LINK, "status": EventStatus.CANCELLED}, False),
    ],
)
def test_meeting_can_be_joined_while_it_is_on(start: datetime, fields: dict[str, Any], joined: bool) -> None:
    assert meetings.can_join(event(start, at(13), **fields)) is joined


def test_meeting_can_be_joined_from_ten_minutes_before_until_its_end() -> None:
    assert meetings.joins_from(event()) == "2026-03-04T06:50:00+00:00"
    assert meetings.joins_until(event()) == "2026-03-04T08:00:00+00:00"


def test_event_without_a_time_cannot_be_joined() -> None:
    assert (meetings.joins_from(event(None)), meetings.joins_until(event(None))) == ("", "")


def test_event_is_the_same_by_its_id() -> None:
    others = (event(at(1)), event(id="2"), None)

    assert [meetings.same_event(event(), other) for other in others] == [True, False, False]


@pytest.mark.parametrize(("text", "shown"), [("кратко", "кратко"), ("длинно-длинно", "длинн…")])
def test_only_a_long_text_is_cut(text: str, shown: str) -> None:
    assert meetings.shorten(text, 6) == shown


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
def test_period_is_named_briefly(view: CalendarView, day: date, title: str) -> None:
    assert meetings.period_title(period_around(view, day)) == title


@pytest.mark.parametrize(
    ("view", "name"),
    [
        (CalendarView.AGENDA, "Список"),
        (CalendarView.DAY, "День"),
        (CalendarView.WEEK, "Неделя"),
        (CalendarView.MONTH, "Месяц"),
    ],
)
def test_each_view_has_a_name(view: CalendarView, name: str) -> None:
    assert meetings.view_name(view) == name


@pytest.mark.parametrize(("count", "text"), [(1, "1 запись"), (2, "2 записи"), (5, "5 записей")])
def test_entries_are_counted_in_the_right_case(count: int, text: str) -> None:
    assert meetings.entry_count(count).replace("\N{NO-BREAK SPACE}", " ") == text


def test_event_finds_its_card_by_its_id() -> None:
    assert meetings.card_number({"1": 7, "2": 8}, event()) == 7


NIGHT = event(at(22, day=3), at(6))
DAY_OFF = event(TODAY, date(2026, 3, 5))


@pytest.mark.parametrize(
    ("part", "text"),
    [
        (Slot(event(), row=40, rows=4), "10:00"),
        (Slot(NIGHT, row=0, rows=24, continued=True), ""),
        (Occurrence(TODAY, event()), "10:00"),
        (Occurrence(TODAY, NIGHT), ""),
        (Occurrence(TODAY, DAY_OFF), ""),
        (Strip(event(), lane=0, days=2), "10:00"),
        (Strip(event(), lane=0, days=0), ""),
        (Strip(event(), lane=0, days=2, continued=True), ""),
        (Strip(DAY_OFF, lane=0, days=1), ""),
    ],
)
def test_part_of_a_grid_has_its_start_where_the_event_begins(
    part: Slot | Occurrence | Strip, text: str
) -> None:
    assert meetings.starts(part) == text


def matched(*, interviews: frozenset[str] = frozenset(), unclear: bool = False) -> EventMatching:
    several = Unclear((Candidate(1, 1), Candidate(2, 1)), Evidence.NAME)
    return EventMatching([], None, {"1": several} if unclear else {}, interviews, NOW.astimezone(MOSCOW))


@pytest.mark.parametrize(
    ("fields", "classes"),
    [
        ({}, ""),
        ({"response": Response.ACCEPTED}, ""),
        ({"status": EventStatus.CANCELLED}, " off"),
        ({"response": Response.DECLINED}, " off"),
        ({"status": EventStatus.TENTATIVE}, " tentative"),
        ({"response": Response.TENTATIVE}, " tentative"),
        ({"response": Response.NEEDS_ACTION}, " tentative"),
    ],
)
def test_grid_tells_events_apart_by_their_states(fields: dict[str, Any], classes: str) -> None:
    ahead = event(at(14), at(15), **fields)

    assert meetings.event_classes(ahead, matched()) == classes


def test_grid_tells_interviews_and_what_is_unclear_or_over() -> None:
    past, ahead = event(), event(at(14), at(15))

    assert meetings.event_classes(ahead, matched(interviews=frozenset({"1"}))) == " interview"
    assert meetings.event_classes(ahead, matched(interviews=frozenset({"2"}))) == ""
    assert meetings.event_classes(ahead, matched(unclear=True)) == " unclear"
    assert meetings.event_classes(past, matched()) == " over"
    assert meetings.event_classes(past, matched(interviews=frozenset({"1"}), unclear=True)) == (
        " interview unclear over"
    )


def test_subject_of_an_event_is_whom_it_was_matched_to() -> None:
    assert meetings.subject(event(), matched(unclear=True)).unclear
    assert not meetings.subject(event(), matched()).unclear
