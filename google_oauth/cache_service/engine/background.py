"""Threads for refreshes: one for each, a bounded number at once.

So there is nothing to create before a fork. No idle thread needs to be stopped.
"""

import threading
import time
from collections.abc import Callable
from typing import Final

from django.db import connections

from google_oauth.cache_service.conf import conf
from google_oauth.core.tracing import carried

# Seconds that running refreshes get at exit. Longer ones are dropped, and their leases expire.
DRAIN: Final = 2.0


class Background:
    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        self._changed = threading.Condition()
        self._running: set[threading.Thread] = set()
        self._closed = False

    def start(self, work: Callable[[], None], *, timeout: float = 0.0) -> bool:
        """Run `work` in a thread; False when there is no room for it within `timeout` seconds."""
        thread = threading.Thread(target=self._run, args=(carried(work),), name="cache-refresh", daemon=True)
        with self._changed:
            if not self._changed.wait_for(self._has_room, timeout) or self._closed:
                return False
            self._running.add(thread)
        try:
            thread.start()
        except RuntimeError:
            # The system has no more threads.
            self._remove(thread)
            return False
        return True

    def drain(self, seconds: float = DRAIN) -> None:
        """Start nothing more, and wait up to `seconds` for what runs."""
        deadline = time.monotonic() + seconds
        with self._changed:
            self._closed = True
            running = list(self._running)
        for thread in running:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _has_room(self) -> bool:
        return self._closed or len(self._running) < conf.max_threads

    def _run(self, work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            # Django keeps a connection per thread, and closes only those of requests.
            connections.close_all()
            self._remove(threading.current_thread())

    def _remove(self, thread: threading.Thread) -> None:
        with self._changed:
            self._running.discard(thread)
            self._changed.notify_all()


background = Background()
