"""Eager refresh, shortly before the timeout. So readers rarely find an expired entry."""

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.engine import local_backoff
from google_oauth.cache_service.engine.background import background
from google_oauth.cache_service.engine.refresh import Fetch, Refresh
from google_oauth.cache_service.engine.single_flight import Flight, flights
from google_oauth.cache_service.storage import failures, store
from google_oauth.cache_service.storage.stored import StoredEntry
from google_oauth.exceptions import RedisUnavailable


def refresh_if_due(stored: StoredEntry, fetch: Fetch) -> bool:
    """Start a refresh of a fresh entry if it is due; whether a refresh is under way. Never waits."""
    if stored.is_leased or not _is_due(stored):
        return stored.is_leased
    flight = flights.begin(stored.key)
    if flight is None:
        return True
    if background.start(lambda: _refresh(flight, stored, fetch)):
        return True
    flights.finish(flight)
    return False


def _is_due(stored: StoredEntry) -> bool:
    meta = stored.meta
    if meta.age < meta.timeout * conf.eager_ratio or failures.is_backing_off(meta.failure):
        return False
    return local_backoff.standing_backoff(stored.key) is None


def _refresh(flight: Flight, stored: StoredEntry, fetch: Fetch) -> None:
    # In the background too: taking the lease asks Redis.
    try:
        attempt, lease = store.take_lease(stored)
    except RedisUnavailable:
        flights.finish(flight)
        return
    if attempt.outcome == "taken":
        Refresh(flight, fetch, stored, lease)()
        return
    if attempt.outcome == "backoff":
        local_backoff.remember_failure(stored.key, failures.parse_note(attempt.detail), of_upstream=True)
    flights.finish(flight)
