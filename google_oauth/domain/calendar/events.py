"""Calendar events, parsed from the items of Google's `events.list`.

Fields: https://developers.google.com/workspace/calendar/api/v3/reference/events.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from google_oauth.domain.lists.search import query_words, search_rows
from google_oauth.domain.parsing import reading
from google_oauth.domain.parsing.links import meeting_link_in, safe_link

_A_DAY = timedelta(days=1)
_NO_TIME = datetime.min.replace(tzinfo=UTC)


class EventStatus(StrEnum):
    """Whether the event takes place; CONFIRMED is Google's default."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


class Response(StrEnum):
    """An answer to an invitation; NONE without an invitation or with an unknown answer."""

    NONE = ""
    NEEDS_ACTION = "needsAction"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    ACCEPTED = "accepted"


class EventType(StrEnum):
    """Google's type of the event; an unknown type becomes DEFAULT."""

    DEFAULT = "default"
    BIRTHDAY = "birthday"
    FOCUS_TIME = "focusTime"
    FROM_GMAIL = "fromGmail"
    OUT_OF_OFFICE = "outOfOffice"
    WORKING_LOCATION = "workingLocation"


@dataclass(frozen=True, slots=True)
class Guest:
    """An invited person other than the calendar's owner; rooms and other resources are left out."""

    email: str
    name: str
    response: Response


