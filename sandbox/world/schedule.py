"""Google's wording of events: the parts of an Event resource, from plain values."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from sandbox.world.dates import rfc3339
from sandbox.world.people import Account

Resource = dict[str, Any]


@dataclass(frozen=True)
class Guest:
    """An attendee. `response` is accepted, declined, tentative or needsAction."""

    email: str
    name: str = ""
    response: str = "accepted"


def timed(start: datetime, minutes: int, zone: str) -> Resource:
    """`start` and `end` of an event that lasts `minutes`, written in the zone's offset."""
    # By way of UTC, so that the minutes are real ones also over a change of the clocks.
    end = (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)
    return {
        "start": {"dateTime": start.isoformat(timespec="seconds"), "timeZone": zone},
        "end": {"dateTime": end.isoformat(timespec="seconds"), "timeZone": zone},
    }


def all_day(first: date, days: int = 1) -> Resource:
    """`start` and `end` of an event of whole days; the end is exclusive."""
    return {"start": {"date": first.isoformat()}, "end": {"date": (first + timedelta(days=days)).isoformat()}}


def event_id(*parts: object) -> str:
    """An id as Calendar makes them: 26 characters of base32hex."""
    digest = int.from_bytes(sha256(repr(parts).encode()).digest())
    return "".join("0123456789abcdefghijklmnopqrstuv"[digest >> 5 * place & 31] for place in range(26))


def event(owner: Account, identity: str, when: Resource, **fields: Any) -> Resource:
    """An event of `owner`'s own calendar; `fields` are added as they are, None leaves a default out."""
    created = rfc3339(_start(when) - timedelta(days=9, hours=2))
    person = {"email": owner.email, "displayName": owner.name}
    number = event_id(owner.email, identity)
    resource = {
        "kind": "calendar#event",
        "id": number,
        "status": "confirmed",
        "htmlLink": f"https://www.google.com/calendar/event?eid={number}",
        "created": created,
        "updated": created,
        "summary": identity,
        "creator": person,
        "organizer": person,
        **when,
        "iCalUID": f"{number}@google.com",
        "sequence": 0,
        "reminders": {"useDefault": True},
        "eventType": "default",
    }
    return {name: value for name, value in (resource | fields).items() if value is not None}


def attendees(owner: Account, *guests: Guest, response: str = "accepted") -> list[Resource]:
    """The owner with a response of their own, then the guests."""
    mine = {"email": owner.email, "displayName": owner.name, "responseStatus": response}
    return [mine, *(_attendee(guest) for guest in guests)]


def meet(code: str) -> Resource:
    """A Google Meet conference, with the link in both places where Calendar shows it."""
    uri = f"https://meet.google.com/{code}"
    key = {"type": "hangoutsMeet"}
    icon = "https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/logo_meet_2020q4_color_2x.png"
    conference = {
        "entryPoints": [
            {"entryPointType": "video", "uri": uri, "label": uri.removeprefix("https://")},
            {
                "entryPointType": "phone",
                "uri": "tel:+1-234-567-8901",
                "label": "+1 234-567-8901",
                "pin": "123456789",
            },
        ],
        "conferenceSolution": {"key": key, "name": "Google Meet", "iconUri": icon},
        "conferenceId": code,
    }
    return {"hangoutLink": uri, "conferenceData": conference}


def conference(name: str, uri: str) -> Resource:
    """A conference of another provider, which has no `hangoutLink`."""
    entry = {"entryPointType": "video", "uri": uri, "label": uri.removeprefix("https://")}
    solution = {"key": {"type": "addOn"}, "name": name, "iconUri": "https://lh3.googleusercontent.com/addon"}
    return {
        "conferenceData": {"entryPoints": [entry], "conferenceSolution": solution, "conferenceId": uri[-11:]}
    }


def _attendee(guest: Guest) -> Resource:
    resource: Resource = {"email": guest.email, "responseStatus": guest.response}
    if guest.name:
        resource["displayName"] = guest.name
    return resource


def _start(when: Resource) -> datetime:
    start = when["start"]
    text = start.get("dateTime") or f"{start['date']}T09:00:00+00:00"
    return datetime.fromisoformat(text)
