"""Rate limits per token, as a window of one second that slides."""

import time
from collections import defaultdict, deque

LIMITED = ("calendar", "drive", "huntflow")
DEFAULT_LIMITS = {"huntflow": 10}
"""Requests a second and token. Huntflow's is stated by its staff (github.com/huntflow/api, thread 627)."""


class RateLimits:
    """Says whether a token may go on; callers hold the sandbox's lock."""

    def __init__(self) -> None:
        self._per_second: dict[str, int | None] = {}
        self._seen: dict[tuple[str, str], deque[float]] = defaultdict(deque)
        self.reset()

    def set(self, target: str, per_second: int | None) -> None:
        """Allow `per_second` requests for each token of `target`; None for as many as it likes."""
        self._per_second[target] = per_second

    def allow(self, target: str, token: str) -> bool:
        """Count one request of `token` and say whether it is within the limit; refused ones do not count."""
        limit = self._per_second.get(target)
        if limit is None:
            return True
        seen, now = self._seen[target, token], time.monotonic()
        while seen and seen[0] <= now - 1:
            seen.popleft()
        if len(seen) >= limit:
            return False
        seen.append(now)
        return True

    def reset(self) -> None:
        """The limits that the real upstreams have, and nothing seen."""
        self._per_second = dict(DEFAULT_LIMITS)
        self._seen.clear()
