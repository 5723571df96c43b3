"""Answering one question: from the store when fresh, else by a refresh, one at a time, in bounded time."""

import threading
from dataclasses import replace
from typing import NoReturn

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.engine import eager, local_backoff, watch
from google_oauth.cache_service.engine.background import background
from google_oauth.cache_service.engine.lookup import in_this_context, look_up
from google_oauth.cache_service.engine.refresh import Fetch, Refresh
from google_oauth.cache_service.engine.single_flight import Flight, Landing, flights
from google_oauth.cache_service.engine.waiting import Patience
from google_oauth.cache_service.entry import CacheEntry
from google_oauth.cache_service.report import log as messages
from google_oauth.cache_service.report.counters import count
from google_oauth.cache_service.storage import clock, failures, store
from google_oauth.cache_service.storage.keys import Question
from google_oauth.cache_service.storage.metadata import FailureNote
from google_oauth.cache_service.storage.store import Attempt, Lease
from google_oauth.cache_service.storage.stored import Found
from google_oauth.exceptions import RedisUnavailable, StillRefreshing, UpstreamError, UpstreamUnavailable


def get_or_fetch(question: Question, fetch: Fetch, *, force: bool, wait: float | None) -> CacheEntry:
    """The answer to `question`: fresh if possible, stale if need be, else an exception.

    See CacheService.get_or_fetch. A fresh hit is one Redis command.
    """
    patience = Patience(wait)
    question = in_this_context(question)
    found = look_up(question)
    if found.meta.is_fresh and not force:
        count(question.data_set.service, "fresh_hits")
        return _from_store(found, refreshing=eager.consider(found, fetch))
    answer = None
    try:
        answer = Reader(question, fetch, patience, force=force).answer(found)
    finally:
        is_stale = answer is not None and answer.is_stale
        count(question.data_set.service, "stale_hits" if is_stale else "misses")
    return answer


