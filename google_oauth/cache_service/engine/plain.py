"""Reading and writing without a refresh."""

from typing import Any

from django.conf import settings

from google_oauth.cache_service.engine.look import look
from google_oauth.cache_service.entry import CacheEntry
from google_oauth.cache_service.report import log as messages
from google_oauth.cache_service.report.counters import count
from google_oauth.cache_service.storage import codec, store
from google_oauth.cache_service.storage.keys import Question
from google_oauth.cache_service.storage.metadata import Meta
from google_oauth.exceptions import RedisUnavailable


def get(question: Question) -> CacheEntry | None:
    """The stored entry while it is fresh."""
    found = look(question)
    service = question.data_set.service
    if not found.meta.is_fresh:
        count(service, "misses")
        return None
    count(service, "fresh_hits")
    entry = found.entry()
    messages.log_hit(question.data_set, entry)
    return entry


def put(question: Question, data: Any) -> None:
    """Keep `data` as fetched now; a refresh under way is overtaken.

    TypeError or ValueError for what would not be read back equal, or is too large.
    """
    codec.check(data)
    body = codec.encode(data)
    if len(body) > settings.API_CACHE_MAX_BYTES:
        raise ValueError(f"larger than {settings.API_CACHE_MAX_BYTES} bytes")
    meta = Meta.of_answer(question)
    try:
        store.write(question, meta, body)
    except RedisUnavailable:
        return
    messages.log_stored(question.data_set, data)
