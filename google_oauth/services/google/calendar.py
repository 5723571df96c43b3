"""The events and calendars of a signed-in user."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from google_oauth.cache_service import CacheEntry, GoogleAPICache, Items
from google_oauth.clients.google import calendar, scopes
from google_oauth.services.google.account import GoogleOAuthService
from google_oauth.services.google.event_window import EventWindow

# Ten years: enough for every page, and far from the last date that Python knows.
MAX_DAYS = 3660


class GoogleCalendarService:
    """Events as Google's API lists them, instances of recurring ones included.

    Items are `Event` and `CalendarListEntry` objects of Calendar v3 under the mask of `clients.google.masks`.
    `get_` returns the data, from the cache while they are fresh; `sync_` asks Google now, at most
    every 10 s for one entry (`API_CACHE_FORCE_INTERVAL`). All raise the UpstreamError tree, and ReconnectRequired
    without a call when Calendar was not granted. The facade takes `days_ahead` before `max_results`: both orders
    are fixed.
    """

    def __init__(self, oauth_service: GoogleOAuthService) -> None:
        self._oauth = oauth_service

    def events_entry(
        self,
        calendar_id: str = "primary",
        max_results: int = 100,
        days_ahead: int = 100,
        days_back: int = 0,
        *,
        force: bool = False,
        wait: float | None = None,
    ) -> CacheEntry[Items]:
        """Read the first `max_results` events from `days_back` days before today to `days_ahead` after it.

        Cancelled events are returned too, and not counted. Today is the day of the current time zone. `force`
        refreshes like `sync_`. `wait` limits the seconds that this caller waits when nothing is stored. ValueError
        for a number out of range.
        """
        if max_results < 1 or not (0 <= days_ahead <= MAX_DAYS and 0 <= days_back <= MAX_DAYS):
            raise ValueError("max_results, days_ahead or days_back is out of range")
        query = calendar.EventsQuery(calendar_id, max_results, days_ahead, days_back)
        entry = self._oauth.cached.read(
            GoogleAPICache.fetch_calendar_events,
            self._oauth.fetcher(
                scopes.EVENTS_SCOPE,
                lambda account, validator: calendar.list_events(account, query, validator=validator),
            ),
            force=force,
            wait=wait,
            calendar_id=calendar_id,
            max_results=max_results,
            days_ahead=days_ahead,
            days_back=days_back,
        )
        # The key has no date: an entry of last night holds a day too many this morning.
        today = timezone.localdate()
        window = EventWindow(
            today - timedelta(days=days_back),
            today + timedelta(days=days_ahead + 1),
            timezone.get_current_timezone(),
        )
        inside = window.among(entry.data)
        return replace(
            entry, data=inside if len(inside) <= max_results else list(_first(max_results, inside))
        )

    def get_events(
        self, calendar_id: str = "primary", max_results: int = 100, days_ahead: int = 100, days_back: int = 0
    ) -> Items:
        """Return the events of `events_entry` without the cancelled ones."""
        return _held(self.events_entry(calendar_id, max_results, days_ahead, days_back))

    def sync_events(
        self, calendar_id: str = "primary", max_results: int = 100, days_ahead: int = 100, days_back: int = 0
    ) -> Items:
        return _held(self.events_entry(calendar_id, max_results, days_ahead, days_back, force=True))

    def calendars_entry(self, *, force: bool = False, wait: float | None = None) -> CacheEntry[Items]:
        """Read the calendars in the user's list; arguments as for `events_entry`."""
        fetch = self._oauth.fetcher(
            scopes.CALENDAR_LIST_SCOPE, lambda account, _: calendar.list_calendars(account)
        )
        return self._oauth.cached.read(GoogleAPICache.fetch_calendars, fetch, force=force, wait=wait)

    def get_calendars(self) -> Items:
        return self.calendars_entry().data

    def sync_calendars(self) -> Items:
        return self.calendars_entry(force=True).data


def _held(entry: CacheEntry[Items]) -> Items:
    return [event for event in entry.data if not _is_cancelled(event)]


def _first(most: int, events: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield `most` events that take place, with the cancelled ones before the next of those."""
    room = most
    for event in events:
        room -= not _is_cancelled(event)
        if room < 0:
            return
        yield event


def _is_cancelled(event: dict[str, Any]) -> bool:
    return event.get("status") == "cancelled"
