"""Reads one entry from the store, or through a refresh. It takes bounded time."""

import threading
from dataclasses import replace

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.engine import eager, local_backoff
from google_oauth.cache_service.engine.background import background
from google_oauth.cache_service.engine.lookup import in_this_context, look_up
from google_oauth.cache_service.engine.refresh import Fetch, Refresh
from google_oauth.cache_service.engine.single_flight import Flight, Result, flights
from google_oauth.cache_service.engine.waiting import Deadline, wait_for_holder
from google_oauth.cache_service.entry import CacheEntry
from google_oauth.cache_service.report import log
from google_oauth.cache_service.report.counters import count
from google_oauth.cache_service.storage import clock, failures, store
from google_oauth.cache_service.storage.keys import EntryKey
from google_oauth.cache_service.storage.metadata import FailureNote
from google_oauth.cache_service.storage.store import Lease, LeaseAttempt
from google_oauth.cache_service.storage.stored import StoredEntry
from google_oauth.exceptions import RedisUnavailable, StillRefreshing, UpstreamUnavailable


def get_or_fetch(key: EntryKey, fetch: Fetch, *, force: bool, wait: float | None) -> CacheEntry:
    """A fresh answer if possible, a stale one if need be, else an exception; see CacheService.get_or_fetch.

    A fresh hit costs one Redis command.
    """
    deadline = Deadline(wait)
    key = in_this_context(key)
    stored = look_up(key)
    if stored.meta.is_fresh and not force:
        count(key.data_set.service, "fresh_hits")
        return _hit(stored, refreshing=eager.refresh_if_due(stored, fetch))
    answer = None
    try:
        answer = Reader(key, fetch, deadline, force=force).answer(stored)
    finally:
        is_stale = answer is not None and answer.is_stale
        count(key.data_set.service, "stale_hits" if is_stale else "misses")
    return answer


