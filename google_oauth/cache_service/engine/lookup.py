"""Reads and writes of one entry without a refresh, and the bypass of Redis."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from typing import Any

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.entry import CacheEntry
from google_oauth.cache_service.report import log
from google_oauth.cache_service.report.counters import count
from google_oauth.cache_service.storage import codec, store
from google_oauth.cache_service.storage.keys import EntryKey
from google_oauth.cache_service.storage.metadata import Metadata
from google_oauth.cache_service.storage.stored import StoredEntry, empty
from google_oauth.exceptions import RedisUnavailable

_bypass_since: ContextVar[datetime | None] = ContextVar("bypass_since", default=None)


@contextmanager
def bypassing_redis(since: datetime | None) -> Iterator[None]:
    """Neither read nor store entries in Redis within this block; with None, use Redis as usual.

    `since` is the time of a removal that Redis has not confirmed. A read joins only refreshes that began with
    the same `since`. A refresh that began in the block keeps bypassing Redis after its end.
    """
    token = _bypass_since.set(since)
    try:
        yield
    finally:
        _bypass_since.reset(token)


def in_this_context(key: EntryKey) -> EntryKey:
    since = _bypass_since.get()
    return replace(key, bypass_since=since) if since else key


def look_up(key: EntryKey) -> StoredEntry:
    """Read the entry; an empty result when Redis does not answer or is bypassed."""
    if key.bypass_since:
        return empty(key)
    try:
        stored = store.read_entry(key)
    except RedisUnavailable:
        return empty(key)
    if stored.is_garbage:
        count(key.data_set.service, "garbage")
    return stored


def get_fresh(key: EntryKey) -> CacheEntry | None:
    stored = look_up(in_this_context(key))
    if not stored.meta.is_fresh:
        count(key.data_set.service, "misses")
        return None
    count(key.data_set.service, "fresh_hits")
    entry = stored.to_entry()
    log.log_hit(key.data_set, entry)
    return entry


def put(key: EntryKey, data: Any) -> None:
    """Store `data` as fetched now; a refresh under way loses its lease.

    TypeError or ValueError for data that would not be read back equal, or are too large.
    """
    codec.check_storable(data)
    body = codec.encode(data)
    if len(body) > conf.max_bytes:
        raise ValueError(f"larger than {conf.max_bytes} bytes")
    if in_this_context(key).bypass_since:
        return
    try:
        store.write_entry(key, Metadata.of_answer(key), body)
    except RedisUnavailable:
        return
    log.log_stored(key.data_set, data)