class Reader:
    """One caller whose first look found nothing fresh, or who wants a refresh whatever it found.

    `force` is over as soon as one refresh, its own or another's, has ended since the call.
    """

    def __init__(self, question: Question, fetch: Fetch, patience: Patience, *, force: bool) -> None:
        self.question = question
        self.service = question.data_set.service
        self.upstream = question.data_set.upstream
        self.fetch = fetch
        self.patience = patience
        self.force = force
        # What went wrong in the refresh that this reader waited for.
        self.cause: BaseException | None = None

    def answer(self, found: Found) -> CacheEntry:
        """Settle with what is there, or take part in a refresh and look again, while there is time."""
        step = self._step(found)
        while isinstance(step, Found):
            step = self._step(step) if self.patience.left else self._settle(step) or self._give_up(step)
        return step

    def _step(self, found: Found) -> CacheEntry | Found:
        """An answer, or what there is to look at after a refresh, our own or another's."""
        entry = self._settle(found)
        if entry:
            return entry
        flight = flights.begin(self.question)
        return self._lead(flight, found) if flight else self._follow(found)

    def _settle(self, found: Found) -> CacheEntry | None:
        """The answer that needs no refresh, or may have none; None when one is to be tried."""
        note = found.meta.failure if failures.is_resting(found.meta.failure) else None
        if self.force:
            return self._make_do(found, note) if note and note.asked else None
        if found.meta.is_fresh:
            return _from_store(found)
        return self._make_do(found, note) if note else None

    def _make_do(self, found: Found, note: FailureNote) -> CacheEntry:
        """What is stored, marked with the failure; the failure itself when nothing is."""
        if found.meta.is_usable:
            return _from_store(found, failure=note)
        raise failures.as_error(self.upstream, note) from self.cause

    def _give_up(self, found: Found, *, refreshing: bool = True) -> CacheEntry:
        """What is stored, without waiting longer."""
        if found.meta.is_usable:
            return _from_store(found, refreshing=refreshing)
        raise StillRefreshing(self.upstream)

    def _follow(self, found: Found) -> CacheEntry | Found:
        """Another thread of this process refreshes, or watches another process."""
        if self._has_stale(found):
            return self._give_up(found)
        flight = flights.join(self.question)
        if flight is None:
            return look_up(self.question)
        if flight.pilot == threading.get_ident():
            raise RuntimeError(f"the fetch of {self.service} asks for its own answer")
        count(self.service, "waits")
        if not flight.wait(self.patience.left):
            return self._give_up(found)
        self.force = False
        self.cause = flight.landing.error
        if self.cause and not isinstance(self.cause, UpstreamUnavailable):
            raise failures.copy_of(self.cause) from self.cause
        return flight.landing.found or look_up(self.question)

    def _lead(self, flight: Flight, found: Found) -> CacheEntry | Found:
        """Nobody in this process refreshes, so we try to; a forced try too soon after the last is a plain read."""
        if self._is_too_soon(found):
            self.force = False
            flights.land(flight)
            return found
        with flights.landing_on_error(flight):
            if self.question.bypass_since:
                return self._without_redis(flight, found)
            try:
                found, attempt, lease = self._take(found)
            except RedisUnavailable:
                return self._without_redis(flight, found)
            return self._go_on(flight, found, attempt, lease)

    def _go_on(self, flight: Flight, found: Found, attempt: Attempt, lease: Lease) -> CacheEntry | Found:
        """What the attempt at the lease means."""
        match attempt.outcome:
            case "taken":
                return self._refresh(flight, found, lease)
            case "resting":
                return self._rest(flight, found, failures.unpack_note(attempt.detail))
            case "failed":
                return self._fail_with_others(flight, failures.unpack_error(attempt.detail))
            case "changed":
                return self._look_for_all(flight)
            case _:
                flights.land(flight)
                return self._give_up(found)

    def _take(self, found: Found) -> tuple[Found, Attempt, Lease]:
        """Try for the lease; while another process holds it, wait for that, unless a stale answer is at hand.

        A forced try is noted in the entry by the same step that takes the lease.
        """
        note = replace(found.meta, forced_at=clock.now()) if self.force else None
        attempt, lease = store.take(found, note=note, asked=self.force)
        if attempt.outcome == "held" and not self._has_stale(found):
            count(self.service, "waits")
            while attempt.outcome == "held" and watch.until_over(found, attempt.detail, self.patience):
                attempt, lease = store.take(found, note=note, waiting_for=attempt.detail, asked=self.force)
        return (replace(found, meta=note) if note else found), attempt, lease

    def _refresh(self, flight: Flight, found: Found, lease: Lease | None) -> CacheEntry | Found:
        """Refresh in the background, and wait for it as long as this reader should."""
        has_stale = self._has_stale(found)
        refresh = Refresh(flight, self.fetch, found, lease)
        room = self.patience.left if self.patience.is_chosen and not has_stale else 0.0
        if not background.start(refresh, timeout=min(room, conf.lease / 2)):
            if has_stale or self.patience.is_chosen:
                refresh.abandon()
                return self._give_up(found, refreshing=False)
            refresh()
        if not flight.wait(self.patience.for_stale if has_stale else self.patience.left):
            return self._give_up(found)
        return self._own(flight.landing)

    def _own(self, landing: Landing) -> CacheEntry | Found:
        """What came of our own refresh."""
        self.force = False
        if landing.own and landing.own.meta.is_usable:
            return landing.own.entry(refreshing=False)
        if landing.own_error:
            raise landing.own_error
        return landing.found or look_up(self.question)

    def _fail_with_others(self, flight: Flight, error: UpstreamError) -> NoReturn:
        """The process that we waited for was refused, which is an answer for all who waited."""
        flights.land(flight, Landing(error=error))
        raise error

    def _rest(self, flight: Flight, found: Found, note: FailureNote) -> CacheEntry:
        """The upstream wants to be left alone by this user."""
        local_backoff.remember_failure(self.question, note, rests_upstream=True)
        flights.land(flight)
        return self._make_do(found, note)

    def _look_for_all(self, flight: Flight) -> Found:
        """Something was stored or removed since our look; one new look serves all who wait here."""
        self.force = False
        flights.close(flight)
        found = look_up(self.question)
        flight.land(Landing(found=found))
        return found

    def _without_redis(self, flight: Flight, found: Found) -> CacheEntry | Found:
        """No lease to be had: single flight and the rest hold within this process."""
        note = local_backoff.standing_failure(self.question)
        may_pass = self.force and note is not None and not note.asked
        if note and not may_pass:
            flights.land(flight)
            return self._make_do(found, note)
        if self.force:
            local_backoff.remember_forced(self.question)
        return self._refresh(flight, found, None)

    def _is_too_soon(self, found: Found) -> bool:
        last = found.meta.forced_at or local_backoff.last_forced(self.question)
        recently = last is not None and clock.now() - last < conf.force_interval
        return self.force and recently and not found.is_leased

    def _has_stale(self, found: Found) -> bool:
        return found.meta.is_usable and not self.force


def _from_store(
    found: Found, *, refreshing: bool | None = None, failure: FailureNote | None = None
) -> CacheEntry:
    entry = found.entry(refreshing=refreshing, failure=failure)
    messages.log_hit(found.question.data_set, entry)
    return entry
