"""What the recruiters met, counted over all of their threads."""

import re
import threading
from collections import Counter
from dataclasses import dataclass, field

import requests

# The badge with the age of a block, in the colours of stale and of failed.
_MARKED = re.compile(r'badge (?:warning|danger)"[^>]*>\s*<span><span[^>]*>Updated')


@dataclass
class Tally:
    """Counters, and the ids of the pages that marked something as stale; `examples` has the first troubles."""

    counted: Counter[str] = field(default_factory=Counter)
    calendars: set[str] = field(default_factory=set)
    marked: set[str] = field(default_factory=set)
    examples: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: str, example: str = "") -> None:
        """Count one; an example is kept for the report, if there are few so far."""
        with self.lock:
            self.counted[what] += 1
            if example and len(self.examples) < 10:
                self.examples.append(f"{what}: {example}")

    def page(self, answer: requests.Response, path: str) -> None:
        """Note a page that was answered as it should be."""
        request_id = answer.headers["X-Request-ID"]
        with self.lock:
            self.counted["requests"] += 1
            if path == "/calendar/":
                self.calendars.add(request_id)
            if _MARKED.search(answer.text):
                self.marked.add(request_id)
