"""At most nine calls in any second with one token, over all processes: Huntflow answers 429 from eleven on.

Source of the ten: its staff in github.com/huntflow/api, thread 627. The algorithm is GCRA: turns of a token
come `INTERVAL` apart, and after a quiet while `BURST` of them may come at once. It is counted in Redis, and
by each process for itself while Redis is away. A Retry-After that is longer than a call waits is obeyed here as
well: the cache holds back who comes then, but not those who are on their way and wait for their turn.
"""

import math
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
MAX_WAIT = 5.0
# Seconds between two looks of somebody who waits, whether the token is to rest.
POLL_INTERVAL = 0.25

MICROSECONDS = 1_000_000
SCRIPT = Script(files(__package__) / "pace.lua")


def wait_for_turn(token: str, *, deadline: float) -> None:
    """Sleep until `token` may be used.

    Raises UpstreamUnavailable: "rate_limited" as soon as it is known that this would be after `deadline` (of
    `time.monotonic()`) or too long altogether, "timeout" when the deadline is past already.
    """
    key = pace_key(token)
    while wait := _booked(key, deadline):
        if _slept(wait, key):
            return


def back_off(token: str, seconds: float) -> None:
    """Let nobody use `token` for `seconds`, those who wait for their turn included."""
    key = pace_key(token)
    try:
        life = math.ceil(seconds * 1000)
        call(lambda client: client.set(backoff_key(key), b"", px=life), purpose="write")
    except RedisUnavailable:
        local_turns.back_off(key, seconds)


def pace_key(token: str) -> str:
    """The Redis key for a token. Its digest tells tokens apart and opens nothing."""
    return f"huntflow_pace:{sha256(token.encode()).hexdigest()[:32]}"


def _booked(key: str, deadline: float) -> float:
    """Seconds until the turn that is booked now."""
    most = min(MAX_WAIT, deadline - time.monotonic())
    if most <= 0:
        raise UpstreamUnavailable(UPSTREAM, "timeout")
    try:
        wait = book_in_redis(key, most)
    except RedisUnavailable:
        wait = local_turns.book(key, most)
    if wait > most:
        raise UpstreamUnavailable(UPSTREAM, "rate_limited", retry_after=wait)
    return wait


def _slept(seconds: float, key: str) -> bool:
    """Sleep until a turn; False as soon as the token is to rest."""
    ends = time.monotonic() + seconds
    while (left := ends - time.monotonic()) > 0:
        time.sleep(min(left, POLL_INTERVAL))
        if _is_backing_off(key):
            return False
    return True


def _is_backing_off(key: str) -> bool:
    try:
        return bool(call(lambda client: client.exists(backoff_key(key))))
    except RedisUnavailable:
        return local_turns.is_backing_off(key)


def backoff_key(key: str) -> str:
    """The Redis key that is there while the token of `key` is to rest."""
    return f"{key}:rest"


def book_in_redis(key: str, most: float) -> float:
    """Seconds until the next turn of `key`, over all processes; booked when they are not more than `most`."""
    numbers = [round(seconds * MICROSECONDS) for seconds in (INTERVAL, EARLY, most)]
    wait = call(lambda client: SCRIPT.run(client, [key, backoff_key(key)], *numbers), purpose="write")
    return int(wait) / MICROSECONDS


class LocalTurns:
    """The same for one process; `book` is safe to call from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._booked: dict[str, float] = {}
        self._backoffs: dict[str, float] = {}

    def back_off(self, key: str, seconds: float) -> None:
        """Give no turn for `seconds`."""
        with self._lock:
            now = time.monotonic()
            self._backoffs = {one: until for one, until in self._backoffs.items() if until > now}
            self._backoffs[key] = now + seconds

    def is_backing_off(self, key: str) -> bool:
        """Whether no turn is given now."""
        return self._backoffs.get(key, 0.0) > time.monotonic()

    def book(self, key: str, most: float) -> float:
        """Seconds until the next turn of `key`; booked when they are not more than `most`."""
        with self._lock:
            now = time.monotonic()
            # What is past counts for nothing, and tokens are replaced every week.
            self._booked = {one: until for one, until in self._booked.items() if until > now}
            rested = max(now, self._backoffs.get(key, now))
            booked = max(rested, self._booked.get(key, now))
            wait = max(rested, booked - EARLY) - now
            if wait <= most:
                self._booked[key] = booked + INTERVAL
            return wait


local_turns = LocalTurns()
