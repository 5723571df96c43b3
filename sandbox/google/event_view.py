"""An event as one viewer sees it."""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.google.event_times import written
from sandbox.world.calendars import EventRecord

Json = dict[str, Any]

TIMES = ("start", "end", "originalStartTime")
ALWAYS_SEEN = frozenset(
    [
        "kind",
        "id",
        "status",
        "iCalUID",
        "eventType",
        "visibility",
        "transparency",
        "created",
        "updated",
        "recurringEventId",
    ]
)
ETAG_BASE = 3_400_000_000_000_000
"""Real ones are twice the microseconds of the last change; ours count the changes."""
HIDDEN = ("private", "confidential")


@dataclass(frozen=True)
class Viewer:
    """`role` is the access role in the calendar, `zone` for the times, `max_attendees` None for all."""

    role: str
    zone: ZoneInfo
    max_attendees: int | None = None


def view(record: EventRecord, viewer: Viewer) -> Json:
    """The Event resource for this viewer.

    A private event shows its details to writers only, to a freeBusyReader no event does. `self` marks the
    calendar that this copy lies in, whoever looks.
    """
    resource = record.resource
    hidden = viewer.role == "freeBusyReader" or (
        viewer.role == "reader" and resource.get("visibility") in HIDDEN
    )
    if hidden:
        resource = {name: value for name, value in resource.items() if name in (*ALWAYS_SEEN, *TIMES)}
    times = {name: written(resource[name], viewer.zone) for name in TIMES if name in resource}
    shown = {"kind": "calendar#event", "etag": f'"{ETAG_BASE + record.revision}"', **resource, **times}
    for name in ("creator", "organizer"):
        if name in shown:
            shown[name] = _marked(shown[name], record.calendar)
    if "attendees" in shown:
        shown |= _attendees(shown, record.calendar, viewer.max_attendees)
    return shown


def _attendees(event: Json, calendar: str, most: int | None) -> Json:
    organizer = event.get("organizer", {}).get("email")
    people = [_marked(person, calendar) for person in event["attendees"]]
    people = [person | ({"organizer": True} if person["email"] == organizer else {}) for person in people]
    if most is None or len(people) <= most:
        return {"attendees": people}
    own = [person for person in people if person.get("self")]
    return {"attendees": own, "attendeesOmitted": True}


def _marked(person: Json, calendar: str) -> Json:
    return person | ({"self": True} if person.get("email") == calendar else {})
