"""One refresh: fetch, store the answer or record the failure, and wake those who wait."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.engine import local_backoff
from google_oauth.cache_service.engine.lease_renewer import lease_renewer
from google_oauth.cache_service.engine.lookup import look_up
from google_oauth.cache_service.engine.single_flight import Flight, Result, flights
from google_oauth.cache_service.entry import CacheEntry, Fetched, NotModified
from google_oauth.cache_service.report import log
from google_oauth.cache_service.report.counters import count
from google_oauth.cache_service.storage import clock, codec, failures, invalidation, store
from google_oauth.cache_service.storage.metadata import FailureNote, Metadata
from google_oauth.cache_service.storage.store import Drop, Lease
from google_oauth.cache_service.storage.stored import StoredEntry
from google_oauth.core import metrics
from google_oauth.exceptions import (
    CacheUnavailable,
    NotFound,
    ReconnectRequired,
    RedisUnavailable,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)

Fetch = Callable[[CacheEntry | None], Any]
logger = logging.getLogger("google_oauth.cache")


class Refresh:
    """A refresh of `stored`, under a lease, or without one when Redis gives none.

    Call it once, in any thread. It does not raise what the fetch raises: that is in the flight's result.
    """

    def __init__(self, flight: Flight, fetch: Fetch, stored: StoredEntry, lease: Lease | None) -> None:
        self.flight = flight
        self.fetch = fetch
        self.stored = stored
        self.lease = lease
        self.key = stored.key
        self.service = stored.key.data_set.service
        self.upstream = stored.key.data_set.upstream
        self.outcome = "crashed"
        self.started = time.monotonic()

    def __call__(self) -> None:
        self.flight.leader = threading.get_ident()
        self.started = time.monotonic()
        with self:
            self._run()
        metrics.REFRESHES.labels(self.service, self.outcome).observe(self.duration)

    @property
    def duration(self) -> float:
        return time.monotonic() - self.started

    def abandon(self) -> None:
        self._release()
        flights.finish(self.flight)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> bool:
        """Any exception but the upstream's frees the lease, leaves the entry, and goes to all who wait."""
        if error is None:
            return False
        self._release()
        is_crash = isinstance(error, Exception)
        if is_crash:
            extra = {"service": self.service, "outcome": self.outcome, "duration": self.duration}
            logger.error("A refresh of %s crashed", self.service, exc_info=error, extra=extra)
        flights.finish(self.flight, Result(shared_error=error, own_error=error) if is_crash else None)
        return is_crash

    def _run(self) -> None:
        began = clock.now()
        try:
            with lease_renewer.renewing(self.lease):
                answer = self._fetch()
            self._store(answer, began)
        except UpstreamUnavailable as exc:
            self._record_failure(exc)
        except (NotFound, ReconnectRequired, UpstreamRejected) as exc:
            self._drop_entry(exc)

    def _fetch(self) -> Fetched | NotModified:
        count(self.service, "refreshes")
        previous = self.stored.to_entry() if self.stored.meta.is_usable else None
        answer = self.fetch(previous)
        if not isinstance(answer, NotModified):
            return answer if isinstance(answer, Fetched) else Fetched(answer)
        if previous is None:
            raise TypeError("NotModified without a previous answer")
        count(self.service, "not_modified")
        return answer

    def _store(self, answer: Fetched | NotModified, began: float) -> None:
        """Store the answer unless something overtook it since `began`."""
        fresh = self._as_stored(answer)
        is_renewal = isinstance(answer, NotModified)
        is_kept = self._write(fresh.meta, None if is_renewal else fresh.body)
        if is_kept is False:
            self.outcome = "overtaken"
            self._finish_overtaken(None if is_renewal else fresh, began)
            return
        self.outcome = "not_modified" if is_renewal else "stored"
        local_backoff.remember_success(self.key)
        if is_kept and isinstance(answer, Fetched):
            log.log_stored(self.key.data_set, answer.data, duration=self.duration)
        self._finish(Result(own=fresh), unstored=None if is_kept else fresh)

    def _as_stored(self, answer: Fetched | NotModified) -> StoredEntry:
        """The answer in the form that is stored; UpstreamUnavailable if it cannot be stored."""
        if isinstance(answer, Fetched):
            body, mark = self._encode(answer.data), ""
        else:
            body, mark = self.stored.body, self.stored.meta.body_mark
        forced_at = self.stored.meta.forced_at
        meta = Metadata.of_answer(self.key, body_mark=mark, validator=answer.validator, forced_at=forced_at)
        return StoredEntry(self.key, meta, body)

    def _encode(self, data: Any) -> bytes:
        try:
            body = codec.encode(data)
        except ValueError as exc:
            raise UpstreamUnavailable(self.upstream, "malformed") from exc
        if len(body) > conf.max_bytes:
            raise UpstreamUnavailable(self.upstream, "malformed")
        return body

    def _finish_overtaken(self, fetched: StoredEntry | None, began: float) -> None:
        """Give what was fetched to our own reader alone, or the newer answer that is stored by now."""
        stored = look_up(self.key)
        is_newer = stored.meta.is_fresh and (stored.meta.cached_at or 0.0) >= began
        self._finish(Result(own=stored if is_newer else fetched))

    def _record_failure(self, error: UpstreamUnavailable) -> None:
        stored = self.stored
        self._log_failure(error, logging.WARNING)
        note = failures.note_failure(error, stored.meta.failure or local_backoff.last_failure(self.key))
        of_upstream = error.reason == failures.RATE_LIMITED
        if of_upstream:
            # Before the lease ends: then the next reader knows of it.
            self._back_off_upstream(note)
        is_usable = stored.meta.is_usable
        meta = replace(stored.meta if is_usable else stored.meta.without_body(), failure=note)
        is_kept = self._write(meta, None if is_usable else b"")
        if is_kept is None:
            local_backoff.remember_failure(self.key, note, of_upstream=of_upstream)
        if is_usable:
            count(self.service, "fail_safe")
        if is_kept is False:
            self._finish(Result(own_error=error))
            return
        failed = replace(stored, meta=meta)
        result = Result(shared_error=error, own=failed, own_error=error)
        self._finish(result, unstored=None if is_kept else failed)

    def _log_failure(self, error: UpstreamError, level: int) -> None:
        count(self.service, "failures")
        self.outcome = error.reason
        extra = {"service": self.service, "outcome": error.reason, "duration": self.duration}
        logger.log(level, "A refresh of %s failed: %s", self.service, error.reason, extra=extra)

    def _back_off_upstream(self, note: FailureNote) -> None:
        local_backoff.remember_failure(self.key, note, of_upstream=True)
        if self.key.bypass_since:
            return
        try:
            store.back_off_upstream(self.key, note)
        except RedisUnavailable:
            logger.info("The rest of %s is known to this process only", self.upstream)

    def _drop_entry(self, error: UpstreamError) -> None:
        """After a permanent failure, remove the entry, or all of the upstream's, and record nothing."""
        self._log_failure(error, logging.INFO)
        was_held = self._release(self._dropped_by(error), failures.format_error(error))
        if was_held is False:
            self._finish(Result(own_error=error))
            return
        if isinstance(error, ReconnectRequired):
            self._remove_others()
        self._finish(Result(shared_error=error, own_error=error))

    def _dropped_by(self, error: UpstreamError) -> Drop:
        if isinstance(error, ReconnectRequired):
            return "hash"
        is_kept = isinstance(error, UpstreamRejected) and self.stored.meta.is_fresh
        return "" if is_kept else "entry"

    def _remove_others(self) -> None:
        """Remove the entries of the dead grant in other hashes; the release removed this entry's hash."""
        try:
            invalidation.remove_upstream_of_user(self.upstream, self.key.user_id, but=self.service)
        except CacheUnavailable:
            logger.warning("Entries of %s outlive their grant: Redis did not confirm", self.upstream)

    def _finish(self, result: Result, unstored: StoredEntry | None = None) -> None:
        """Close the flight, then read what followers may see, and finish.

        They get `unstored`, an answer that Redis could not take, or what is stored now.
        """
        has_followers = flights.close(self.flight)
        shared = unstored or (look_up(self.key) if has_followers else None)
        self.flight.finish(replace(result, shared=shared))

    def _write(self, meta: Metadata, body: bytes | None) -> bool | None:
        """Whether it was stored: False when the lease is lost, None when Redis takes nothing."""
        if self.lease is None:
            return None
        try:
            is_kept = store.write_entry(self.key, meta, body, self.lease)
        except RedisUnavailable:
            # A full server still releases the lease, so other readers need not wait for its end.
            self._release()
            return None
        if not is_kept:
            count(self.service, "lost_leases")
            logger.info("A refresh of %s was overtaken; its answer is not kept", self.service)
        return is_kept

    def _release(self, drop: Drop = "", error: bytes = b"") -> bool | None:
        """Whether the lease was still held; None without a lease, or when Redis does not answer."""
        if self.lease is None:
            return None
        try:
            return store.release_lease(self.lease, drop=drop, error=error)
        except RedisUnavailable:
            return None
