"""How long a reader waits, and how it waits for a refresh of another process."""

import time
from collections.abc import Iterator
from typing import Final

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.storage import store
from google_oauth.cache_service.storage.stored import StoredEntry

# Seconds between two polls of Redis: a share of the time waited so far. So the end is noticed soon, and a long
# wait costs few commands.
MIN_PAUSE, MAX_PAUSE = 0.005, 0.25
PAUSE_RATIO: Final = 0.1


class Deadline:
    """The time that one caller has, from its call on.

    `wait` is the caller's choice in seconds, at most the hard timeout; None means the hard timeout.
    """

    def __init__(self, wait: float | None) -> None:
        hard = conf.hard_timeout
        self.is_chosen = wait is not None
        self._end = time.monotonic() + (hard if wait is None else min(max(wait, 0.0), hard))

    @property
    def left(self) -> float:
        return max(0.0, self._end - time.monotonic())

    @property
    def left_with_stale(self) -> float:
        """Seconds to wait for a refresh when there is a stale entry."""
        return min(conf.soft_timeout, self.left)

    def polls(self) -> Iterator[None]:
        """Sleep before each poll, ever longer, until no time is left."""
        began = time.monotonic()
        while self.left:
            waited = time.monotonic() - began
            time.sleep(min(max(MIN_PAUSE, waited * PAUSE_RATIO), MAX_PAUSE, self.left))
            yield


def wait_for_holder(stored: StoredEntry, token: bytes, deadline: Deadline) -> bool:
    """Wait until the holder of the lease `token` has ended its refresh; False when the deadline passes first.

    It has ended when the entry has changed or the lease is gone. A lease that is not extended for its length has
    ended too. Our own clock measures that, so clocks may differ.
    """
    last_lease, since = b"", time.monotonic()
    for _ in deadline.polls():
        raw_meta, lease = store.peek(stored.key)
        if raw_meta != stored.raw_meta or not lease.startswith(token + b" "):
            return True
        if lease != last_lease:
            last_lease, since = lease, time.monotonic()
        elif time.monotonic() - since > conf.lease:
            return True
    return False
