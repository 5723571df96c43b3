"""What one look into Redis found."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson

from google_oauth.cache_service.entry import CacheEntry, Failure
from google_oauth.cache_service.storage import clock, codec
from google_oauth.cache_service.storage.keys import Question
from google_oauth.cache_service.storage.metadata import FailureNote, Meta, unpack, unpack_body


@dataclass(frozen=True, slots=True)
class Found:
    """The three fields of a question, read and believed or not.

    `seen` is the metadata field as Redis has it, which a script compares with what is there later. `meta` says
    nothing of an answer unless `body` is the one it was written with. `is_leased` says that somebody refreshes.
    """

    question: Question
    meta: Meta
    body: bytes = b""
    seen: bytes = b""
    is_leased: bool = False
    is_garbage: bool = False

    def entry(self, *, refreshing: bool | None = None, failure: FailureNote | None = None) -> CacheEntry:
        """A reader's own copy of the answer."""
        meta = self.meta
        note = failure or meta.failure
        age = meta.age
        return CacheEntry(
            data=codec.decode(self.body),
            cached_at=clock.moment(meta.cached_at or 0.0),
            is_stale=age >= meta.timeout,
            age=timedelta(seconds=age),
            service=self.question.data_set.service,
            refreshing=self.is_leased if refreshing is None else refreshing,
            failure=public(note) if note else None,
            validator=orjson.loads(meta.validator),
        )


def public(note: FailureNote) -> Failure:
    """A recorded failure as readers see it."""
    return Failure(note.reason, clock.moment(note.at), clock.moment(note.retry_at))


def nothing(question: Question) -> Found:
    """As if Redis held nothing."""
    return Found(question, Meta(question.parameters))


def understand(question: Question, fields: list[Any]) -> Found:
    """What the three fields say; bytes that are not ours say nothing and are garbage."""
    seen, body, lease = (field or b"" for field in fields)
    is_leased = bool(lease) and is_live(lease)
    meta = _believed(question, seen)
    if meta is None:
        return Found(question, Meta(question.parameters), b"", seen, is_leased, bool(seen or body))
    if meta.cached_at is None:
        return Found(question, meta, b"", seen, is_leased)
    try:
        return Found(question, meta, unpack_body(question, meta, body), seen, is_leased)
    except ValueError:
        return Found(question, meta.without_body(), b"", seen, is_leased, is_garbage=True)


def _believed(question: Question, seen: bytes) -> Meta | None:
    try:
        return unpack(question, seen) if seen else None
    except ValueError:
        return None


def is_live(lease: bytes) -> bool:
    """Whether a lease is held, as far as this host's clock can tell; the scripts ask the server's."""
    owner, _, ends = lease.partition(b" ")
    return bool(owner) and not owner.startswith(b"!") and ends.isdigit() and int(ends) > clock.now() * 1000
