"""Limits on how often one user or network may do a costly action, counted in Redis for all processes.

While Redis is away, all attempts are allowed: signing in must not depend on Redis, no secret can be guessed by
repeating, and the upstreams have their own limits.
"""

import time
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from google_oauth.exceptions import RedisUnavailable
from google_oauth.redis_access import execute


def spend_attempt(action: str, who: str) -> bool:
    """Count an attempt of `who` at `action`. False when the limit of the current window is exceeded."""
    limit, seconds = settings.RATE_LIMITS[action]
    name = _name(action, who, window=int(time.time() // seconds))
    try:
        attempts = execute(lambda client: _increment(client, name, seconds), purpose="write")
    except RedisUnavailable:
        return True
    return attempts <= limit


def seconds_left(action: str) -> int:
    """Seconds until the next window begins, at least one."""
    _, seconds = settings.RATE_LIMITS[action]
    return int(seconds - time.time() % seconds) or 1


def _increment(client: Any, name: str, seconds: int) -> int:
    with client.pipeline(transaction=True) as pipe:
        pipe.incr(name)
        pipe.expire(name, seconds)
        attempts, _ = pipe.execute()
    return int(attempts)


def _name(action: str, who: str, *, window: int) -> str:
    # An address is personal data. A digest without a key could be reversed by trying all addresses.
    digest = salted_hmac("google_oauth.rate_limits", who, algorithm="sha256").hexdigest()[:32]
    return f"rate:{action}:{digest}:{window}"