@dataclass(frozen=True, slots=True)
class Event:
    """One event, or one instance of a recurring one.

    `start_time` and `end_time` are aware datetimes in the reader's zone. Of an all-day event they are plain
    dates, which belong to no zone. The end is exclusive, as in Google; `last_day` is inclusive.
    With an unreadable start the event is undated: both are None. A missing, unspecified or earlier end becomes
    None for a timed event, and the next day for an all-day one.
    `zone` is the IANA zone in which a timed event was planned, "" if unknown. `organised` means that the
    reader invites, `busy` that the event blocks time in their calendar.

    Derived once: `timed`, `all_day`, `first_day`, `last_day` (in the reader's zone), `start_utc`, `end_utc`.
    Compare times by the last two: clocks of one zone run backwards when summer time ends. Without an end,
    `end_utc` is the start. Without a time, both precede all others.
    """

    id: str
    title: str
    start_time: datetime | date | None
    end_time: datetime | date | None
    zone: str = ""
    status: EventStatus = EventStatus.CONFIRMED
    response: Response = Response.NONE
    event_type: EventType = EventType.DEFAULT
    location: str = ""
    description: str = ""
    link: str = ""
    meeting_link: str = ""
    private: bool = False
    recurring: bool = False
    organised: bool = False
    busy: bool = True
    guests: tuple[Guest, ...] = ()
    timed: bool = field(init=False, repr=False, compare=False)
    all_day: bool = field(init=False, repr=False, compare=False)
    first_day: date | None = field(init=False, repr=False, compare=False)
    last_day: date | None = field(init=False, repr=False, compare=False)
    start_utc: datetime = field(init=False, repr=False, compare=False)
    end_utc: datetime = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        start, end = self.start_time, self.end_time
        timed = isinstance(start, datetime)
        first_day = start.date() if isinstance(start, datetime) else start
        start_utc = start.astimezone(UTC) if isinstance(start, datetime) else _NO_TIME
        end_utc = end.astimezone(UTC) if isinstance(end, datetime) else start_utc
        derived = {
            "timed": timed,
            "all_day": not timed and start is not None,
            "first_day": first_day,
            "last_day": first_day and _last_day(first_day, end, end_utc),
            "start_utc": start_utc,
            "end_utc": end_utc,
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    @property
    def cancelled(self) -> bool:
        return self.status is EventStatus.CANCELLED

    @property
    def declined(self) -> bool:
        return self.response is Response.DECLINED

    @property
    def length(self) -> timedelta:
        """The elapsed time, whatever the clocks do; zero without a time or an end."""
        return self.end_utc - self.start_utc


def _last_day(first_day: date, end: datetime | date | None, end_utc: datetime) -> date:
    if end is None:
        return first_day
    if not isinstance(end, datetime):
        return end - _A_DAY
    # Subtracted in UTC: where summer time starts at midnight, a day begins at 01:00.
    return max(first_day, (end_utc - timedelta.resolution).astimezone(end.tzinfo).date())


def parse_events(items: object, *, zone: tzinfo, untitled: str) -> list[Event]:
    """Parse Google items in their order, times moved to `zone`; items without an id are left out."""
    parsed = (_event(fields, zone, untitled) for fields in reading.records(items))
    return [event for event in parsed if event]


def _event(fields: Mapping[str, object], zone: tzinfo, untitled: str) -> Event | None:
    event_id = reading.text(fields.get("id"))
    if not event_id:
        return None
    planned = reading.record(fields.get("start"))
    start, end = _times(planned, fields, zone)
    attendees = reading.records(fields.get("attendees"))
    location = reading.text(fields.get("location"))
    return Event(
        id=event_id,
        title=reading.text(fields.get("summary")) or untitled,
        start_time=start,
        end_time=end,
        zone=reading.text(planned.get("timeZone")),
        status=reading.choice(fields.get("status"), EventStatus.CONFIRMED),
        response=_own_response(attendees),
        event_type=reading.choice(fields.get("eventType"), EventType.DEFAULT),
        location=location,
        description=reading.prose(fields.get("description")),
        link=safe_link(fields.get("htmlLink")),
        meeting_link=_meeting_link(fields, location),
        private=fields.get("visibility") in ("private", "confidential"),
        recurring=bool(reading.text(fields.get("recurringEventId"))),
        organised=reading.flag(reading.record(fields.get("organizer")).get("self")),
        busy=fields.get("transparency") != "transparent",
        guests=_guests(attendees),
    )


def _times(
    start: Mapping[str, object], fields: Mapping[str, object], zone: tzinfo
) -> tuple[datetime | date | None, datetime | date | None]:
    end = reading.record(fields.get("end"))
    begins, ends = reading.timestamp(start.get("dateTime")), reading.timestamp(end.get("dateTime"))
    if begins:
        if fields.get("endTimeUnspecified") is True or (ends and ends < begins):
            ends = None
        return begins.astimezone(zone), ends and ends.astimezone(zone)
    first, after = reading.calendar_day(start.get("date")), reading.calendar_day(end.get("date"))
    if first:
        return first, after if after and after > first else first + _A_DAY
    return None, None


def _own_response(attendees: list[Mapping[str, object]]) -> Response:
    own = next((each for each in attendees if each.get("self") is True), {})
    return reading.choice(own.get("responseStatus"), Response.NONE)


def _guests(attendees: list[Mapping[str, object]]) -> tuple[Guest, ...]:
    return tuple(
        Guest(
            email=reading.text(each.get("email")),
            name=reading.text(each.get("displayName")),
            response=reading.choice(each.get("responseStatus"), Response.NONE),
        )
        for each in attendees
        if each.get("self") is not True and each.get("resource") is not True
    )


def _meeting_link(fields: Mapping[str, object], location: str) -> str:
    """Return Google Meet's link, else the conference's video entry, else a video service in the location."""
    entries = reading.records(reading.record(fields.get("conferenceData")).get("entryPoints"))
    video = (safe_link(each.get("uri")) for each in entries if each.get("entryPointType") == "video")
    return safe_link(fields.get("hangoutLink")) or next(filter(None, video), "") or meeting_link_in(location)


@dataclass(frozen=True, slots=True)
class EventFilter:
    """`interviews` keeps interviews only, `mine` events that the reader organised or accepted."""

    query: str = ""
    declined: bool = False
    cancelled: bool = False
    interviews: bool = False
    mine: bool = False


def filter_events(
    events: Iterable[Event], chosen: EventFilter, *, interviews: Container[str] = frozenset()
) -> list[Event]:
    """Return the events that pass, in order; `interviews` are ids. Working locations never pass."""
    kept = (
        event
        for event in events
        if event.event_type is not EventType.WORKING_LOCATION
        and (chosen.declined or not event.declined)
        and (chosen.cancelled or not event.cancelled)
        and (event.id in interviews or not chosen.interviews)
        and (event.organised or event.response is Response.ACCEPTED or not chosen.mine)
    )
    return search_rows(kept, query_words(chosen.query), event_texts)


def event_texts(event: Event) -> tuple[str, ...]:
    """Return the searched texts of an event, the title first."""
    guests = (text for guest in event.guests for text in (guest.name, guest.email))
    return event.title, event.location, *guests
