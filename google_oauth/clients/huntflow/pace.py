"""At most nine calls a second with one token, over all processes: Huntflow answers 429 from eleven on.

Source of the ten: its staff in github.com/huntflow/api, thread 627. The algorithm is GCRA: turns of a token
come `INTERVAL` apart, and after a quiet while `BURST` of them may come at once. Redis counts them; while Redis
is away, each process counts its own. A Retry-After is obeyed here too: the cache holds back later readers, but
not those who already wait for their turn.
"""

import math
import time
from hashlib import sha256
from importlib.resources import files
from threading import Lock

from google_oauth.clients.huntflow.transport import UPSTREAM
from google_oauth.exceptions import RedisUnavailable, UpstreamUnavailable
from google_oauth.redis_access import Script, execute

# Seconds. In any second there are at most BURST turns and 1 / INTERVAL more.
INTERVAL, BURST = 1 / 6, 3
EARLY = INTERVAL * (BURST - 1)
# Seconds that a call waits for its turn at most.
MAX_TURN_WAIT = 5.0
# Seconds after which a waiting call checks for a backoff again.
POLL_INTERVAL = 0.25

MICROSECONDS = 1_000_000
SCRIPT = Script(files(__package__) / "pace.lua")


def wait_for_turn(token: str, *, deadline: float) -> None:
    """Sleep until `token` may be used.

    Raises UpstreamUnavailable: "rate_limited" at once when the turn is after `deadline` (of
    `time.monotonic()`) or `MAX_TURN_WAIT`, "timeout" when the deadline is past.
    """
    key = pace_key(token)
    while wait := _book(key, deadline):
        if _slept(wait, key):
            return


def back_off(token: str, seconds: float) -> None:
    """Stop all use of `token` for `seconds`, also by calls that wait for their turn."""
    key = pace_key(token)
    try:
        life = math.ceil(seconds * 1000)
        execute(lambda client: client.set(backoff_key(key), b"", px=life), purpose="write")
    except RedisUnavailable:
        local_turns.back_off(key, seconds)


def pace_key(token: str) -> str:
    """Return the Redis key for a token: a digest, which does not reveal the token."""
    return f"huntflow_pace:{sha256(token.encode()).hexdigest()[:32]}"


def backoff_key(key: str) -> str:
    """Return the Redis key that exists while the token of `key` backs off."""
    return f"{key}:rest"


def _book(key: str, deadline: float) -> float:
    max_wait = min(MAX_TURN_WAIT, deadline - time.monotonic())
    if max_wait <= 0:
        raise UpstreamUnavailable(UPSTREAM, "timeout")
    try:
        wait = book_in_redis(key, max_wait)
    except RedisUnavailable:
        wait = local_turns.book(key, max_wait)
    if wait > max_wait:
        raise UpstreamUnavailable(UPSTREAM, "rate_limited", retry_after=wait)
    return wait


def _slept(seconds: float, key: str) -> bool:
    """Sleep until a turn; False as soon as the token backs off."""
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        time.sleep(min(left, POLL_INTERVAL))
        if _is_backing_off(key):
            return False
    return True


def _is_backing_off(key: str) -> bool:
    try:
        return bool(execute(lambda client: client.exists(backoff_key(key))))
    except RedisUnavailable:
        return local_turns.is_backing_off(key)


def book_in_redis(key: str, max_wait: float) -> float:
    """Return the seconds until the next turn of `key` over all processes. Books it up to `max_wait`."""
    numbers = [round(seconds * MICROSECONDS) for seconds in (INTERVAL, EARLY, max_wait)]
    wait = execute(lambda client: SCRIPT.run(client, [key, backoff_key(key)], *numbers), purpose="write")
    return int(wait) / MICROSECONDS


class LocalTurns:
    """The same for one process, safe for several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._booked: dict[str, float] = {}
        self._backoffs: dict[str, float] = {}

    def back_off(self, key: str, seconds: float) -> None:
        with self._lock:
            now = time.monotonic()
            self._backoffs = {one: until for one, until in self._backoffs.items() if until > now}
            self._backoffs[key] = now + seconds

    def is_backing_off(self, key: str) -> bool:
        return self._backoffs.get(key, 0.0) > time.monotonic()

    def book(self, key: str, max_wait: float) -> float:
        with self._lock:
            now = time.monotonic()
            # Bookings of the past have no effect, and tokens are replaced every week.
            self._booked = {one: until for one, until in self._booked.items() if until > now}
            start = max(now, self._backoffs.get(key, now))
            booked = max(start, self._booked.get(key, now))
            wait = max(start, booked - EARLY) - now
            if wait <= max_wait:
                self._booked[key] = booked + INTERVAL
            return wait


local_turns = LocalTurns()
