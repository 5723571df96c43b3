"""dogpile.cache with its lock in Redis, and orjson."""

from collections.abc import Callable
from typing import Any

import orjson
from django.conf import settings
from dogpile.cache import make_region
from redis.backoff import NoBackoff
from redis.retry import Retry

from benchmarks.peers.peer import KEY, SOCKET_TIMEOUT, Peer


class Dogpile(Peer):
    """A region; what is older than `fresh` is served to all but the one who makes it anew."""

    name = "dogpile.cache"
    how = (
        "`region.get_or_create`, serializer orjson, `distributed_lock` with a `lock_timeout` of 60 s,"
        " redis-py's ten retries off"
    )

    def open(self) -> None:
        """A region of its own."""
        arguments = {
            "url": settings.CACHES["default"]["LOCATION"],
            "redis_expiration_time": 24 * 3600,
            "distributed_lock": True,
            "thread_local_lock": False,
            "lock_timeout": 60,
            "socket_timeout": SOCKET_TIMEOUT,
            "socket_connect_timeout": SOCKET_TIMEOUT,
            "connection_kwargs": {"protocol": 2, "retry": Retry(NoBackoff(), 0)},
        }
        self._region = make_region(serializer=orjson.dumps, deserializer=orjson.loads)
        self._region.configure("dogpile.cache.redis", expiration_time=self.fresh, arguments=arguments)

    def get_or_fetch(self, fetch: Callable[[], Any]) -> Any:
        """The value, fetched when there is none."""
        return self._region.get_or_create(f"dogpile:{KEY}", fetch)

    def put(self, value: Any) -> None:
        """Keep a value."""
        self._region.set(f"dogpile:{KEY}", value)
