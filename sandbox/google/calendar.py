"""Calendar v3: the list of calendars, lists of events, one event."""

from typing import Any
from zoneinfo import ZoneInfo

from sandbox.google import event_queries, tokens
from sandbox.google.answers import bad_parameter, not_found, refusal
from sandbox.google.api import AuthorisedCall, Operation, etag, serve
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


def list_calendars(call: AuthorisedCall) -> Json:
    """`calendarList.list`."""
    least = call.parameters.get("minAccessRole", ROLES[0])
    if "syncToken" in call.parameters and "minAccessRole" in call.parameters:
        raise bad_parameter("syncToken", "Sync token cannot be used with minAccessRole.")
    store, email = call.call.sandbox.world.calendar, call.account.email
    known = [record for record in store.calendars.values() if email in record.roles]
    entries = [
        _entry(record, email) for record in known if ROLES.index(record.roles[email]) >= ROLES.index(least)
    ]
    asked = tokens.question(call.parameters, email)
    if "syncToken" in call.parameters:
        _read_sync_token(call, asked)
        # The list of calendars never changes while the sandbox runs.
        entries = []
    most = min(call.parameters.get("maxResults", DEFAULT_CALENDARS), MOST_CALENDARS)
    page = _page(call, entries, most, asked)
    return {"kind": "calendar#calendarList", "etag": etag({"entries": entries}), **page}


def list_events(call: AuthorisedCall) -> Json:
    """`events.list`."""
    parameters = call.parameters
    calendar = _calendar(call)
    event_queries.check(parameters)
    zone = _zone(call, calendar)
    store = call.call.sandbox.world.calendar
    # A sync token outlives the window of the list that gave it; see NOT_WITH_SYNC_TOKEN.
    bounds = event_queries.NOT_WITH_SYNC_TOKEN
    kept = {name: value for name, value in parameters.items() if name not in bounds}
    synced = tokens.question(kept, calendar.id)
    if "syncToken" in parameters:
        since = _read_sync_token(call, synced)
        records = event_queries.changed(store.of(calendar.id), parameters, since)
    else:
        records = event_queries.select(store.of(calendar.id), parameters, ZoneInfo(calendar.time_zone))
    most = min(parameters.get("maxResults", DEFAULT_EVENTS), MOST_EVENTS)
    page = _page(call, records, most, tokens.question(parameters, calendar.id), synced)
    viewer = Viewer(_role(call, calendar), zone, parameters.get("maxAttendees"))
    page["items"] = [view(record, viewer) for record in page["items"]]
    return _collection(call, calendar, zone) | page


def get_event(call: AuthorisedCall) -> Json:
    """`events.get`."""
    calendar = _calendar(call)
    key = calendar.id, call.call.arguments["eventId"]
    record: EventRecord | None = call.call.sandbox.world.calendar.events.get(key)
    if record is None:
        raise not_found()
    viewer = Viewer(_role(call, calendar), _zone(call, calendar), call.parameters.get("maxAttendees"))
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


def _collection(call: AuthorisedCall, calendar: CalendarRecord, zone: ZoneInfo) -> Json:
    events = call.call.sandbox.world.calendar.of(calendar.id)
    newest = max((record.revision for record in events), default=0)
    asked = [tokens.question(call.parameters), *map(call.parameters.get, ("maxResults", "pageToken"))]
    updated = max((str(record.resource.get("updated", "")) for record in events), default=rfc3339(EARLIEST))
    return {
        "kind": "calendar#events",
        "etag": etag({"asked": asked, "newest": newest}),
        "summary": calendar.summary,
        "description": calendar.description,
        "updated": updated,
        "timeZone": zone.key,
        "accessRole": _role(call, calendar),
        "defaultReminders": REMINDERS if calendar.id == call.account.email else [],
    }


def _calendar(call: AuthorisedCall) -> CalendarRecord:
    name = call.call.arguments["calendarId"]
    store = call.call.sandbox.world.calendar
    record = store.calendars.get(call.account.email if name == "primary" else name)
    if record is None or call.account.email not in record.roles:
        raise not_found()
    if call.scopes.isdisjoint(set(EVENT_SCOPES) - OWNED_ONLY) and _role(call, record) != "owner":
        raise refusal(403, "forbidden", "Forbidden")
    return record


def _role(call: AuthorisedCall, calendar: CalendarRecord) -> str:
    return calendar.roles[call.account.email]


def _zone(call: AuthorisedCall, calendar: CalendarRecord) -> ZoneInfo:
    zone = zone_of(call.parameters.get("timeZone", calendar.time_zone))
    if zone is None:
        raise bad_parameter("timeZone", "Invalid time zone definition.")
    return zone


def _read_sync_token(call: AuthorisedCall, asked: str) -> int:
    """The revision that a sync token stands for. 410 when it is too old, 400 when it is of another list."""
    read = tokens.read("sync", call.parameters["syncToken"])
    if read is None or read[1] != asked:
        raise bad_parameter("syncToken", "Invalid sync token value.")
    if read[0] < call.call.sandbox.world.calendar.oldest_token:
        message = "Sync token is no longer valid, a full sync is required."
        place = ("parameter", "syncToken")
        raise refusal(410, "fullSyncRequired", message, domain="calendar", place=place)
    return read[0]


def _page(call: AuthorisedCall, items: list[Any], most: int, asked: str, synced: str = "") -> Json:
    """One page of `items`: with the token of the next page, or on the last one with a sync token."""
    start = 0
    if "pageToken" in call.parameters:
        read = tokens.read("page", call.parameters["pageToken"])
        if read is None or read[1] != asked:
            raise bad_parameter("pageToken", "Invalid page token value.")
        start = read[0]
    page: Json = {"items": items[start : start + most]}
    if start + most < len(items):
        page["nextPageToken"] = tokens.make("page", start + most, asked)
    elif not any(name in call.parameters for name in event_queries.NO_SYNC_TOKEN_AFTER):
        revision = call.call.sandbox.world.calendar.revision
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
