"""Refreshing shortly before the timeout, so that an entry in use is hardly ever met expired. Nobody waits."""

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.engine import local_backoff
from google_oauth.cache_service.engine.background import background
from google_oauth.cache_service.engine.refresh import Fetch, Refresh
from google_oauth.cache_service.engine.single_flight import Flight, flights
from google_oauth.cache_service.storage import failures, store
from google_oauth.cache_service.storage.stored import Found
from google_oauth.exceptions import RedisUnavailable


def consider(found: Found, fetch: Fetch) -> bool:
    """Whether a refresh of a fresh entry is under way; begun here, in the background, if it is time for one."""
    if found.is_leased or not _is_time(found):
        return found.is_leased
    flight = flights.begin(found.question)
    if flight is None:
        return True
    if background.start(lambda: _refresh(flight, found, fetch)):
        return True
    flights.land(flight)
    return False


def _is_time(found: Found) -> bool:
    meta = found.meta
    due = meta.timeout * conf.eager_ratio
    if meta.age < due or failures.is_resting(meta.failure):
        return False
    return local_backoff.standing_failure(found.question) is None


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
        local_backoff.remember_failure(
            found.question, failures.unpack_note(attempt.detail), rests_upstream=True
        )
    flights.land(flight)
