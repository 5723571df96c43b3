"""Believable answers of given sizes: what the sandbox's calendar holds, under the masks that the client asks for."""

import os
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import cycle
from typing import Any, Final

import orjson
import requests
from django.contrib.auth.models import User

from google_oauth.services import GoogleCalendarService, GoogleOAuthService
from google_oauth.views.reading.sources import EVENTS_LIMIT, EVENTS_REACH

# Bytes: a week or two, and everything that a busy recruiter has within half a year.
SIZES: Final = {"17 KB": 17_000, "120 KB": 120_000}
WINDOW: Final[dict[str, Any]] = {
    "max_results": EVENTS_LIMIT,
    "days_ahead": EVENTS_REACH.days_ahead,
    "days_back": EVENTS_REACH.days_back,
}


@cache
def _calendar() -> tuple[dict[str, Any], ...]:
    """The recruiter's events as the client fetched them."""
    user = User.objects.get()
    return tuple(GoogleCalendarService(GoogleOAuthService(user)).get_events(**WINDOW))


def events(number: int) -> list[dict[str, Any]]:
    """So many of them; where the calendar has fewer, they come again under other ids."""
    return [
        {**event, "id": f"{event['id']}x{place}"}
        for place, event in zip(range(number), cycle(_calendar()), strict=False)
    ]


def upcoming(number: int) -> list[dict[str, Any]]:
    """So many meetings of an hour, spread over the next ninety days, in order."""
    morning = datetime.now(UTC).replace(hour=7, minute=0, second=0, microsecond=0) + timedelta(days=1)
    timed = [event for event in events(number * 2) if "dateTime" in event["start"]][:number]
    return [
        _at(event, morning + timedelta(hours=90 * 24 * place // number)) for place, event in enumerate(timed)
    ]


def _at(event: dict[str, Any], begin: datetime) -> dict[str, Any]:
    zone = {key: value for key, value in event["start"].items() if key == "timeZone"}
    ends = begin + timedelta(hours=1)
    return {
        **event,
        "start": {**zone, "dateTime": begin.isoformat()},
        "end": {**zone, "dateTime": ends.isoformat()},
    }


def of_size(size: int) -> list[dict[str, Any]]:
    """As many of them as `size` bytes of JSON hold."""
    taken: list[dict[str, Any]] = []
    room = size - 2
    for event in events(size // 100):
        room -= len(orjson.dumps(event)) + 1
        if room < 0:
            break
        taken.append(event)
    return taken


@dataclass(frozen=True, slots=True)
class Size:
    """A number of events in a number of bytes of compact JSON."""

    events: int
    bytes: int

    @property
    def each(self) -> float:
        """The bytes of one event."""
        return self.bytes / self.events


def masked() -> Size:
    """The recruiter's events as they are stored."""
    return _size(list(_calendar()))


def unmasked() -> Size:
    """The same days, in the bytes in which Google sends them to who asks without a mask: indented, unless told not to."""
    user = User.objects.get()
    account = user.google_account
    days = sorted(_day(event) for event in _calendar())
    query: dict[str, Any] = {"maxResults": EVENTS_LIMIT, "singleEvents": "true", "orderBy": "startTime"}
    answer = requests.get(
        f"{os.environ['GOOGLE_API_BASE_URL']}/calendar/v3/calendars/primary/events",
        params={**query, "timeMin": f"{days[0]}T00:00:00Z", "timeMax": f"{days[-1]}T23:59:59Z"},
        headers={"Authorization": f"Bearer {account.access_token}"},
        timeout=10,
    )
    answer.raise_for_status()
    return Size(len(answer.json()["items"]), len(answer.content))


def _size(events: list[Any]) -> Size:
    return Size(len(events), len(orjson.dumps(events)))


def _day(event: dict[str, Any]) -> str:
    start = event["start"]
    return str(start.get("dateTime", start.get("date")))[:10]
