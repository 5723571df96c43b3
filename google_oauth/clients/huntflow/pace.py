"""At most nine calls in any second with one token, over all processes: Huntflow answers 429 from eleven on.

Source of the ten: its staff in github.com/huntflow/api, thread 627. The algorithm is GCRA: turns of a token
come `INTERVAL` apart, and after a quiet while `BURST` of them may come at once. It is counted in Redis, and
by each process for itself while Redis is away.
"""

import time
from hashlib import sha256
from importlib.resources import files
from threading import Lock

from google_oauth.clients.huntflow.transport import UPSTREAM
from google_oauth.exceptions import RedisUnavailable, UpstreamUnavailable
from google_oauth.redis_access import Script, call

# Seconds. In any second there are at most BURST turns and 1 / INTERVAL more.
INTERVAL, BURST = 1 / 6, 3
EARLY = INTERVAL * (BURST - 1)
# Seconds; who would wait longer gives up, with many others before them.
LONGEST_WAIT = 5.0

MICROSECONDS = 1_000_000
SCRIPT = Script(files(__package__) / "pace.lua")


def wait_for_turn(token: str, *, deadline: float) -> None:
    """Sleep until `token` may be used.

    Raises UpstreamUnavailable("rate_limited"), at once, when that would be after `deadline` (of
    `time.monotonic()`) or too long altogether.
    """
    most = min(LONGEST_WAIT, deadline - time.monotonic())
    # The digest tells tokens apart and opens nothing.
    who = sha256(token.encode()).hexdigest()[:32]
    try:
        wait = _book_in_redis(who, most)
    except RedisUnavailable:
        wait = local_turns.book(who, most)
    if wait > most:
        raise UpstreamUnavailable(UPSTREAM, "rate_limited", retry_after=wait)
    if wait:
        time.sleep(wait)


def _book_in_redis(who: str, most: float) -> float:
    """Seconds until the turn of `who` by Redis; booked when they are not more than `most`."""
    numbers = [round(seconds * MICROSECONDS) for seconds in (INTERVAL, EARLY, most)]
    key = f"huntflow_pace:{who}"
    wait = call(lambda client: SCRIPT.run(client, [key], *numbers), purpose="write")
    return int(wait) / MICROSECONDS


class LocalTurns:
    """The same booking for one process; `book` is safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._booked: dict[str, float] = {}

    def book(self, who: str, most: float) -> float:
        """Seconds until the turn of `who`; booked when they are not more than `most`."""
        with self._lock:
            now = time.monotonic()
            # What is past counts for nothing, and tokens are replaced every week.
            self._booked = {key: until for key, until in self._booked.items() if until > now}
            booked = self._booked.get(who, now)
            wait = max(0.0, booked - EARLY - now)
            if wait <= most:
                self._booked[who] = booked + INTERVAL
            return wait


local_turns = LocalTurns()
