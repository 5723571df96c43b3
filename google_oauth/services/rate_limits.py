"""How often one person or network may do what costs something: counted in Redis, over all processes.

While Redis is away nothing is counted and everybody is let through: signing in must not depend on it, no secret
could be guessed that way, and the upstreams have limits of their own.
"""

import time
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from google_oauth.exceptions import RedisUnavailable
from google_oauth.redis_access import execute


def is_over(action: str, who: str) -> bool:
    """Count one more try of `who` at `action`; whether it is one too many in the current window of time."""
    most, seconds = settings.RATE_LIMITS[action]
    name = _name(action, who, window=int(time.time() // seconds))
    try:
        tries = execute(lambda client: _counted(client, name, seconds), purpose="write")
    except RedisUnavailable:
        return False
    return tries > most


def seconds_left(action: str) -> int:
    """Seconds until the next window begins, one at least."""
    _, seconds = settings.RATE_LIMITS[action]
    return int(seconds - time.time() % seconds) or 1


def _counted(client: Any, name: str, seconds: int) -> int:
    with client.pipeline(transaction=True) as pipe:
        pipe.incr(name)
        pipe.expire(name, seconds)
        tries, _ = pipe.execute()
    return int(tries)


def _name(action: str, who: str, *, window: int) -> str:
    # An address is personal data, and small enough to be guessed back from a digest without a key.
    digest = salted_hmac("google_oauth.rate_limits", who, algorithm="sha256").hexdigest()[:32]
    return f"rate:{action}:{digest}:{window}"
