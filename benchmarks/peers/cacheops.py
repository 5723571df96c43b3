"""django-cacheops: a function's results, cached with its lock."""

import importlib
import time
import warnings
from collections.abc import Callable
from typing import Any

import orjson
from django.conf import settings
from redis.backoff import NoBackoff
from redis.connection import parse_url
from redis.retry import Retry

from benchmarks.peers.peer import KEY, Peer


class Json:
    """What it asks of a serializer."""

    dumps = staticmethod(orjson.dumps)
    loads = staticmethod(orjson.loads)


class Cacheops(Peer):
    """`cached_as` is what its lock comes with; it ties the result to a row of a model."""

    name = "django-cacheops"
    how = (
        "`cached_as(row, lock=True)`, serializer orjson, redis-py's ten retries off; no socket timeout of ours,"
        " because its waiters block in Redis for as long as the fetch takes"
    )

    def open(self) -> None:
        """Point it at the server before it is imported; then it patches Django's query sets."""
        warnings.filterwarnings("ignore", module="cacheops")
        address = parse_url(settings.CACHES["default"]["LOCATION"])  # type: ignore[no-untyped-call]
        settings.CACHEOPS_REDIS = {**address, "protocol": 2, "retry": Retry(NoBackoff(), 0)}
        settings.CACHEOPS = {"auth.user": {"ops": (), "timeout": self.fresh}}
        settings.CACHEOPS_SERIALIZER = f"{__name__}.Json"
        settings.CACHEOPS_DEGRADE_ON_FAILURE = True
        query = importlib.import_module("cacheops.query")
        users = importlib.import_module("django.contrib.auth.models").User.objects
        if not hasattr(users.all(), "_require_cacheprofile"):
            query.install_cacheops()
        self._simple = importlib.import_module("cacheops.simple").cache
        self._fetch: Callable[[], Any] = list
        cached = query.cached_as(users.filter(pk=7), timeout=self.fresh, lock=True, extra=KEY)
        self._cached = cached(self._fetch_now)

    def _fetch_now(self) -> Any:
        return self._fetch()

    def get_or_fetch(self, fetch: Callable[[], Any]) -> Any:
        """The value, fetched when there is none."""
        self._fetch = fetch
        return self._cached()

    def put(self, value: Any) -> None:
        """Keep a value where nothing is: this function's results are kept by a miss only."""
        self.get_or_fetch(lambda: value)

    def time_stores(self, value: Any, number: int) -> float:
        """Of its simple cache, which stores without a miss."""
        began = time.perf_counter()
        for _ in range(number):
            self._simple.set(KEY, value, self.fresh)
        return (time.perf_counter() - began) / number