class Reader:
    """A caller that found nothing fresh, or that forces a refresh.

    `force` ends with the first refresh, its own or another's, that ended after the call.
    """

    def __init__(self, key: EntryKey, fetch: Fetch, deadline: Deadline, *, force: bool) -> None:
        self.key = key
        self.service = key.data_set.service
        self.upstream = key.data_set.upstream
        self.fetch = fetch
        self.deadline = deadline
        self.force = force
        # The failure of the refresh that this reader waited for.
        self.cause: BaseException | None = None

    def answer(self, stored: StoredEntry) -> CacheEntry:
        """Take part in refreshes until there is an answer or no time is left."""
        step = self._step(stored)
        while isinstance(step, StoredEntry):
            step = self._step(step) if self.deadline.left else self._settle(step) or self._give_up(step)
        return step

    def _step(self, stored: StoredEntry) -> CacheEntry | StoredEntry:
        """An answer, or what is stored after a refresh, our own or another's."""
        entry = self._settle(stored)
        if entry:
            return entry
        flight = flights.begin(self.key)
        return self._lead(flight, stored) if flight else self._follow(stored)

    def _settle(self, stored: StoredEntry) -> CacheEntry | None:
        """The answer without a refresh: a fresh entry, or any during a backoff. None to try a refresh."""
        note = stored.meta.failure if failures.is_backing_off(stored.meta.failure) else None
        if self.force:
            return self._fail_safe(stored, note) if note and note.asked else None
        if stored.meta.is_fresh:
            return _hit(stored)
        return self._fail_safe(stored, note) if note else None

    def _fail_safe(self, stored: StoredEntry, note: FailureNote) -> CacheEntry:
        """The stale entry, marked with the failure; raises the failure when there is none."""
        if stored.meta.is_usable:
            return _hit(stored, failure=note)
        raise failures.to_error(self.upstream, note) from self.cause

    def _give_up(self, stored: StoredEntry, *, refreshing: bool = True) -> CacheEntry:
        """The stale entry, without waiting longer; raises StillRefreshing when there is none."""
        if stored.meta.is_usable:
            return _hit(stored, refreshing=refreshing)
        raise StillRefreshing(self.upstream)

    def _follow(self, stored: StoredEntry) -> CacheEntry | StoredEntry:
        """Another thread of this process leads: wait for it, unless there is a stale entry."""
        if self._has_stale(stored):
            return self._give_up(stored)
        flight = flights.join(self.key)
        if flight is None:
            return look_up(self.key)
        if flight.leader == threading.get_ident():
            raise RuntimeError(f"the fetch of {self.service} asks for its own answer")
        count(self.service, "waits")
        if not flight.wait(self.deadline.left):
            return self._give_up(stored)
        self.force = False
        self.cause = flight.result.shared_error
        if self.cause and not isinstance(self.cause, UpstreamUnavailable):
            raise failures.copy_error(self.cause) from self.cause
        return flight.result.shared or look_up(self.key)

    def _lead(self, flight: Flight, stored: StoredEntry) -> CacheEntry | StoredEntry:
        """Lead: no other thread refreshes. A forced read too soon after the last is a plain one."""
        if self._is_too_soon(stored):
            self.force = False
            flights.finish(flight)
            return stored
        with flights.finishing_on_error(flight):
            if self.key.bypass_since:
                return self._refresh_without_redis(flight, stored)
            try:
                stored, attempt, lease = self._take_lease(stored)
            except RedisUnavailable:
                return self._refresh_without_redis(flight, stored)
            return self._act_on(attempt, lease, flight, stored)

    def _act_on(
        self, attempt: LeaseAttempt, lease: Lease, flight: Flight, stored: StoredEntry
    ) -> CacheEntry | StoredEntry:
        match attempt.outcome:
            case "taken":
                return self._refresh(flight, stored, lease)
            case "backoff":
                return self._back_off(flight, stored, failures.parse_note(attempt.detail))
            case "failed":
                # The refresh that we waited for failed for good: so do all who wait here.
                error = failures.parse_error(attempt.detail)
                flights.finish(flight, Result(shared_error=error))
                raise error
            case "changed":
                return self._look_up_for_all(flight)
            case _:
                flights.finish(flight)
                return self._give_up(stored)

    def _take_lease(self, stored: StoredEntry) -> tuple[StoredEntry, LeaseAttempt, Lease]:
        """Try to take the lease. While another process holds it, wait, unless there is a stale entry.

        The step that takes the lease also records a forced refresh in the entry.
        """
        meta = replace(stored.meta, forced_at=clock.now()) if self.force else None
        attempt, lease = store.take_lease(stored, meta=meta, forced=self.force)
        if attempt.outcome == "held" and not self._has_stale(stored):
            count(self.service, "waits")
            while attempt.outcome == "held" and wait_for_holder(stored, attempt.detail, self.deadline):
                attempt, lease = store.take_lease(
                    stored, meta=meta, waiting_for=attempt.detail, forced=self.force
                )
        return (replace(stored, meta=meta) if meta else stored), attempt, lease

    def _refresh(self, flight: Flight, stored: StoredEntry, lease: Lease | None) -> CacheEntry | StoredEntry:
        has_stale = self._has_stale(stored)
        refresh = Refresh(flight, self.fetch, stored, lease)
        patience = self.deadline.left if self.deadline.is_chosen and not has_stale else 0.0
        if not background.start(refresh, timeout=min(patience, conf.lease / 2)):
            if has_stale or self.deadline.is_chosen:
                refresh.abandon()
                return self._give_up(stored, refreshing=False)
            refresh()
        if not flight.wait(self.deadline.left_with_stale if has_stale else self.deadline.left):
            return self._give_up(stored)
        return self._own_result(flight.result)

    def _own_result(self, result: Result) -> CacheEntry | StoredEntry:
        self.force = False
        if result.own and result.own.meta.is_usable:
            return result.own.to_entry(refreshing=False)
        if result.own_error:
            raise result.own_error
        return result.shared or look_up(self.key)

    def _back_off(self, flight: Flight, stored: StoredEntry, note: FailureNote) -> CacheEntry:
        local_backoff.remember_failure(self.key, note, of_upstream=True)
        flights.finish(flight)
        return self._fail_safe(stored, note)

    def _look_up_for_all(self, flight: Flight) -> StoredEntry:
        """The entry changed since we read it: read it once more, for all who wait."""
        self.force = False
        flights.close(flight)
        stored = look_up(self.key)
        flight.finish(Result(shared=stored))
        return stored

    def _refresh_without_redis(self, flight: Flight, stored: StoredEntry) -> CacheEntry | StoredEntry:
        """Refresh without a lease: single flight and backoff hold within this process only."""
        note = local_backoff.standing_backoff(self.key)
        if note and (note.asked or not self.force):
            flights.finish(flight)
            return self._fail_safe(stored, note)
        if self.force:
            local_backoff.remember_forced(self.key)
        return self._refresh(flight, stored, None)

    def _is_too_soon(self, stored: StoredEntry) -> bool:
        last = stored.meta.forced_at or local_backoff.last_forced(self.key)
        is_recent = last is not None and clock.now() - last < conf.force_interval
        return self.force and is_recent and not stored.is_leased

    def _has_stale(self, stored: StoredEntry) -> bool:
        return stored.meta.is_usable and not self.force


def _hit(
    stored: StoredEntry, *, refreshing: bool | None = None, failure: FailureNote | None = None
) -> CacheEntry:
    entry = stored.to_entry(refreshing=refreshing, failure=failure)
    log.log_hit(stored.key.data_set, entry)
    return entry
