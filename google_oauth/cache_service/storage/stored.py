"""An entry as it was read from Redis."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import orjson

from google_oauth.cache_service.entry import CacheEntry, Failure
from google_oauth.cache_service.storage import clock, codec
from google_oauth.cache_service.storage.keys import EntryKey
from google_oauth.cache_service.storage.metadata import FailureNote, Metadata, unseal_body, unseal_metadata


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """The result of one read, possibly empty.

    `raw_meta` is the metadata field as read; scripts compare it with what is there later. Metadata with
    an answer always come with its `body`. `is_leased`: a refresh is under way.
    """

    key: EntryKey
    meta: Metadata
    body: bytes = b""
    raw_meta: bytes = b""
    is_leased: bool = False
    is_garbage: bool = False

    def to_entry(self, *, refreshing: bool | None = None, failure: FailureNote | None = None) -> CacheEntry:
        """A reader's own copy of the answer."""
        meta = self.meta
        note = failure or meta.failure
        age = meta.age
        return CacheEntry(
            data=codec.decode(self.body),
            cached_at=clock.to_datetime(meta.cached_at or 0.0),
            is_stale=age >= meta.timeout,
            age=timedelta(seconds=age),
            service=self.key.data_set.service,
            refreshing=self.is_leased if refreshing is None else refreshing,
            failure=public_failure(note) if note else None,
            validator=orjson.loads(meta.validator),
        )


def public_failure(note: FailureNote) -> Failure:
    return Failure(note.reason, clock.to_datetime(note.at), clock.to_datetime(note.retry_at))


def empty(key: EntryKey) -> StoredEntry:
    return StoredEntry(key, Metadata(key.parameters))


def parse(key: EntryKey, fields: list[Any]) -> StoredEntry:
    """The entry in the three fields (metadata, body, lease); what cannot be unsealed is garbage."""
    raw_meta, body, lease = fields[0] or b"", fields[1] or b"", fields[2] or b""
    is_leased = is_live(lease)
    try:
        meta = unseal_metadata(key, raw_meta) if raw_meta else None
    except ValueError:
        meta = None
    if meta is None:
        return StoredEntry(key, Metadata(key.parameters), b"", raw_meta, is_leased, bool(raw_meta or body))
    if meta.cached_at is None:
        return StoredEntry(key, meta, b"", raw_meta, is_leased)
    try:
        return StoredEntry(key, meta, unseal_body(key, meta, body), raw_meta, is_leased)
    except ValueError:
        return StoredEntry(key, meta.without_body(), b"", raw_meta, is_leased, is_garbage=True)


def is_live(lease: bytes) -> bool:
    """Whether a lease field is a held lease, by this host's clock. Scripts ask the server's."""
    owner, _, ends = lease.partition(b" ")
    return bool(owner) and not owner.startswith(b"!") and ends.isdigit() and int(ends) > clock.now() * 1000
