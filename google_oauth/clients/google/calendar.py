"""Google Calendar v3: the events of a window and the list of calendars."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus
from typing import Any

from googleapiclient.errors import HttpError
from googleapiclient.http import HttpRequest

from google_oauth.clients.google import masks
from google_oauth.clients.google.answers import Answer, Unchanged, Validator
from google_oauth.clients.google.errors import malformed, translated
from google_oauth.clients.google.transport import Connection, resource
from google_oauth.models import GoogleOAuthAccount

# Google's caps on a page: events 2500, calendars 250 (discovery document of Calendar v3).
LARGEST_EVENTS_PAGE, LARGEST_CALENDARS_PAGE = 2500, 250
# A meeting of more guests is no interview; of such an event Google then names the viewer alone.
MOST_GUESTS = 100
# Yesterday's events come first and count towards a page, but nobody asked for them.
ROOM_FOR_YESTERDAY = 50
# Without birthdays and working locations, which nobody attends.
EVENT_TYPES = ["default", "focusTime", "fromGmail", "outOfOffice"]


@dataclass(frozen=True)
class EventsQuestion:
    """Which events: of one calendar, around today, as many as a page shows."""

    calendar_id: str
    max_results: int
    days_ahead: int
    days_back: int


def list_events(
    account: GoogleOAuthAccount, question: EventsQuestion, *, validator: Validator = None
) -> Answer | Unchanged:
    """List the instances from the day before the window to the day after it, by start.

    The window is widened by a day at both ends, and cut at midnights of UTC, so that it holds every user's
    days in every zone, and so that the address, to which an ETag belongs, is the same all day. There may be
    up to `ROOM_FOR_YESTERDAY` more events than `max_results`. `validator` is the one of an earlier answer.
    """
    connection, wanted = Connection(account), question.max_results + ROOM_FOR_YESTERDAY
    request = _events_request(question, wanted=wanted)
    if validator and validator.get("url") == request.uri:
        request.headers["If-None-Match"] = validator["etag"]
    page = _conditional(connection, request)
    if page is None:
        return Unchanged(validator)
    items = page_items(page)
    if "nextPageToken" not in page:
        return Answer(items, _validator(page.get("etag"), request))
    while (token := page.get("nextPageToken")) and len(items) < wanted:
        # A request of its own: `list_next` would hand page 1's If-None-Match on.
        page = connection.call(_events_request(question, wanted=wanted - len(items), page_token=token))
        items += page_items(page)
    return Answer(items)


def list_calendars(account: GoogleOAuthAccount) -> Answer:
    """List the calendars that the user has in the list of Google Calendar; a page holds 250 of them."""
    connection, items, token = Connection(account), [], None
    while True:
        page = connection.call(
            resource("calendar", "v3")
            .calendarList()
            .list(maxResults=LARGEST_CALENDARS_PAGE, fields=masks.CALENDARS, pageToken=token)
        )
        items += page_items(page)
        token = page.get("nextPageToken")
        if not token:
            return Answer(items)


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
            return connection.call_raw(request)
        except HttpError as exc:
            # The library knows no 304: it raises whatever is not 2xx.
            if exc.status_code != HTTPStatus.NOT_MODIFIED:
                raise
            return None


def _validator(etag: object, request: HttpRequest) -> Validator:
    return {"etag": etag, "url": request.uri} if isinstance(etag, str) else None


def _events_request(question: EventsQuestion, *, wanted: int, page_token: str | None = None) -> HttpRequest:
    today = datetime.now(UTC).date()
    first = today - timedelta(days=question.days_back + 1)
    end = today + timedelta(days=question.days_ahead + 2)
    return (
        resource("calendar", "v3")
        .events()
        .list(
            calendarId=question.calendar_id,
            timeMin=datetime.combine(first, time(), UTC).isoformat(),
            timeMax=datetime.combine(end, time(), UTC).isoformat(),
            singleEvents=True,
            orderBy="startTime",
            eventTypes=EVENT_TYPES,
            maxAttendees=MOST_GUESTS,
            maxResults=min(wanted, LARGEST_EVENTS_PAGE),
            pageToken=page_token,
            fields=masks.EVENTS,
            prettyPrint=False,
        )
    )
