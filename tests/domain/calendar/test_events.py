from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_oauth.domain.calendar.events import (
    Event,
    EventFilter,
    EventStatus,
    EventType,
    Guest,
    Response,
    filter_events,
    parse_events,
)
from tests.domain.strategies import any_text, days, items, json_values, moments

BERLIN = ZoneInfo("Europe/Berlin")
UNTITLED = "Без названия"
ZONES = [ZoneInfo(name) for name in ("Europe/Berlin", "Pacific/Kiritimati", "Pacific/Niue", "Africa/Cairo")]


def parse(zone: ZoneInfo = BERLIN, **fields: Any) -> Event:
    (event,) = parse_events([{"id": "e1", **fields}], zone=zone, untitled=UNTITLED)
    return event


def timed(start: str, end: str | None = None, **fields: Any) -> Event:
    return parse(start={"dateTime": start}, end={"dateTime": end}, **fields)


def all_day(start: str, end: str | None = None, zone: ZoneInfo = BERLIN) -> Event:
    return parse(zone, start={"date": start}, end={"date": end})


def test_timed_event_is_moved_to_the_zone_of_the_reader() -> None:
    event = timed("2026-03-04T10:00:00+03:00", "2026-03-04T11:00:00+03:00")

    assert event.start_time == datetime(2026, 3, 4, 7, tzinfo=UTC)
    assert event.end_time == datetime(2026, 3, 4, 8, tzinfo=UTC)
    assert isinstance(event.start_time, datetime)
    assert event.start_time.hour == 8
    assert not event.all_day
    assert (event.first_day, event.last_day) == (date(2026, 3, 4), date(2026, 3, 4))


@pytest.mark.parametrize(("name", "zone"), [("America/New_York", "America/New_York"), (None, ""), (5, "")])
def test_event_keeps_the_zone_that_it_was_planned_in(name: object, zone: str) -> None:
    times = {"dateTime": "2026-03-04T10:00:00-05:00", "timeZone": name}

    assert parse(start=times, end=times).zone == zone


def test_timed_event_late_at_night_is_on_the_next_day_further_east() -> None:
    event = parse(
        ZoneInfo("Asia/Vladivostok"),
        start={"dateTime": "2026-03-04T20:00:00Z"},
        end={"dateTime": "2026-03-04T21:00:00Z"},
    )

    assert event.first_day == date(2026, 3, 5)


def test_timed_event_over_midnight_is_on_both_days() -> None:
    event = timed("2026-03-04T23:00:00+01:00", "2026-03-05T01:00:00+01:00")

    assert (event.first_day, event.last_day) == (date(2026, 3, 4), date(2026, 3, 5))


def test_timed_event_until_midnight_is_not_on_the_next_day() -> None:
    assert timed("2026-03-04T22:00:00+01:00", "2026-03-05T00:00:00+01:00").last_day == date(2026, 3, 4)


def test_timed_event_until_the_late_first_moment_of_a_day_is_not_on_it() -> None:
    event = parse(
        ZoneInfo("Africa/Cairo"),
        start={"dateTime": "2026-04-23T23:00:00+02:00"},
        end={"dateTime": "2026-04-24T01:00:00+03:00"},
    )

    assert event.last_day == date(2026, 4, 23)


def test_timed_event_of_no_length_at_midnight_is_on_the_day_that_begins() -> None:
    event = timed("2026-03-05T00:00:00+01:00", "2026-03-05T00:00:00+01:00")

    assert event.end_time == event.start_time
    assert (event.first_day, event.last_day) == (date(2026, 3, 5), date(2026, 3, 5))


def test_timed_event_over_the_end_of_summer_time_keeps_its_end() -> None:
    event = timed("2026-10-25T02:45:00+02:00", "2026-10-25T02:15:00+01:00")

    assert isinstance(event.end_time, datetime)
    assert isinstance(event.start_time, datetime)
    assert event.end_time.astimezone(UTC) - event.start_time.astimezone(UTC) == timedelta(minutes=30)


@pytest.mark.parametrize("end", [None, "", "later", "2026-03-04T09:59:59+01:00", 5])
def test_timed_event_without_a_usable_end_has_none(end: Any) -> None:
    event = timed("2026-03-04T10:00:00+01:00", end)

    assert event.end_time is None
    assert event.last_day == date(2026, 3, 4)


def test_timed_event_whose_end_is_a_placeholder_has_none() -> None:
    event = timed("2026-03-04T10:00:00Z", "2026-03-04T11:00:00Z", endTimeUnspecified=True)

    assert event.end_time is None


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Europe/Moscow", "Pacific/Niue"])
def test_all_day_event_is_never_moved(zone: str) -> None:
    event = all_day("2026-03-05", "2026-03-06", ZoneInfo(zone))

    assert event.all_day
    assert (event.start_time, event.end_time) == (date(2026, 3, 5), date(2026, 3, 6))
    assert (event.first_day, event.last_day) == (date(2026, 3, 5), date(2026, 3, 5))


