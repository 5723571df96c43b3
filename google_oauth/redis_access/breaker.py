"""A circuit breaker. After one failure this process stops using Redis, until a probe succeeds."""

import logging
import os
import threading
import time
from collections.abc import Callable
from itertools import chain, repeat

logger = logging.getLogger("google_oauth.redis")

# Seconds before each probe. A short outage ends soon, a long one costs two probes a second.
PROBE_PAUSES = (0.05, 0.1, 0.2)
MAX_PROBE_PAUSE = 0.5


class Breaker:
    """Open or closed, for this process. `probe()` returns whether Redis answers, and may block."""

    def __init__(self, probe: Callable[[], bool]) -> None:
        self._probe = probe
        self._reset()
        # A forked child has none of its parent's threads, so its breaker would stay open.
        os.register_at_fork(after_in_child=self._reset)

    @property
    def is_open(self) -> bool:
        return not self._closed.is_set()

    def trip(self, reason: str) -> None:
        """Open, log it, and start to probe; nothing if it is open already."""
        with self._lock:
            if self.is_open:
                return
            self._closed.clear()
            try:
                threading.Thread(target=self._probe_until_back, name="redis-probe", daemon=True).start()
            except RuntimeError:
                # The system has no thread to probe with. Open, it would stay open; so the next failure trips it.
                self._closed.set()
                return
        logger.warning("Redis is away (%s); answering without the cache until it is back", reason)

    def wait_until_closed(self, timeout: float) -> bool:
        return self._closed.wait(timeout)

    def _probe_until_back(self) -> None:
        pauses = chain(PROBE_PAUSES, repeat(MAX_PROBE_PAUSE))
        is_back = False
        while not is_back:
            time.sleep(next(pauses))
            is_back = self._probe()
        logger.warning("Redis is back")
        self._closed.set()

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._closed = threading.Event()
        self._closed.set()
