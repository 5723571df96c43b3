"""The only function that sends commands to Redis, and the breaker that it trips.

django-redis lends the connection, with the socket timeouts of `settings.CACHES`. A command is tried once. The
first timeout or lost connection opens the breaker of this process. So only one caller waits for an outage.
"""

from collections import Counter, deque
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django.core.signals import setting_changed
from django.dispatch import receiver
from django_redis import get_redis_connection
from redis.exceptions import ConnectionError as LostConnection
from redis.exceptions import MaxConnectionsError, RedisError
from redis.exceptions import TimeoutError as NoAnswer

from google_oauth.exceptions import RedisUnavailable
from google_oauth.redis_access.breaker import Breaker
from google_oauth.redis_access.refusals import Purpose, Refusals

Returned = TypeVar("Returned")


@cache
def _client() -> Any:
    """One client for all threads; Django would create one per thread."""
    return get_redis_connection()


@receiver(setting_changed)
def _forget_client(*, setting: str, **_: Any) -> None:
    # For tests that override the address.
    if setting == "CACHES":
        _client.cache_clear()


def _probe() -> bool:
    """Whether Redis answers a PING; not while it loads, or wants another password."""
    try:
        _client().ping()
    except RedisError:
        return False
    return True


breaker = Breaker(_probe)
refusals = Refusals()
# Appending and popping need no lock, which a fork might leave held.
_troubles: deque[str] = deque(maxlen=10_000)


def execute(operation: Callable[[Any], Returned], *, purpose: Purpose = "read") -> Returned:
    """Call `operation` with redis-py's client (answers are bytes), and return what it returns.

    `purpose` is the kind of the command: Redis may refuse one kind and serve another, as a full or read-only server
    does. Raises RedisUnavailable only, with the server's error word, "away" or "connections" as its code.
    """
    if breaker.is_open:
        raise RedisUnavailable("away")
    try:
        answer = operation(_client())
    except MaxConnectionsError as exc:
        # Our own pool is at its limit; the server may be well.
        raise _trouble("connections") from exc
    except (LostConnection, NoAnswer) as exc:
        breaker.trip(type(exc).__name__)
        raise _trouble("away") from exc
    except RedisError as exc:
        raise _trouble(refusals.note(purpose, exc)) from exc
    refusals.forget(purpose)
    return answer


def pop_troubles() -> Counter[str]:
    """The number of errors by code since the last call."""
    return Counter(_troubles.popleft() for _ in range(len(_troubles)))


def _trouble(code: str) -> RedisUnavailable:
    _troubles.append(code)
    return RedisUnavailable(code)