def test_all_day_event_over_several_days_ends_the_day_before_its_end() -> None:
    assert all_day("2026-03-05", "2026-03-08").last_day == date(2026, 3, 7)


@pytest.mark.parametrize("end", [None, "2026-03-05", "2026-03-01", "soon"])
def test_all_day_event_without_a_usable_end_takes_one_day(end: str | None) -> None:
    event = all_day("2026-03-05", end)

    assert (event.end_time, event.last_day) == (date(2026, 3, 6), date(2026, 3, 5))


@pytest.mark.parametrize(
    "start", [None, {}, [], "2026-03-05", {"dateTime": None}, {"dateTime": "?", "date": 5}]
)
def test_event_without_a_usable_start_is_undated(start: Any) -> None:
    event = parse(start=start, end={"dateTime": "2026-03-04T10:00:00Z"})

    assert (event.start_time, event.end_time, event.all_day) == (None, None, False)
    assert (event.first_day, event.last_day) == (None, None)


def test_cancelled_event_with_an_id_alone_is_an_event() -> None:
    event = parse(status="cancelled")

    assert (event.cancelled, event.title, event.start_time) == (True, UNTITLED, None)


@pytest.mark.parametrize("summary", [None, "", "  \n ", "\x00\u202e", 7])
def test_event_without_a_title_is_called_untitled(summary: Any) -> None:
    assert parse(summary=summary).title == UNTITLED


def test_event_title_is_text_on_one_line_and_whole() -> None:
    title = "<script>alert(1)</script> " + "я" * 10_000

    assert parse(summary=title.replace(" ", "\n")).title == title


def test_event_description_is_plain_text() -> None:
    event = parse(description="<b>Анна</b><br><script>alert(1)</script>&lt;ok&gt;")

    assert event.description == "Анна\n<ok>"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("tentative", EventStatus.TENTATIVE),
        ("postponed", EventStatus.CONFIRMED),
        (None, EventStatus.CONFIRMED),
    ],
)
def test_event_status(value: Any, expected: EventStatus) -> None:
    assert parse(status=value).status is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("outOfOffice", EventType.OUT_OF_OFFICE), ("holiday", EventType.DEFAULT), (None, EventType.DEFAULT)],
)
def test_event_type(value: Any, expected: EventType) -> None:
    assert parse(eventType=value).event_type is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("private", True), ("confidential", True), ("public", False), (None, False), ([], False)],
)
def test_event_is_private_when_its_visibility_says_so(value: Any, expected: bool) -> None:
    assert parse(visibility=value).private is expected


def test_event_is_recurring_when_it_belongs_to_a_series() -> None:
    assert parse(recurringEventId="series").recurring
    assert not parse().recurring


@pytest.mark.parametrize(
    ("organizer", "expected"), [({"self": True}, True), ({"email": "boss@example.com"}, False), (None, False)]
)
def test_event_is_organised_by_the_reader_who_invites(organizer: Any, expected: bool) -> None:
    assert parse(organizer=organizer).organised is expected


@pytest.mark.parametrize(
    ("transparency", "expected"), [("transparent", False), ("opaque", True), (None, True), ("new", True)]
)
def test_event_takes_up_time_unless_it_says_otherwise(transparency: Any, expected: bool) -> None:
    assert parse(transparency=transparency).busy is expected


def test_own_answer_and_guests_are_told_apart_and_rooms_left_out() -> None:
    event = parse(
        attendees=[
            {"email": "anna@example.com", "self": True, "responseStatus": "declined"},
            {"email": "ivan@example.org", "displayName": "Иван", "responseStatus": "accepted"},
            {"email": "room@resource.example", "resource": True, "responseStatus": "accepted"},
            {"responseStatus": "perhaps"},
            None,
        ]
    )

    assert event.response is Response.DECLINED
    assert event.declined
    assert event.guests == (
        Guest("ivan@example.org", "Иван", Response.ACCEPTED),
        Guest("", "", Response.NONE),
    )


@pytest.mark.parametrize(
    "attendees", [None, [], {}, [{"email": "ivan@example.org", "responseStatus": "declined"}]]
)
def test_own_answer_is_none_when_nobody_asked(attendees: Any) -> None:
    assert parse(attendees=attendees).response is Response.NONE


def test_event_link_is_kept_only_over_http() -> None:
    assert parse(htmlLink="https://www.google.com/calendar/event?eid=1").link
    assert parse(htmlLink="javascript:alert(1)").link == ""


