"""Calendar v3: the list of calendars, lists of events, one event."""

from typing import Any
from zoneinfo import ZoneInfo

from sandbox.google import event_queries, tokens
from sandbox.google.answers import bad_parameter, not_found, refusal
from sandbox.google.api import Operation, Visit, etag, serve
from sandbox.google.event_times import EARLIEST, zone_of
from sandbox.google.event_view import Viewer, view
from sandbox.routes import Route, route
from sandbox.world.calendars import CalendarRecord, EventRecord
from sandbox.world.dates import rfc3339

Json = dict[str, Any]

DEFAULT_EVENTS, MOST_EVENTS = 250, 2500
DEFAULT_CALENDARS, MOST_CALENDARS = 100, 250
ROLES = ("freeBusyReader", "reader", "writerWithoutPrivateAccess", "writer", "owner")
"""From the least to the most."""
REMINDERS = [{"method": "popup", "minutes": 10}]

OWNED_ONLY = frozenset({"calendar.events.owned", "calendar.events.owned.readonly"})
EVENT_SCOPES = ("calendar", "calendar.readonly", "calendar.events", "calendar.events.readonly", *OWNED_ONLY)
LIST_SCOPES = (
    "calendar",
    "calendar.readonly",
    "calendar.calendarlist",
    "calendar.calendarlist.readonly",
)


def list_calendars(visit: Visit) -> Json:
    """`calendarList.list`."""
    least = visit.parameters.get("minAccessRole", ROLES[0])
    if "syncToken" in visit.parameters and "minAccessRole" in visit.parameters:
        raise bad_parameter("syncToken", "Sync token cannot be used with minAccessRole.")
    store, email = visit.call.sandbox.world.calendar, visit.account.email
    known = [record for record in store.calendars.values() if email in record.roles]
    entries = [
        _entry(record, email) for record in known if ROLES.index(record.roles[email]) >= ROLES.index(least)
    ]
    asked = tokens.question(visit.parameters, email)
    if "syncToken" in visit.parameters:
        _read_sync_token(visit, asked)
        # The list of calendars never changes while the sandbox runs.
        entries = []
    most = min(visit.parameters.get("maxResults", DEFAULT_CALENDARS), MOST_CALENDARS)
    page = _page(visit, entries, most, asked)
    return {"kind": "calendar#calendarList", "etag": etag({"entries": entries}), **page}


def list_events(visit: Visit) -> Json:
    """`events.list`."""
    parameters = visit.parameters
    calendar = _calendar(visit)
    event_queries.check(parameters)
    zone = _zone(visit, calendar)
    store = visit.call.sandbox.world.calendar
    # A sync token outlives the window of the list that gave it; see NOT_WITH_SYNC_TOKEN.
    bounds = event_queries.NOT_WITH_SYNC_TOKEN
    kept = {name: value for name, value in parameters.items() if name not in bounds}
    synced = tokens.question(kept, calendar.id)
    if "syncToken" in parameters:
        since = _read_sync_token(visit, synced)
        records = event_queries.changed(store.of(calendar.id), parameters, since)
    else:
        records = event_queries.select(store.of(calendar.id), parameters, ZoneInfo(calendar.time_zone))
    most = min(parameters.get("maxResults", DEFAULT_EVENTS), MOST_EVENTS)
    page = _page(visit, records, most, tokens.question(parameters, calendar.id), synced)
    viewer = Viewer(_role(visit, calendar), zone, parameters.get("maxAttendees"))
    page["items"] = [view(record, viewer) for record in page["items"]]
    return _collection(visit, calendar, zone) | page


def get_event(visit: Visit) -> Json:
    """`events.get`."""
    calendar = _calendar(visit)
    key = calendar.id, visit.call.arguments["eventId"]
    record: EventRecord | None = visit.call.sandbox.world.calendar.events.get(key)
    if record is None:
        raise not_found()
    viewer = Viewer(_role(visit, calendar), _zone(visit, calendar), visit.parameters.get("maxAttendees"))
    return view(record, viewer)


