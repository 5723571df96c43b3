"""What the stack's cache holds, seen and changed behind its back, so that no test waits for a clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import redis

from google_oauth.cache_service.storage.keys import PREFIX, EntryAddress
from google_oauth.cache_service.storage.metadata import (
    Metadata,
    seal_body,
    seal_metadata,
    unseal_body,
    unseal_metadata,
)
from tests.stack import Stack


class Kept:
    """The Redis of a stack whose SECRET_KEY is that of the tests, so that what is encrypted here is read there."""

    def __init__(self, stack: Stack) -> None:
        self._redis = redis.Redis.from_url(stack.environ["REDIS_URL"])

    def close(self) -> None:
        """Let the connection go."""
        self._redis.close()

    def clear(self) -> None:
        """Let nothing be there, failures and rests of upstreams included."""
        self._redis.flushdb()

    def forget(self, service: str) -> None:
        """Let no answer of this data set be there."""
        if keys := self._redis.keys(f"{PREFIX}:*:{service}"):
            self._redis.delete(*keys)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have everything at the end as it is now."""
        names = self._redis.keys()
        found = {name: (self._redis.dump(name), max(self._redis.pttl(name), 0)) for name in names}
        # What has ended of itself meanwhile is no loss.
        kept = {name: (value, life) for name, (value, life) in found.items() if value}
        yield
        self._restore(kept)

    def be_aged(self, age: timedelta) -> None:
        """Let all entries be so old, whenever they came, and let none have failed to be renewed."""
        moment = (datetime.now(UTC) - age).timestamp()
        for place, meta in self._metas():
            names = place.fields[:2]
            body = self._redis.hget(place.hash_name, names[1])
            if meta.cached_at and body:
                aged = replace(meta, cached_at=moment, forced_at=None, failure=None)
                boxes = seal_metadata(place, aged), seal_body(place, aged, unseal_body(place, meta, body))
                self._redis.hset(place.hash_name, mapping=dict(zip(names, boxes, strict=True)))

    def cached_at(self, service: str) -> datetime:
        """When the upstream gave the oldest answer of a data set, in UTC."""
        moments = [meta.cached_at for place, meta in self._metas(service) if meta.cached_at]
        return datetime.fromtimestamp(min(moments), UTC)

    def _metas(self, service: str = "*") -> Iterator[tuple[EntryAddress, Metadata]]:
        for key in self._redis.keys(f"{PREFIX}:*:{service}"):
            for name, value in self._redis.hgetall(key).items():
                kind, _, digest = name.decode().partition(":")
                if kind == "m":
                    place = EntryAddress(key.decode(), digest)
                    yield place, unseal_metadata(place, value)

    def _restore(self, kept: dict[bytes, tuple[bytes, int]]) -> None:
        self.clear()
        for key, (value, life) in kept.items():
            self._redis.restore(key, life, value, replace=True)
