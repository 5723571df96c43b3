"""Answering one question: from the store when fresh, else by a refresh."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from google_oauth.cache_service import clock, codec, messages, store
from google_oauth.cache_service.entry import CacheEntry, Fetched, NotModified
from google_oauth.cache_service.found import Found, nothing
from google_oauth.cache_service.keys import Question
from google_oauth.cache_service.meta import Meta, body_digest
from google_oauth.exceptions import RedisUnavailable

Fetch = Callable[[CacheEntry | None], Any]


def get_fresh(question: Question) -> CacheEntry | None:
    """The stored entry while it is fresh."""
    try:
        found = store.read(question)
    except RedisUnavailable:
        return None
    if not found.meta.is_fresh:
        return None
    entry = found.entry()
    messages.log_hit(question.data_set, entry.data)
    return entry


def put(question: Question, data: Any) -> None:
    """Keep `data` as fetched now; TypeError or ValueError for what would not be read back equal."""
    codec.check(data)
    _keep(nothing(question), Fetched(data))


def get_or_fetch(question: Question, fetch: Fetch, *, force: bool, wait: float | None) -> CacheEntry:
    """The fresh answer, fetched if need be."""
    try:
        found = store.read(question)
    except RedisUnavailable:
        found = nothing(question)
    if found.meta.is_fresh and not force:
        entry = found.entry()
        messages.log_hit(question.data_set, entry.data)
        return entry
    answer = fetch(found.entry() if found.meta.is_usable else None)
    return _keep(found, answer if isinstance(answer, Fetched | NotModified) else Fetched(answer))


def _keep(found: Found, answer: Fetched | NotModified) -> CacheEntry:
    question = found.question
    body = found.body if isinstance(answer, NotModified) else codec.encode(answer.data)
    meta = Meta(
        question.parameters,
        cached_at=clock.now(),
        timeout=question.data_set.timeout,
        stale_window=question.data_set.stale_window,
        body_digest=body_digest(body),
        validator=answer.validator,
    )
    entry = replace(Found(question, meta, body).entry(), age=timedelta(0))
    try:
        store.write(question, meta, body)
    except RedisUnavailable:
        return entry
    messages.log_stored(question.data_set, entry.data)
    return entry
