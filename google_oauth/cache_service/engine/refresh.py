"""One refresh: fetch, keep what came or record why nothing did, and tell those who wait."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.engine import local_backoff
from google_oauth.cache_service.engine.lease_renewer import keeper
from google_oauth.cache_service.engine.lookup import look_up
from google_oauth.cache_service.engine.single_flight import Flight, Landing, flights
from google_oauth.cache_service.entry import CacheEntry, Fetched, NotModified
from google_oauth.cache_service.report import log as messages
from google_oauth.cache_service.report.counters import count
from google_oauth.cache_service.storage import clock, codec, failures, invalidation, store
from google_oauth.cache_service.storage.metadata import FailureNote, Meta
from google_oauth.cache_service.storage.store import Drop, Lease
from google_oauth.cache_service.storage.stored import Found
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
    """The refresh of what was found, under a lease, or without one when Redis gives none.

    Called once, in any thread. It raises nothing that a fetch raises: the flight's landing tells.
    """

    def __init__(self, flight: Flight, fetch: Fetch, found: Found, lease: Lease | None) -> None:
        self.flight = flight
        self.fetch = fetch
        self.found = found
        self.lease = lease
        self.question = found.question
        self.service = found.question.data_set.service
        self.outcome = "crashed"
        self.started = time.monotonic()

    def __call__(self) -> None:
        """Fetch and land."""
        self.flight.pilot = threading.get_ident()
        self.started = time.monotonic()
        with self:
            self._fly()
        metrics.REFRESHES.labels(self.service, self.outcome).observe(self.duration)

    @property
    def duration(self) -> float:
        """Seconds since it was begun."""
        return time.monotonic() - self.started

    def _fly(self) -> None:
        began = clock.now()
        try:
            with keeper.keeping(self.lease):
                answer = self._fetch()
            self._keep(answer, began)
        except UpstreamUnavailable as exc:
            self._record(exc)
        except (NotFound, ReconnectRequired, UpstreamRejected) as exc:
            self._refuse(exc)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None
    ) -> bool:
        """Any other exception frees the lease, leaves the entry, and goes to all who wait."""
        if error is None:
            return False
        self._release()
        is_crash = isinstance(error, Exception)
        if is_crash:
            extra = {"service": self.service, "outcome": self.outcome, "duration": self.duration}
            logger.error("A refresh of %s crashed", self.service, exc_info=error, extra=extra)
        flights.land(self.flight, Landing(error=error, own_error=error) if is_crash else None)
        return is_crash

    def abandon(self) -> None:
        """End it before it began."""
        self._release()
        flights.land(self.flight)

    def _fetch(self) -> Fetched | NotModified:
        count(self.service, "refreshes")
        previous = self.found.entry() if self.found.meta.is_usable else None
        answer = self.fetch(previous)
        if not isinstance(answer, NotModified):
            return answer if isinstance(answer, Fetched) else Fetched(answer)
        if previous is None:
            raise TypeError("NotModified without a previous answer")
        count(self.service, "not_modified")
        return answer

    def _keep(self, answer: Fetched | NotModified, began: float) -> None:
        """Store the answer if nothing overtook it since `began`, and land."""
        fresh = self._fresh(answer)
        is_renewal = isinstance(answer, NotModified)
        kept = self._write(fresh.meta, None if is_renewal else fresh.body)
        if kept is False:
            self.outcome = "overtaken"
            self._land_overtaken(None if is_renewal else fresh, began)
            return
        self.outcome = "not_modified" if is_renewal else "stored"
        local_backoff.remember_success(self.question)
        if kept and isinstance(answer, Fetched):
            messages.log_stored(self.question.data_set, answer.data, duration=self.duration)
        self._land(Landing(own=fresh), here=None if kept else fresh)

    def _fresh(self, answer: Fetched | NotModified) -> Found:
        """The answer as it is to be stored; UpstreamUnavailable when no store would take it."""
        body = self._encoded(answer.data) if isinstance(answer, Fetched) else self.found.body
        kept = "" if isinstance(answer, Fetched) else self.found.meta.body_mark
        meta = Meta.of_answer(
            self.question,
            body_mark=kept,
            validator=answer.validator,
            forced_at=self.found.meta.forced_at,
        )
        return Found(self.question, meta, body)

    def _encoded(self, data: Any) -> bytes:
        upstream = self.question.data_set.upstream
        try:
            body = codec.encode(data)
        except ValueError as exc:
            raise UpstreamUnavailable(upstream, "malformed") from exc
        if len(body) > conf.max_bytes:
            raise UpstreamUnavailable(upstream, "malformed")
        return body

    def _land_overtaken(self, fetched: Found | None, began: float) -> None:
        """What came is for our own reader alone, unless a newer answer is stored, which is for everybody."""
        now_there = look_up(self.question)
        is_newer = now_there.meta.is_fresh and (now_there.meta.cached_at or 0.0) >= began
        self._land(Landing(own=now_there if is_newer else fetched))

    def _record(self, error: UpstreamUnavailable) -> None:
        """Note a transient failure, so that the upstream is left alone, and land."""
        found = self.found
        self._tell_failure(error, logging.WARNING)
        note = failures.note_of(error, found.meta.failure or local_backoff.last_failure(self.question))
        rests_upstream = error.reason == failures.RATE_LIMITED
        usable = found.meta.is_usable
        meta = replace(found.meta if usable else found.meta.without_body(), failure=note)
        if rests_upstream:
            # First, so that whoever is let go by the lease's end knows of it.
            self._rest_upstream(note)
        kept = self._write(meta, None if usable else b"")
        if kept is None:
            local_backoff.remember_failure(self.question, note, rests_upstream=rests_upstream)
        if usable:
            count(self.service, "fail_safe")
        failed = replace(found, meta=meta)
        if kept is False:
            self._land(Landing(own_error=error))
        else:
            self._land(Landing(error=error, own=failed, own_error=error), here=None if kept else failed)

    def _tell_failure(self, error: UpstreamError, level: int) -> None:
        count(self.service, "failures")
        self.outcome = error.reason
        extra = {"service": self.service, "outcome": error.reason, "duration": self.duration}
        logger.log(level, "A refresh of %s failed: %s", self.service, error.reason, extra=extra)

    def _rest_upstream(self, note: FailureNote) -> None:
        local_backoff.remember_failure(self.question, note, rests_upstream=True)
        if self.question.bypass_since:
            return
        try:
            store.rest_upstream(self.question, note)
        except RedisUnavailable:
            logger.info("The rest of %s is known to this process only", self.question.data_set.upstream)

    def _refuse(self, error: UpstreamError) -> None:
        """A permanent failure: the entry goes, or all of the upstream's, and nothing is recorded."""
        self._tell_failure(error, logging.INFO)
        ours = self._release(self._dropped_by(error), failures.pack_error(error))
        if ours is False:
            self._land(Landing(own_error=error))
            return
        if isinstance(error, ReconnectRequired):
            self._remove_others()
        self._land(Landing(error=error, own_error=error))

    def _dropped_by(self, error: UpstreamError) -> Drop:
        if isinstance(error, ReconnectRequired):
            return "hash"
        is_kept = isinstance(error, UpstreamRejected) and self.found.meta.is_fresh
        return "" if is_kept else "entry"

    def _remove_others(self) -> None:
        """What else the dead grant brought goes too; this question's hash is gone already."""
        data_set, user_id = self.question.data_set, self.question.user_id
        try:
            invalidation.remove_upstream_of_user(data_set.upstream, user_id, but=data_set.service)
        except CacheUnavailable:
            logger.warning("Entries of %s outlive their grant: Redis did not confirm", data_set.upstream)

    def _land(self, landing: Landing, here: Found | None = None) -> None:
        """Close the flight, read what those who wait are to see, and land.

        `here` is for them when Redis could not keep it.
        """
        anybody = flights.close(self.flight)
        found = here or (look_up(self.question) if anybody else None)
        self.flight.land(replace(landing, found=found))

    def _write(self, meta: Meta, body: bytes | None) -> bool | None:
        """Whether it was written: False when the lease is lost, None when Redis takes nothing."""
        if self.lease is None:
            return None
        try:
            kept = store.write(self.question, meta, body, self.lease)
        except RedisUnavailable:
            # A full server still lets go of a lease, so that nobody waits for its end.
            self._release()
            return None
        if not kept:
            count(self.service, "lost_leases")
            logger.info("A refresh of %s was overtaken; its answer is not kept", self.service)
        return kept

    def _release(self, drop: Drop = "", error: bytes = b"") -> bool | None:
        """Whether the lease was still ours; None when there is none or Redis does not say."""
        if self.lease is None:
            return None
        try:
            return store.release(self.lease, drop=drop, error=error)
        except RedisUnavailable:
            return None
