"""How long a reader waits, and how a waiter paces its looks into Redis."""

import time
from collections.abc import Iterator
from typing import Final

from google_oauth.cache_service.conf import conf

# Seconds between two looks: a share of the time waited so far, so that nobody learns much too late of an end,
# and long waits cost few commands.
SHORTEST, LONGEST = 0.005, 0.25
SHARE: Final = 0.1


class Patience:
    """The time that one caller has, counted from its call.

    `wait` is what the caller chose, in seconds, or None for the hard timeout, which bounds it anyway.
    """

    def __init__(self, wait: float | None) -> None:
        hard = conf.hard_timeout
        self.is_chosen = wait is not None
        self._deadline = time.monotonic() + (hard if wait is None else min(max(wait, 0.0), hard))

    @property
    def left(self) -> float:
        """Seconds that are left, at least 0."""
        return max(0.0, self._deadline - time.monotonic())

    @property
    def for_stale(self) -> float:
        """Seconds to wait for a refresh when a stale answer is at hand."""
        return min(conf.soft_timeout, self.left)

    def pauses(self) -> Iterator[None]:
        """Sleep before each look, ever longer; ends when no time is left."""
        began = time.monotonic()
        while self.left:
            waited = time.monotonic() - began
            time.sleep(min(max(SHORTEST, waited * SHARE), LONGEST, self.left))
            yield
