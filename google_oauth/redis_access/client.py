"""The one door through which everything here goes to Redis.

django-redis lends the connection, with the socket timeouts of `settings.CACHES`. A call is tried once. The
first timeout or lost connection opens the breaker of this process, so that only one caller pays for an outage.
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

Answer = TypeVar("Answer")


@cache
def _client() -> Any:
    """The client that django-redis lends, for all threads; Django would make each of them one of its own."""
    return get_redis_connection()


@receiver(setting_changed)
def _forget_client(*, setting: str, **_: Any) -> None:
    """Tests point the settings elsewhere."""
    if setting == "CACHES":
        _client.cache_clear()


def _probe() -> bool:
    """Whether Redis answers a PING; one that is loading, or wants another password, does not."""
    try:
        _client().ping()
    except RedisError:
        return False
    return True


breaker = Breaker(_probe)
refusals = Refusals()
# Appending and popping need no lock, which a fork might leave held.
_troubles: deque[str] = deque(maxlen=10_000)


def call(operation: Callable[[Any], Answer], *, purpose: Purpose = "read") -> Answer:
    """What `operation` returns, given redis-py's client to send its commands with (bytes come back).

    `purpose` names the kind of command, because Redis may refuse one kind and serve another: a full or
    read-only server still reads. Raises RedisUnavailable, with the server's error word or "away" as its code,
    and never an exception of the client library.
    """
    if breaker.is_open:
        raise RedisUnavailable("away")
    try:
        answer = operation(_client())
    except MaxConnectionsError as exc:
        # Our own pool is at its limit, which says nothing about the server.
        raise _trouble("connections") from exc
    except (LostConnection, NoAnswer) as exc:
        breaker.trip(type(exc).__name__)
        raise _trouble("away") from exc
    except RedisError as exc:
        raise _trouble(refusals.note(purpose, exc)) from exc
    refusals.forget(purpose)
    return answer


def take_troubles() -> Counter[str]:
    """How often which trouble was met since the last call, for whoever keeps the statistics."""
    return Counter(_troubles.popleft() for _ in range(len(_troubles)))


def _trouble(code: str) -> RedisUnavailable:
    _troubles.append(code)
    return RedisUnavailable(code)