def _entry(record: CalendarRecord, email: str) -> Json:
    """A calendar as it stands in somebody's list."""
    role, primary = record.roles[email], record.id == email
    entry: Json = {
        "kind": "calendar#calendarListEntry",
        "id": record.id,
        "summary": record.summary,
        "timeZone": record.time_zone,
        "colorId": "14" if primary else "3",
        "backgroundColor": record.color,
        "foregroundColor": "#000000",
        "accessRole": role,
        "defaultReminders": REMINDERS if primary else [],
        "conferenceProperties": {"allowedConferenceSolutionTypes": ["hangoutsMeet"]},
        "selected": role != "freeBusyReader",
    }
    if record.description:
        entry["description"] = record.description
    if primary:
        entry |= {"primary": True, "notificationSettings": {"notifications": []}}
    return {"etag": etag(entry), **entry}


def _collection(visit: Visit, calendar: CalendarRecord, zone: ZoneInfo) -> Json:
    events = visit.call.sandbox.world.calendar.of(calendar.id)
    newest = max((record.revision for record in events), default=0)
    asked = [tokens.question(visit.parameters), *map(visit.parameters.get, ("maxResults", "pageToken"))]
    updated = max((str(record.resource.get("updated", "")) for record in events), default=rfc3339(EARLIEST))
    return {
        "kind": "calendar#events",
        "etag": etag({"asked": asked, "newest": newest}),
        "summary": calendar.summary,
        "description": calendar.description,
        "updated": updated,
        "timeZone": zone.key,
        "accessRole": _role(visit, calendar),
        "defaultReminders": REMINDERS if calendar.id == visit.account.email else [],
    }


def _calendar(visit: Visit) -> CalendarRecord:
    name = visit.call.arguments["calendarId"]
    store = visit.call.sandbox.world.calendar
    record = store.calendars.get(visit.account.email if name == "primary" else name)
    if record is None or visit.account.email not in record.roles:
        raise not_found()
    if visit.scopes.isdisjoint(set(EVENT_SCOPES) - OWNED_ONLY) and _role(visit, record) != "owner":
        raise refusal(403, "forbidden", "Forbidden")
    return record


def _role(visit: Visit, calendar: CalendarRecord) -> str:
    return calendar.roles[visit.account.email]


def _zone(visit: Visit, calendar: CalendarRecord) -> ZoneInfo:
    zone = zone_of(visit.parameters.get("timeZone", calendar.time_zone))
    if zone is None:
        raise bad_parameter("timeZone", "Invalid time zone definition.")
    return zone


def _read_sync_token(visit: Visit, asked: str) -> int:
    """The revision that a sync token stands for. 410 when it is too old, 400 when it is of another list."""
    read = tokens.read("sync", visit.parameters["syncToken"])
    if read is None or read[1] != asked:
        raise bad_parameter("syncToken", "Invalid sync token value.")
    if read[0] < visit.call.sandbox.world.calendar.oldest_token:
        message = "Sync token is no longer valid, a full sync is required."
        place = ("parameter", "syncToken")
        raise refusal(410, "fullSyncRequired", message, domain="calendar", place=place)
    return read[0]


def _page(visit: Visit, items: list[Any], most: int, asked: str, synced: str = "") -> Json:
    """One page of `items`: with the token of the next page, or on the last one with a sync token."""
    start = 0
    if "pageToken" in visit.parameters:
        read = tokens.read("page", visit.parameters["pageToken"])
        if read is None or read[1] != asked:
            raise bad_parameter("pageToken", "Invalid page token value.")
        start = read[0]
    page: Json = {"items": items[start : start + most]}
    if start + most < len(items):
        page["nextPageToken"] = tokens.make("page", start + most, asked)
    elif not any(name in visit.parameters for name in event_queries.NO_SYNC_TOKEN_AFTER):
        revision = visit.call.sandbox.world.calendar.revision
        page["nextSyncToken"] = tokens.make("sync", revision, synced or asked)
    return page


BASE = "/calendar/v3"
EVENTS = f"{BASE}/calendars/{{calendarId}}/events"

ROUTES: tuple[Route, ...] = (
    route(
        "calendar.calendarList.list",
        "GET",
        f"{BASE}/users/me/calendarList",
        serve(
            Operation("calendar", "calendarList.list", "CalendarList", LIST_SCOPES, etag=True), list_calendars
        ),
    ),
    route(
        "calendar.events.list",
        "GET",
        EVENTS,
        serve(Operation("calendar", "events.list", "Events", EVENT_SCOPES, etag=True), list_events),
    ),
    route(
        "calendar.events.get",
        "GET",
        f"{EVENTS}/{{eventId}}",
        serve(Operation("calendar", "events.get", "Event", EVENT_SCOPES, etag=True), get_event),
    ),
)
