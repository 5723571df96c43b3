"""The events and calendars of a signed-in user."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from google_oauth.cache_service import CacheEntry, GoogleAPICache
from google_oauth.clients.google import calendar, scopes
from google_oauth.services.google.data import GoogleDataService
from google_oauth.services.google.event_window import EventWindow

# Years enough for every page, and far from where dates end.
MOST_DAYS = 3660


class GoogleCalendarService(GoogleDataService):
    """Events as Google's API lists them, instances of recurring ones included.

    Items are `Event` objects of Calendar v3 under the mask of `clients.google.masks`. All of this raises the
    UpstreamError tree; ReconnectRequired without a call when Calendar was not granted.
    """

    def events_entry(
        self,
        calendar_id: str = "primary",
        max_results: int = 100,
        days_ahead: int = 100,
        days_back: int = 0,
        *,
        force: bool = False,
        wait: float | None = None,
    ) -> CacheEntry:
        """Read the first `max_results` events from `days_back` days before today to `days_ahead` after it.

        Events with the status "cancelled" among them come along and are not counted.
        Today is the day of the current time zone. `force` asks Google now; `wait` is the time in seconds that
        this caller waits for a refresh when nothing is stored. ValueError for counts that make no sense.
        """
        if max_results < 1 or not (0 <= days_ahead <= MOST_DAYS and 0 <= days_back <= MOST_DAYS):
            raise ValueError("max_results, days_ahead or days_back is out of range")
        question = calendar.EventsQuestion(calendar_id, max_results, days_ahead, days_back)
        entry = self._entry(
            GoogleAPICache.fetch_calendar_events,
            lambda account, validator: calendar.list_events(account, question, validator=validator),
            scope=scopes.EVENTS,
            force=force,
            wait=wait,
            calendar_id=calendar_id,
            max_results=max_results,
            days_ahead=days_ahead,
            days_back=days_back,
        )
        window = _window(days_back, days_ahead)
        # The day is no part of the question: last night's entry is this morning's, with a day too many.
        inside = (event for event in entry.data if window.holds(event))
        return replace(entry, data=list(_first(max_results, inside)))

    def get_events(
        self, calendar_id: str = "primary", max_results: int = 100, days_ahead: int = 100, days_back: int = 0
    ) -> list[dict[str, Any]]:
        """Return the events of `events_entry` that take place, from the cache while they are fresh."""
        return _held(self.events_entry(calendar_id, max_results, days_ahead, days_back))

    def sync_events(
        self, calendar_id: str = "primary", max_results: int = 100, days_ahead: int = 100, days_back: int = 0
    ) -> list[dict[str, Any]]:
        """Ask Google now, and return the events of `events_entry` that take place."""
        return _held(self.events_entry(calendar_id, max_results, days_ahead, days_back, force=True))

    def calendars_entry(self, *, force: bool = False, wait: float | None = None) -> CacheEntry:
        """Read the calendars that the user has in Google Calendar (`CalendarListEntry` objects)."""
        return self._entry(
            GoogleAPICache.fetch_calendars,
            lambda account, _: calendar.list_calendars(account),
            scope=scopes.CALENDAR_LIST,
            force=force,
            wait=wait,
        )

    def get_calendars(self) -> list[dict[str, Any]]:
        """Return the calendars, from the cache while they are fresh."""
        return list(self.calendars_entry().data)

    def sync_calendars(self) -> list[dict[str, Any]]:
        """Ask Google now, and return the calendars."""
        return list(self.calendars_entry(force=True).data)


def _held(entry: CacheEntry) -> list[dict[str, Any]]:
    return [event for event in entry.data if not _is_cancelled(event)]


def _first(most: int, events: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield events until `most` that take place have come, and the cancelled ones before the next of those."""
    room = most
    for event in events:
        room -= not _is_cancelled(event)
        if room < 0:
            return
        yield event


def _is_cancelled(event: dict[str, Any]) -> bool:
    return event.get("status") == "cancelled"


def _window(days_back: int, days_ahead: int) -> EventWindow:
    today = timezone.localdate()
    return EventWindow(
        today - timedelta(days=days_back),
        today + timedelta(days=days_ahead + 1),
        timezone.get_current_timezone(),
    )
