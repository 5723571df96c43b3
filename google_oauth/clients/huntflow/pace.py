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

    Raises UpstreamUnavailable, at once: "rate_limited" when that would be after `deadline` (of
    `time.monotonic()`) or too long altogether, "timeout" when the deadline is past already.
    """
    most = min(LONGEST_WAIT, deadline - time.monotonic())
    if most <= 0:
        raise UpstreamUnavailable(UPSTREAM, "timeout")
    key = key_of(token)
    try:
        wait = book_in_redis(key, most)
    except RedisUnavailable:
        wait = local_turns.book(key, most)
    if wait > most:
        raise UpstreamUnavailable(UPSTREAM, "rate_limited", retry_after=wait)
    if wait:
        time.sleep(wait)


def key_of(token: str) -> str:
    """The Redis key for a token. Its digest tells tokens apart and opens nothing."""
    return f"huntflow_pace:{sha256(token.encode()).hexdigest()[:32]}"


def book_in_redis(key: str, most: float) -> float:
    """Seconds until the next turn of `key`, over all processes; booked when they are not more than `most`."""
    numbers = [round(seconds * MICROSECONDS) for seconds in (INTERVAL, EARLY, most)]
    wait = call(lambda client: SCRIPT.run(client, [key], *numbers), purpose="write")
    return int(wait) / MICROSECONDS


class LocalTurns:
    """The same for one process; `book` is safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._booked: dict[str, float] = {}

    def book(self, key: str, most: float) -> float:
        """Seconds until the next turn of `key`; booked when they are not more than `most`."""
        with self._lock:
            now = time.monotonic()
            # What is past counts for nothing, and tokens are replaced every week.
            self._booked = {one: until for one, until in self._booked.items() if until > now}
            booked = self._booked.get(key, now)
            wait = max(0.0, booked - EARLY - now)
            if wait <= most:
                self._booked[key] = booked + INTERVAL
            return wait


local_turns = LocalTurns()