MEET = "https://meet.google.com/abc-defg-hij"
VIDEO = {"entryPointType": "video", "uri": "https://video.example/1"}
PHONE = {"entryPointType": "phone", "uri": "tel:+7-495"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"hangoutLink": MEET, "conferenceData": {"entryPoints": [VIDEO]}}, MEET),
        (
            {"conferenceData": {"entryPoints": [PHONE, VIDEO]}, "location": "https://zoom.us/j/1"},
            VIDEO["uri"],
        ),
        (
            {"conferenceData": {"entryPoints": [PHONE]}, "location": "https://zoom.us/j/1"},
            "https://zoom.us/j/1",
        ),
        (
            {"hangoutLink": "javascript:alert(1)", "location": "Zoom https://zoom.us/j/1"},
            "https://zoom.us/j/1",
        ),
        ({"conferenceData": {"entryPoints": [{**VIDEO, "uri": "javascript:alert(1)"}, VIDEO]}}, VIDEO["uri"]),
        ({"location": "Переговорная 3"}, ""),
        ({"location": "https://example.com/office"}, ""),
        ({"conferenceData": {"entryPoints": "none"}}, ""),
        ({}, ""),
    ],
)
def test_meeting_link_comes_from_the_surest_source(fields: dict[str, Any], expected: str) -> None:
    assert parse(**fields).meeting_link == expected


@pytest.mark.parametrize("item", [None, [], "text", {}, {"id": ""}, {"id": 7}, {"id": None, "summary": "x"}])
def test_item_that_has_no_id_is_no_event(item: Any) -> None:
    assert parse_events([item], zone=BERLIN, untitled=UNTITLED) == []


def test_events_are_read_in_order_without_what_is_no_event() -> None:
    events = parse_events([{"id": "b"}, None, {}, {"id": "a"}], zone=BERLIN, untitled=UNTITLED)

    assert [event.id for event in events] == ["b", "a"]


@pytest.mark.parametrize("value", [None, {}, "text", 5])
def test_events_of_no_list_are_none(value: Any) -> None:
    assert parse_events(value, zone=BERLIN, untitled=UNTITLED) == []


times = items({"dateTime": moments, "date": days})
event_items = items(
    {
        "id": st.just("e1"),
        "summary": any_text,
        "description": any_text,
        "location": any_text,
        "start": times,
        "end": times,
        "status": st.sampled_from(EventStatus),
        "eventType": st.sampled_from(EventType),
        "attendees": st.lists(
            items({"self": st.booleans(), "responseStatus": st.sampled_from(Response)}), max_size=2
        ),
        "conferenceData": items(
            {"entryPoints": st.lists(items({"entryPointType": st.just("video")}), max_size=2)}
        ),
    }
)


@given(st.lists(event_items | json_values, max_size=3) | json_values, st.sampled_from(ZONES))
def test_any_json_is_read_as_events_that_can_be_shown(value: Any, zone: ZoneInfo) -> None:
    events = parse_events(value, zone=zone, untitled=UNTITLED)

    for event in events:
        assert event.id
        assert event.title == " ".join(event.title.split()) != ""
        (event.title + event.location + event.description).encode()
        assert event.start_utc <= event.end_utc
        assert (event.first_day is None) is (event.last_day is None) is (event.start_time is None)
        assert event.first_day is None or event.first_day <= (event.last_day or date.min)
        assert not isinstance(event.start_time, datetime) or event.start_time.tzinfo is zone
    assert filter_events(events, EventFilter("", declined=True, cancelled=True)) == [
        event for event in events if event.event_type is not EventType.WORKING_LOCATION
    ]


def test_filter_hides_what_does_not_concern_the_reader() -> None:
    declined = parse(attendees=[{"self": True, "responseStatus": "declined"}])
    cancelled = parse(status="cancelled")
    place = parse(eventType="workingLocation")
    plain = parse()

    events = [declined, cancelled, place, plain]

    assert filter_events(events, EventFilter()) == [plain]
    assert filter_events(events, EventFilter(declined=True)) == [declined, plain]
    assert filter_events(events, EventFilter(cancelled=True)) == [cancelled, plain]
    assert filter_events(events, EventFilter(declined=True, cancelled=True)) == [declined, cancelled, plain]


@pytest.mark.parametrize(
    "query", ["интервью", "Interviu", "переговорная", "иван петров", "ivan@example.org", ""]
)
def test_filter_searches_title_location_and_guests(query: str) -> None:
    event = parse(
        summary="Интервью",
        location="Переговорная 3",
        attendees=[{"email": "ivan@example.org", "displayName": "Иван Петров"}],
    )

    assert filter_events([event], EventFilter(query)) == [event]


def test_filter_leaves_out_what_the_query_does_not_find() -> None:
    assert filter_events([parse(summary="Планёрка")], EventFilter("интервью")) == []


def test_filter_keeps_what_the_reader_organised_or_accepted() -> None:
    organised = parse(organizer={"self": True})
    accepted, waiting = (
        parse(attendees=[{"self": True, "responseStatus": answer}]) for answer in ("accepted", "needsAction")
    )

    events = [organised, accepted, waiting, parse()]

    assert filter_events(events, EventFilter(mine=True)) == [organised, accepted]


def test_filter_keeps_interviews_alone() -> None:
    interview, lunch = parse(id="interview"), parse(id="lunch")

    events = [interview, lunch]

    assert filter_events(events, EventFilter(interviews=True), interviews={"interview"}) == [interview]
    assert filter_events(events, EventFilter(interviews=True)) == []
    assert filter_events(events, EventFilter(), interviews={"interview"}) == events
