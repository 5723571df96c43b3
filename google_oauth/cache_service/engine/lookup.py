"""Reading and writing one entry without a refresh."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from datetime import datetime
from typing import Any

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.entry import CacheEntry
from google_oauth.cache_service.report import log as messages
from google_oauth.cache_service.report.counters import count
from google_oauth.cache_service.storage import codec, store
from google_oauth.cache_service.storage.keys import Question
from google_oauth.cache_service.storage.metadata import Meta
from google_oauth.cache_service.storage.stored import Found, nothing
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


def in_this_context(question: Question) -> Question:
    """The same question, marked if the caller bypasses Redis."""
    since = _bypass_since.get()
    return replace(question, bypass_since=since) if since else question


def look_up(question: Question) -> Found:
    """Read the entry; an empty result when Redis does not answer or is bypassed."""
    if question.bypass_since:
        return nothing(question)
    try:
        found = store.read(question)
    except RedisUnavailable:
        return nothing(question)
    if found.is_garbage:
        count(question.data_set.service, "garbage")
    return found


def get_fresh(question: Question) -> CacheEntry | None:
    """The stored entry if it is fresh, else None."""
    found = look_up(in_this_context(question))
    service = question.data_set.service
    if not found.meta.is_fresh:
        count(service, "misses")
        return None
    count(service, "fresh_hits")
    entry = found.entry()
    messages.log_hit(question.data_set, entry)
    return entry


def put(question: Question, data: Any) -> None:
    """Store `data` as fetched now; a refresh under way loses its lease.

    TypeError or ValueError for data that would not be read back equal, or are too large.
    """
    codec.check(data)
    body = codec.encode(data)
    if len(body) > conf.max_bytes:
        raise ValueError(f"larger than {conf.max_bytes} bytes")
    if in_this_context(question).bypass_since:
        return
    try:
        store.write(question, Meta.of_answer(question), body)
    except RedisUnavailable:
        return
    messages.log_stored(question.data_set, data)
