"""cashews, which is for coroutines only: its readers are tasks of one event loop in each process."""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar

import orjson
from cashews import Cache
from django.conf import settings

from benchmarks.harness.stage import Reading, Upstream
from benchmarks.peers.peer import KEY, OLD, SOCKET_TIMEOUT, Peer, never

Cached = Callable[[], Coroutine[Any, Any, Any]]


class Orjson:
    """What it calls a pickler; its own one for JSON uses the standard library."""

    PickleError = UnpicklingError = ValueError
    dumps = staticmethod(orjson.dumps)
    loads = staticmethod(orjson.loads)


class Cashews(Peer):
    """`cache(ttl, lock=True)`."""

    name = "cashews"
    how = "`cache(ttl=…, lock=True)` around a coroutine, orjson as its pickler, 100 connections"
    lock: ClassVar[bool] = True

    def open(self) -> None:
        """A loop, and a cache on it."""
        # Both write a traceback for each call that fails on purpose.
        for name in ("cashews", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        self._loop = asyncio.new_event_loop()
        self._fetch: Cached
        self._cache = Cache()
        backend: Any = self._cache.setup(
            settings.CACHES["default"]["LOCATION"],
            protocol=2,
            max_connections=100,
            socket_timeout=SOCKET_TIMEOUT,
            socket_connect_timeout=SOCKET_TIMEOUT,
        )
        self._configure(backend)
        self._cached = self._decorated()

    def _configure(self, backend: Any) -> None:
        backend._serializer.set_pickler(Orjson)  # noqa: SLF001 - it lets one choose among its own only

    def _decorated(self) -> Cached:
        cached: Cached = self._cache.cache(ttl=self.fresh, key=KEY, lock=self.lock)(self._fetch_now)
        return cached

    async def _fetch_now(self) -> Any:
        return await self._fetch()

    def get_or_fetch(self, fetch: Callable[[], Any]) -> Any:
        """The value, fetched when there is none; for single readings only."""

        async def fetched() -> Any:
            return await fetch.answer() if isinstance(fetch, Upstream) else fetch()

        self._fetch = fetched
        return self._loop.run_until_complete(self._cached())

    def put(self, value: Any) -> None:
        """Keep a value as fetched now, which needs a key that is not there."""
        self._loop.run_until_complete(self._cache.delete(KEY))
        self.get_or_fetch(lambda: value)

    def time_hits(self, number: int) -> float:
        """Inside the loop, without what it costs to enter it."""

        async def hits() -> float:
            began = time.perf_counter()
            for _ in range(number):
                await self._cached()
            return (time.perf_counter() - began) / number

        self._fetch = _never
        return self._loop.run_until_complete(hits())

    def time_stores(self, value: Any, number: int) -> float:
        """Inside the loop as well."""

        async def stores() -> float:
            began = time.perf_counter()
            for _ in range(number):
                await self._cache.set(KEY, value, expire=self.fresh)
            return (time.perf_counter() - began) / number

        return self._loop.run_until_complete(stores())

    def crowd(self, upstream: Upstream, size: int) -> list[Reading]:
        """In a loop of the forked child."""
        self.open()

        async def read() -> Reading:
            began = time.monotonic()
            data = await self._cached()
            return Reading(time.monotonic() - began, data, data == OLD)

        async def everyone() -> list[Reading]:
            readings = await asyncio.gather(*(read() for _ in range(size)))
            # What refreshes in the background ends too.
            while others := asyncio.all_tasks() - {asyncio.current_task()}:
                await asyncio.wait(others, timeout=1)
            return readings

        self._fetch = upstream.answer
        return self._loop.run_until_complete(everyone())


class CashewsHits(Cashews):
    """Without the lock, which it takes on hits too."""

    how = "`cache(ttl=…)` around a coroutine, orjson as its pickler; its lock would be taken on hits too"
    lock: ClassVar[bool] = False


class CashewsEarly(Cashews):
    """Its strategy against stampedes of entries that are there."""

    name = "cashews early"
    how = "`cache.early(ttl=86400, early_ttl=…)`; it keeps a datetime, so with its own pickle"
    same_guarantees = False

    def _configure(self, backend: Any) -> None:
        """As it comes."""

    def _decorated(self) -> Cached:
        cached: Cached = self._cache.early(ttl=86400, early_ttl=self.fresh, key=KEY)(self._fetch_now)
        return cached


async def _never() -> Any:
    return never()
