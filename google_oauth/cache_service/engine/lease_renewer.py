"""Extends leases while their fetches run, in one thread per process that ends when there is nothing to extend."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.storage import store
from google_oauth.cache_service.storage.store import Lease
from google_oauth.exceptions import RedisUnavailable


class LeaseRenewer:
    """Extends the leases of this process, each for at most `conf.lease_longest`."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Extend nothing: after a fork the leases are the parent's."""
        self._lock = threading.Lock()
        self._ends: dict[Lease, float] = {}
        self._thread: threading.Thread | None = None

    @contextmanager
    def renewing(self, lease: Lease | None) -> Iterator[None]:
        """Extend `lease` while the block runs; without Redis there is none."""
        if lease is None:
            yield
            return
        with self._lock:
            self._ends[lease] = time.monotonic() + conf.lease_longest
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="cache-leases", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._ends.pop(lease, None)

    def _run(self) -> None:
        while True:
            time.sleep(conf.lease_extension)
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
            is_held = store.extend_lease(lease)
        except RedisUnavailable:
            return
        if not is_held:
            # The write of the answer will find it lost too, and log that.
            with self._lock:
                self._ends.pop(lease, None)


lease_renewer = LeaseRenewer()
