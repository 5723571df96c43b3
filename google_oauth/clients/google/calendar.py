"""Google Calendar v3: the events of a window and the list of calendars."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any

from googleapiclient.errors import HttpError
from googleapiclient.http import HttpRequest

from google_oauth.clients.google import masks
from google_oauth.clients.google.errors import json_objects, translated
from google_oauth.clients.google.listing import Listing, Unchanged, Validator
from google_oauth.clients.google.transport import Connection, resource
from google_oauth.models import GoogleOAuthAccount

# Google's caps on a page: events 2500, calendars 250 (discovery document of Calendar v3).
MAX_EVENTS_PER_PAGE, MAX_CALENDARS_PER_PAGE = 2500, 250
# A meeting of more guests is no interview. Google then lists the viewer alone.
MAX_GUESTS = 100
# Events of the day before the window come first and do not count. Room for them on the first page spares most
# calendars a second one.
ROOM_FOR_EARLY = 50
# Without birthdays and working locations.
EVENT_TYPES = ["default", "focusTime", "fromGmail", "outOfOffice"]


@dataclass(frozen=True)
class EventsQuery:
    calendar_id: str
    max_results: int
    days_ahead: int
    days_back: int


def list_events(
    account: GoogleOAuthAccount, query: EventsQuery, *, validator: Validator = None
) -> Listing | Unchanged:
    """List the instances from the day before the window to the day after it, by start.

    The window is a day wider at both ends, and ends at midnights of UTC. So it holds the user's days in every
    zone, and the URL, to which an ETag belongs, stays the same all day. Events around its beginning and
    cancelled ones are not counted: a list that was cut holds `max_results` events that take place in the
    window in every zone. `validator` is the one of an earlier answer.
    """
    connection = Connection(account)
    request = _events_request(query, wanted=query.max_results + ROOM_FOR_EARLY)
    if validator and validator.get("url") == request.uri:
        request.headers["If-None-Match"] = validator["etag"]
    page = _conditional(connection, request)
    if page is None:
        return Unchanged(validator)
    items = page_items(page)
    if "nextPageToken" not in page:
        etag = page.get("etag")
        return Listing(_datable(items), {"etag": etag, "url": request.uri} if isinstance(etag, str) else None)
    while (token := page.get("nextPageToken")) and (missing := _missing(query, items)) > 0:
        # Not `list_next`: it would repeat the If-None-Match of the first page.
        wanted = missing + ROOM_FOR_EARLY
        page = connection.execute(_events_request(query, wanted=wanted, page_token=token))
        items += page_items(page)
    return Listing(_datable(items))


def list_calendars(account: GoogleOAuthAccount) -> Listing:
    connection, items, token = Connection(account), [], None
    while True:
        page = connection.execute(
            resource("calendar", "v3")
            .calendarList()
            .list(maxResults=MAX_CALENDARS_PER_PAGE, fields=masks.CALENDAR_FIELDS, pageToken=token)
        )
        items += page_items(page)
        token = page.get("nextPageToken")
        if not token:
            return Listing(items)


def page_items(page: dict[str, Any]) -> list[dict[str, Any]]:
    return json_objects(page.get("items", [] if "etag" in page else None))


def _conditional(connection: Connection, request: HttpRequest) -> dict[str, Any] | None:
    """Execute a request that may carry If-None-Match; None for "not modified"."""
    with translated():
        try:
            return connection.execute_raw(request)
        except HttpError as exc:
            # The library raises every status that is not 2xx, 304 too.
            if exc.status_code != HTTPStatus.NOT_MODIFIED:
                raise
            return None


def _datable(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Drop cancelled events of which Google keeps the id alone: they have no date to show."""
    return [item for item in items if item.get("status") != "cancelled" or item.get("start")]


def _missing(query: EventsQuery, items: list[dict[str, Any]]) -> int:
    """Count the events that `max_results` in the window, in every zone, still needs."""
    # The date is in the zone of the event, up to a day off; so is the window of the reader.
    inside = (_first_day(query) + timedelta(days=3)).isoformat()
    held = (item for item in items if item.get("status") != "cancelled")
    return query.max_results - sum(_date(item, otherwise=inside) >= inside for item in held)


def _date(event: dict[str, Any], *, otherwise: str) -> str:
    start = event.get("start")
    text = (start.get("dateTime") or start.get("date")) if isinstance(start, dict) else None
    return text[: len("2026-01-01")] if isinstance(text, str) else otherwise


def _first_day(query: EventsQuery) -> date:
    return datetime.now(UTC).date() - timedelta(days=query.days_back + 1)


def _events_request(query: EventsQuery, *, wanted: int, page_token: str | None = None) -> HttpRequest:
    first = _first_day(query)
    end = first + timedelta(days=query.days_back + query.days_ahead + 3)
    return (
        resource("calendar", "v3")
        .events()
        .list(
            calendarId=query.calendar_id,
            timeMin=datetime.combine(first, time(), UTC).isoformat(),
            timeMax=datetime.combine(end, time(), UTC).isoformat(),
            singleEvents=True,
            # Pages show that an interview was cancelled.
            showDeleted=True,
            orderBy="startTime",
            eventTypes=EVENT_TYPES,
            maxAttendees=MAX_GUESTS,
            maxResults=min(wanted, MAX_EVENTS_PER_PAGE),
            pageToken=page_token,
            fields=masks.EVENT_FIELDS,
            prettyPrint=False,
        )
    )
