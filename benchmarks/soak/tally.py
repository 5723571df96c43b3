"""What the recruiters met, counted over all of their threads."""

import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import requests

# The badge with the age of a block, in the colours of stale and of failed; only the first says that it was updated.
_MARKED = re.compile(r'badge (?:warning"[^>]*>\s*<span><span[^>]*>Updated|danger"[^>]*>\s*<span>\s*<time )')


@dataclass
class Tally:
    """Counters, and the ids of pages: those with calendar events, and those that marked something as stale.

    `examples` has the first troubles.
    """

    counted: Counter[str] = field(default_factory=Counter)
    calendars: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)
    # When a connection ended without its answer, by the monotonic clock, and what was asked.
    lost: list[tuple[float, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: str, example: str = "") -> None:
        """Count one; an example is kept for the report, if there are few so far."""
        with self.lock:
            self.counted[what] += 1
            if example and len(self.examples) < 10:
                self.examples.append(f"{what}: {example}")

    def lose(self, error: requests.RequestException) -> None:
        """Note that a connection ended without its answer."""
        with self.lock:
            self.lost.append((time.monotonic(), told(error)))

    def page(self, answer: requests.Response, path: str, canary: str) -> None:
        """Note a page that was answered as it should be; it has calendar events if it shows the canary."""
        request_id = answer.headers["X-Request-ID"]
        has_events = canary in answer.text
        with self.lock:
            self.counted["requests"] += 1
            self.counted["own canaries seen"] += has_events
            if has_events and path == "/calendar/":
                self.calendars.add(request_id)
            if _MARKED.search(answer.text):
                self.marked.add(request_id)


def told(error: requests.RequestException) -> str:
    """An error with what was asked; nobody's names are in it, since the people are made up."""
    asked = f"{error.request.method} {error.request.url}" if error.request else "?"
    return f"{type(error).__name__} for {asked}: {error}"
