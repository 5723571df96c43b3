"""Refreshing shortly before the timeout, so that an entry in use is hardly ever met expired. Nobody waits."""

from django.conf import settings

from google_oauth.cache_service import failures, memory, store
from google_oauth.cache_service.background import background
from google_oauth.cache_service.flight import Flight, flights
from google_oauth.cache_service.found import Found
from google_oauth.cache_service.refresh import Fetch, Refresh
from google_oauth.exceptions import RedisUnavailable


def consider(found: Found, fetch: Fetch) -> None:
    """Begin a refresh of a fresh entry in the background, if it is time, nobody does, and nothing rests."""
    if not _is_time(found) or memory.standing_failure(found.question):
        return
    flight = flights.begin(found.question)
    if flight and not background.start(lambda: _refresh(flight, found, fetch)):
        flights.land(flight)


def _is_time(found: Found) -> bool:
    meta = found.meta
    due = meta.timeout * settings.API_CACHE_EAGER
    return meta.age >= due and not found.is_leased and not failures.is_resting(meta.failure)


def _refresh(flight: Flight, found: Found, fetch: Fetch) -> None:
    """The part that talks to Redis, in the background like the fetch itself."""
    try:
        attempt, lease = store.take(found)
    except RedisUnavailable:
        flights.land(flight)
        return
    if attempt.outcome == "taken":
        Refresh(flight, fetch, found, lease)()
        return
    if attempt.outcome == "resting":
        memory.remember_failure(found.question, failures.unpack_note(attempt.detail), rests_upstream=True)
    flights.land(flight)
