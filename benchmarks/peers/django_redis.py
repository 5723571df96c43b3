"""django-redis, as it comes and with JSON."""

from collections.abc import Callable
from typing import Any, ClassVar

import orjson
from django.conf import settings
from django_redis.cache import RedisCache
from django_redis.serializers.base import BaseSerializer

from benchmarks.peers.peer import KEY, SOCKET_TIMEOUT, Peer


class OrjsonSerializer(BaseSerializer):  # type: ignore[misc]  # it has no types
    """JSON by the fastest library there is."""

    def dumps(self, value: Any) -> bytes:
        """The text of `value`."""
        return orjson.dumps(value)

    def loads(self, value: bytes) -> Any:
        """The value of a text."""
        return orjson.loads(value)


class DjangoRedis(Peer):
    """Its default: pickle."""

    name = "django-redis, default"
    how = "`cache.get_or_set`, values pickled as it comes"
    same_guarantees = False
    options: ClassVar[dict[str, Any]] = {}

    def open(self) -> None:
        """A cache of its own beside the settings' one."""
        options = {"SOCKET_CONNECT_TIMEOUT": SOCKET_TIMEOUT, "SOCKET_TIMEOUT": SOCKET_TIMEOUT, **self.options}
        params = {"OPTIONS": {**options, "IGNORE_EXCEPTIONS": True}, "KEY_PREFIX": type(self).__name__}
        self._cache = RedisCache(settings.CACHES["default"]["LOCATION"], params)

    def get_or_fetch(self, fetch: Callable[[], Any]) -> Any:
        """The value, fetched when there is none."""
        return self._cache.get_or_set(KEY, fetch, self.fresh)

    def put(self, value: Any) -> None:
        """Keep a value."""
        self._cache.set(KEY, value, self.fresh)


class DjangoRedisJson(DjangoRedis):
    """With a serializer that it lets one choose."""

    name = "django-redis, orjson"
    how = "`cache.get_or_set`, `SERIALIZER` is three lines around orjson; `IGNORE_EXCEPTIONS` in both"
    same_guarantees = True
    options: ClassVar[dict[str, Any]] = {"SERIALIZER": f"{__name__}.OrjsonSerializer"}
