"""Calendar events as the pages see them, read from Google's `events.list` items.

Field meanings: https://developers.google.com/workspace/calendar/api/v3/reference/events.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from google_oauth.domain.lists.search import query_words, search
from google_oauth.domain.parsing import reading
from google_oauth.domain.parsing.links import meeting_link_in, safe_link

_A_DAY = timedelta(days=1)


class EventStatus(StrEnum):
    """Whether the event takes place; Google's own default is confirmed."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


class Response(StrEnum):
    """An answer to an invitation; NONE where nobody was asked or the answer is not known."""

    NONE = ""
    NEEDS_ACTION = "needsAction"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    ACCEPTED = "accepted"


class EventType(StrEnum):
    """What Google thinks the event is; a type that is not known yet counts as an ordinary one."""

    DEFAULT = "default"
    BIRTHDAY = "birthday"
    FOCUS_TIME = "focusTime"
    FROM_GMAIL = "fromGmail"
    OUT_OF_OFFICE = "outOfOffice"
    WORKING_LOCATION = "workingLocation"


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody invited besides the calendar's owner; rooms and other resources are no guests."""

    email: str
    name: str
    response: Response


@dataclass(frozen=True, slots=True)
class Event:
    """One event, or one occurrence of a recurring one.

    `start_time` and `end_time` are aware datetimes in the reader's zone; of an all-day event they are plain
    dates, which belong to no zone. The end is the first moment, or day, after the event, as Google has it;
    `last_day` is the one to show. An event whose start cannot be read is undated (both None); an end that
    is missing, unspecified or before the start is None for a timed event and the next day for an all-day one.
    `zone` is the IANA name of the zone in which a timed event was planned, "" where Google gives none.
    `organised` is whether the reader invites; `busy` whether the event takes up time in their calendar.
    """

    id: str
    title: str
    start_time: datetime | date | None
    end_time: datetime | date | None
    all_day: bool = False
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

    @property
    def cancelled(self) -> bool:
        """Whether the event does not take place."""
        return self.status is EventStatus.CANCELLED

    @property
    def declined(self) -> bool:
        """Whether the reader will not be there."""
        return self.response is Response.DECLINED

    @property
    def first_day(self) -> date | None:
        """The day of the start in the reader's zone."""
        return self.start_time.date() if isinstance(self.start_time, datetime) else self.start_time

    @property
    def last_day(self) -> date | None:
        """The last day that the event touches; one that ends at midnight does not touch the day it begins."""
        end = self.end_time
        if end is None:
            return self.first_day
        if not isinstance(end, datetime):
            return end - _A_DAY
        # Through UTC, because a day may begin at 01:00 where summer time starts at midnight.
        last = (end.astimezone(UTC) - timedelta.resolution).astimezone(end.tzinfo).date()
        return max(last, self.first_day or last)


def parse_events(items: object, *, zone: tzinfo, untitled: str) -> list[Event]:
    """Read a list of Google items, in its order, leaving out what is no object or has no id.

    Times are moved to `zone`; an event without a title gets `untitled`.
    """
    parsed = (parse_event(item, zone=zone, untitled=untitled) for item in reading.records(items))
    return [event for event in parsed if event]


def parse_event(item: object, *, zone: tzinfo, untitled: str) -> Event | None:
    """Read one Google item as an event; None where it has no id."""
    fields = reading.record(item)
    event_id = reading.text(fields.get("id"))
    if not event_id:
        return None
    start, end = _times(fields, zone)
    attendees = reading.records(fields.get("attendees"))
    return Event(
        id=event_id,
        title=reading.text(fields.get("summary")) or untitled,
        start_time=start,
        end_time=end,
        all_day=start is not None and not isinstance(start, datetime),
        zone=reading.text(reading.record(fields.get("start")).get("timeZone")),
        status=reading.choice(fields.get("status"), EventStatus.CONFIRMED),
        response=_own_response(attendees),
        event_type=reading.choice(fields.get("eventType"), EventType.DEFAULT),
        location=reading.text(fields.get("location")),
        description=reading.prose(fields.get("description")),
        link=safe_link(fields.get("htmlLink")),
        meeting_link=_meeting_link(fields),
        private=fields.get("visibility") in ("private", "confidential"),
        recurring=bool(reading.text(fields.get("recurringEventId"))),
        organised=reading.flag(reading.record(fields.get("organizer")).get("self")),
        busy=fields.get("transparency") != "transparent",
        guests=_guests(attendees),
    )


def _times(
    fields: Mapping[str, object], zone: tzinfo
) -> tuple[datetime | date | None, datetime | date | None]:
    start, end = reading.record(fields.get("start")), reading.record(fields.get("end"))
    begins, ends = reading.moment(start.get("dateTime")), reading.moment(end.get("dateTime"))
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


def _meeting_link(fields: Mapping[str, object]) -> str:
    """Find Google Meet's own link, else a conference's video entry, else a known service in the location."""
    conference = reading.record(fields.get("conferenceData"))
    entries = reading.records(conference.get("entryPoints"))
    video = (safe_link(each.get("uri")) for each in entries if each.get("entryPointType") == "video")
    return (
        safe_link(fields.get("hangoutLink"))
        or next(filter(None, video), "")
        or meeting_link_in(reading.text(fields.get("location")))
    )


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events a list shows; the default leaves out what the reader declined or what is called off.

    `query` is searched in title, guests and location. `interviews` keeps interviews alone, `mine` what the
    reader organised or accepted.
    """

    query: str = ""
    declined: bool = False
    cancelled: bool = False
    interviews: bool = False
    mine: bool = False


def filter_events(
    events: Iterable[Event], chosen: EventFilter, *, interviews: Container[str] = frozenset()
) -> list[Event]:
    """Keep the events that pass, in the order given; where somebody works from is never one of them.

    `interviews` holds the ids of the events that are interviews.
    """
    kept = (
        event
        for event in events
        if event.event_type is not EventType.WORKING_LOCATION
        and (chosen.declined or not event.declined)
        and (chosen.cancelled or not event.cancelled)
        and (event.id in interviews or not chosen.interviews)
        and (event.organised or event.response is Response.ACCEPTED or not chosen.mine)
    )
    return search(kept, query_words(chosen.query), event_texts)


def event_texts(event: Event) -> tuple[str, ...]:
    """Return the texts of an event in which a search looks, the title first."""
    guests = (text for guest in event.guests for text in (guest.name, guest.email))
    return event.title, event.location, *guests
