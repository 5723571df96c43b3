"""Keeps leases alive while their fetches run: one thread per process, and none when there is nothing to keep."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.storage import store
from google_oauth.cache_service.storage.store import Lease
from google_oauth.exceptions import RedisUnavailable


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
            self._ends[lease] = time.monotonic() + conf.lease_longest
            if self._thread is None:
                self._thread = threading.Thread(target=self._extend_often, name="cache-leases", daemon=True)
                self._thread.start()
        try:
            yield
        finally:
            with self._lock:
                self._ends.pop(lease, None)

    def _extend_often(self) -> None:
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
        """A lost lease is not extended again; the store will find it lost, too, and say so."""
        try:
            kept = store.extend(lease)
        except RedisUnavailable:
            return
        if not kept:
            with self._lock:
                self._ends.pop(lease, None)


keeper = Keeper()
