"""The least that an answer from Redis can cost: one GET, and orjson."""

from collections.abc import Callable
from typing import Any

import orjson
from django.conf import settings
from redis import Redis

from benchmarks.peers.peer import KEY, SOCKET_TIMEOUT, Peer


class Limit(Peer):
    """No expiry that anybody checks, no protection, no age: the physical limit and not a cache."""

    name = "redis-py GET + orjson (the limit)"
    how = "`orjson.loads(client.get(key))` and `client.set(key, orjson.dumps(value), px=…)`"
    same_guarantees = False

    def open(self) -> None:
        """A client of its own, with the wire protocol of the settings."""
        url = str(settings.CACHES["default"]["LOCATION"])
        self._client: Any = Redis.from_url(url, protocol=2, socket_timeout=SOCKET_TIMEOUT)

    def get_or_fetch(self, fetch: Callable[[], Any]) -> Any:  # noqa: ARG002 - nothing is ever fetched
        """The value; it must be there."""
        return orjson.loads(self._client.get(KEY))

    def put(self, value: Any) -> None:
        """Keep a value."""
        self._client.set(KEY, orjson.dumps(value), px=self.fresh * 1000)
