"""Keeps leases alive while their fetches run: one thread per process, and none when there is nothing to keep."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

from google_oauth.cache_service import store
from google_oauth.cache_service.statistics import count
from google_oauth.cache_service.store import Lease
from google_oauth.exceptions import RedisUnavailable

logger = logging.getLogger("google_oauth.cache")


class Keeper:
    """Extends the leases of this process, each for a bounded time in all."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Keep nothing: the leases at a fork are the parent's."""
        self._lock = threading.Lock()
        self._ends: dict[Lease, float] = {}
        self._thread: threading.Thread | None = None

    @contextmanager
    def keeping(self, lease: Lease | None) -> Iterator[None]:
        """Extend `lease` for as long as the block runs; without Redis there is none to extend."""
        if lease is None:
            yield
            return
        with self._lock:
            self._ends[lease] = time.monotonic() + settings.API_CACHE_LEASE_LONGEST
            if self._thread is None:
                self._thread = threading.Thread(target=self._extend_often, name="cache-leases", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._ends.pop(lease, None)

    def _extend_often(self) -> None:
        pause = threading.Event()
        while True:
            pause.wait(settings.API_CACHE_LEASE_EXTENSION)
            with self._lock:
                if self._thread is not threading.current_thread():
                    return
                now = time.monotonic()
                self._ends = {lease: end for lease, end in self._ends.items() if end > now}
                if not self._ends:
                    self._thread = None
                    return
                leases = list(self._ends)
            for lease in leases:
                self._extend(lease)

    def _extend(self, lease: Lease) -> None:
        try:
            kept = store.extend(lease)
        except RedisUnavailable:
            return
        if not kept:
            with self._lock:
                lost = self._ends.pop(lease, None)
            if lost:
                log_lost(lease)


def log_lost(lease: Lease) -> None:
    """A removal, a newer store or another refresher took over; whoever fetched still gets the answer."""
    service = lease.question.data_set.service
    count(service, "lost_leases")
    logger.info("A refresh of %s was overtaken; its answer is not kept", service)


keeper = Keeper()
