"""How often each upstream operation was asked for since the last reset."""

from collections import Counter
from threading import Lock


class RequestCounts:
    """Counts of operations; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._counter: Counter[str] = Counter()

    def add(self, operation: str) -> None:
        """Count one request."""
        with self._lock:
            self._counter[operation] += 1

    def as_dict(self) -> dict[str, int]:
        """The counts by operation, sorted by name."""
        with self._lock:
            return dict(sorted(self._counter.items()))

    def reset(self) -> None:
        """Begin at nothing again."""
        with self._lock:
            self._counter.clear()
