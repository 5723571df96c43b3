"""Extends leases while their fetches run. One thread per process does it, and ends without work."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.storage import store
from google_oauth.cache_service.storage.store import Lease
from google_oauth.core.periodic import PeriodicThread
from google_oauth.exceptions import RedisUnavailable


class LeaseRenewer:
    """Extends the leases of this process, each for at most `conf.lease_longest`."""

    def __init__(self) -> None:
        self.thread = PeriodicThread(
            "cache-leases",
            pause=lambda: conf.lease_extension,
            has_work=lambda: bool(self._ends),
            work=self._extend_all,
        )
        self.reset()

    def reset(self) -> None:
        self._lock = Lock()
        self._ends: dict[Lease, float] = {}
        self.thread.reset()

    @contextmanager
    def renewing(self, lease: Lease | None) -> Iterator[None]:
        """Extend `lease` while the block runs; without Redis there is none."""
        if lease is None:
            yield
            return
        with self._lock:
            self._ends[lease] = time.monotonic() + conf.lease_longest
        self.thread.ensure_running()
        try:
            yield
        finally:
            self._drop(lease)

    def _extend_all(self) -> None:
        with self._lock:
            ends = list(self._ends.items())
        for lease, end in ends:
            if time.monotonic() >= end or not _is_extended(lease):
                # The write of the answer will find a lost lease too, and log it.
                self._drop(lease)

    def _drop(self, lease: Lease) -> None:
        with self._lock:
            self._ends.pop(lease, None)


def _is_extended(lease: Lease) -> bool:
    """False when the lease is lost. While Redis is away it may still be held."""
    try:
        return store.extend_lease(lease)
    except RedisUnavailable:
        return True


lease_renewer = LeaseRenewer()
