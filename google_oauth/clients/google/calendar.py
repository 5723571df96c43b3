"""Google Calendar v3: the events of a window and the list of calendars."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from http import HTTPStatus
from typing import Any

from googleapiclient.errors import HttpError
from googleapiclient.http import HttpRequest

from google_oauth.clients.google import masks
from google_oauth.clients.google.errors import malformed, translated
from google_oauth.clients.google.listing import Listing, Unchanged, Validator
from google_oauth.clients.google.transport import Connection, resource
from google_oauth.models import GoogleOAuthAccount

# Google's caps on a page: events 2500, calendars 250 (discovery document of Calendar v3).
MAX_EVENTS_PER_PAGE, MAX_CALENDARS_PER_PAGE = 2500, 250
# A meeting of more guests is no interview; of such an event Google then names the viewer alone.
MAX_GUESTS = 100
# Events that may be of the day before come first, and nobody asked for them. Room for so many in the first page
# spares most calendars a second one.
ROOM_FOR_EARLY = 50
# Without birthdays and working locations, which nobody attends.
EVENT_TYPES = ["default", "focusTime", "fromGmail", "outOfOffice"]


@dataclass(frozen=True)
class EventsQuery:
    """Which events: of one calendar, around today, as many as a page shows."""

    calendar_id: str
    max_results: int
    days_ahead: int
    days_back: int


def list_events(
    account: GoogleOAuthAccount, query: EventsQuery, *, validator: Validator = None
) -> Listing | Unchanged:
    """List the instances from the day before the window to the day after it, by start.

    The window is widened by a day at both ends, and cut at midnights of UTC, so that it holds every user's
    days in every zone, and so that the address, to which an ETag belongs, is the same all day. Events around
    its beginning come on top of `max_results`, and so do cancelled ones, so a list that was cut holds
    `max_results` events of the window in every zone that take place. `validator` is the one of an earlier answer.
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
        return Listing(_datable(items), _validator(page.get("etag"), request))
    while (token := page.get("nextPageToken")) and (missing := _missing(query, items)) > 0:
        # A request of its own: `list_next` would hand page 1's If-None-Match on.
        wanted = missing + ROOM_FOR_EARLY
        page = connection.execute(_events_request(query, wanted=wanted, page_token=token))
        items += page_items(page)
    return Listing(_datable(items))


def list_calendars(account: GoogleOAuthAccount) -> Listing:
    """List the calendars that the user has in the list of Google Calendar; a page holds 250 of them."""
    connection, items, token = Connection(account), [], None
    while True:
        page = connection.execute(
            resource("calendar", "v3")
            .calendarList()
            .list(maxResults=MAX_CALENDARS_PER_PAGE, fields=masks.CALENDARS, pageToken=token)
        )
        items += page_items(page)
        token = page.get("nextPageToken")
        if not token:
            return Listing(items)


def page_items(page: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the objects of a page; raises UpstreamUnavailable "malformed" when it is no page of objects."""
    items = page.get("items", [] if "etag" in page else None)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise malformed()
    return items


def _conditional(connection: Connection, request: HttpRequest) -> dict[str, Any] | None:
    """Return the answer to a request that may carry If-None-Match; None for "not modified"."""
    with translated():
        try:
            return connection.execute_raw(request)
        except HttpError as exc:
            # The library knows no 304: it raises whatever is not 2xx.
            if exc.status_code != HTTPStatus.NOT_MODIFIED:
                raise
            return None


def _validator(etag: object, request: HttpRequest) -> Validator:
    return {"etag": etag, "url": request.uri} if isinstance(etag, str) else None


def _datable(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without the cancelled ones of which Google keeps no more than the id: no page could say when they were."""
    return [item for item in items if item.get("status") != "cancelled" or item.get("start")]


def _missing(query: EventsQuery, items: list[dict[str, Any]]) -> int:
    """How many events are still to come until `max_results` that take place are in the window in every zone."""
    # The date of an event is that of its own zone, up to a day off, like the window of the one who reads.
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
            # What was called off is not the same as what never was.
            showDeleted=True,
            orderBy="startTime",
            eventTypes=EVENT_TYPES,
            maxAttendees=MAX_GUESTS,
            maxResults=min(wanted, MAX_EVENTS_PER_PAGE),
            pageToken=page_token,
            fields=masks.EVENTS,
            prettyPrint=False,
        )
    )
