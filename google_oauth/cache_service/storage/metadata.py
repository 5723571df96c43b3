"""The facts about an entry besides its body, and the format in which both are stored.

The metadata field is `5|<end>|<cached_at>|<fresh_until>|<sealed facts>`. The head is in clear. It has the version of
the format, the end (a Lua script may then delete the entry), and two times by which reports count entries. They are
in seconds since the epoch, the two times empty without an answer.

The facts are sealed for the entry's address and this head. The body is sealed for the address and the `body_mark` in
the facts. So altered bytes, bytes of another entry, and other formats are detected. They count as a miss.
"""

import math
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from secrets import token_hex
from typing import Any, Final, Self

import orjson

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.storage import clock, sealing
from google_oauth.cache_service.storage.keys import EntryAddress, EntryKey

METADATA_VERSION: Final = b"5"
# Seconds by which clocks of hosts may differ. An entry from farther in the future is a miss.
MAX_CLOCK_SKEW: Final = 60.0
_HEAD_PARTS: Final = 4
# Unsealed metadata cached in this process, half a kilobyte each.
_CACHED_METADATA: Final = 2000


@dataclass(frozen=True, slots=True)
class FailureNote:
    """A recorded failure of a refresh. Times are seconds since the epoch.

    `times` counts failures in a row. `asked` means that the upstream named `retry_at`.
    """

    reason: str
    at: float
    retry_at: float
    times: int = 1
    asked: bool = False

    @property
    def forgotten_at(self) -> float:
        """Until then a further failure counts as one more in a row."""
        return self.retry_at + conf.backoff_max


@dataclass(frozen=True, slots=True)
class Metadata:
    """The facts about an entry; without a body (`cached_at` None) only about what was tried. Times in seconds.

    The validator is JSON text, because readers share this object and each needs its own copy.
    """

    parameters: str
    cached_at: float | None = None
    timeout: float = 0.0
    stale_window: float = 0.0
    body_mark: str = ""
    validator: str = "null"
    failure: FailureNote | None = None
    forced_at: float | None = None

    @classmethod
    def of_answer(
        cls,
        key: EntryKey,
        *,
        body_mark: str = "",
        validator: Any = None,
        forced_at: float | None = None,
    ) -> Self:
        """The facts about an answer of this moment; pass `body_mark` to keep the stored body."""
        return cls(
            key.parameters,
            cached_at=clock.now(),
            timeout=key.data_set.timeout,
            stale_window=key.data_set.stale_window,
            body_mark=body_mark or token_hex(16),
            validator=orjson.dumps(validator).decode(),
            forced_at=forced_at,
        )

    @property
    def age(self) -> float:
        return max(0.0, clock.now() - (self.cached_at or 0.0))

    @property
    def is_usable(self) -> bool:
        return self._is_younger_than(self.timeout + self.stale_window)

    @property
    def is_fresh(self) -> bool:
        return self._is_younger_than(self.timeout)

    @property
    def end(self) -> int:
        """When all of this may be deleted, in whole seconds since the epoch."""
        forced = self.forced_at + conf.force_interval if self.forced_at else 0.0
        failed = self.failure.retry_at if self.failure else 0.0
        if self.cached_at is not None:
            return math.ceil(max(self.cached_at + self.timeout + self.stale_window, failed, forced))
        remembered = self.failure.forgotten_at if self.failure else 0.0
        return math.ceil(max(remembered, forced))

    def without_body(self) -> "Metadata":
        return replace(self, cached_at=None, timeout=0.0, stale_window=0.0, body_mark="", validator="null")

    def _is_younger_than(self, seconds: float) -> bool:
        return self.cached_at is not None and -MAX_CLOCK_SKEW <= clock.now() - self.cached_at < seconds


_FACTS: Final = tuple(fact.name for fact in fields(Metadata))


def seal_metadata(address: EntryAddress, meta: Metadata) -> bytes:
    # orjson can encode the dataclass itself, but would include every None.
    facts = orjson.dumps({name: value for name in _FACTS if (value := getattr(meta, name)) is not None})
    head = b"|".join((METADATA_VERSION, b"%d" % meta.end, *_clear_times(meta)))
    return head + b"|" + sealing.seal(facts, _sealed_for(address, head))


def unseal_metadata(address: EntryAddress, field: bytes) -> Metadata:
    """The metadata in `field`; ValueError unless `seal_metadata` made it for this address, in this version."""
    return _unseal_cached(sealing.current_keys(), address.hash_name, address.digest, field)


@lru_cache(maxsize=_CACHED_METADATA)
def _unseal_cached(keys: sealing.SealingKeys, hash_name: str, digest: str, field: bytes) -> Metadata:
    """Cached: decrypting and parsing take a tenth of a fresh hit of 17 KB."""
    version, end, cached_at, fresh_until, sealed = field.split(b"|", _HEAD_PARTS)
    if version != METADATA_VERSION:
        raise ValueError("of another version")
    head = b"|".join((version, end, cached_at, fresh_until))
    values = orjson.loads(sealing.unseal(sealed, _sealed_for(EntryAddress(hash_name, digest), head), keys))
    failure = values.pop("failure", None)
    return Metadata(**values, failure=FailureNote(**failure) if failure else None)


def seal_body(address: EntryAddress, meta: Metadata, body: bytes) -> bytes:
    """The body field of the entry, readable together with these metadata only."""
    return sealing.seal(body, _sealed_for(address, meta.body_mark.encode()))


def unseal_body(address: EntryAddress, meta: Metadata, field: bytes) -> bytes:
    """The body in `field`; ValueError unless it was sealed for this address and these metadata."""
    return sealing.unseal(field, _sealed_for(address, meta.body_mark.encode()))


def times_in(field: bytes) -> tuple[float, float] | None:
    """`cached_at` and `fresh_until` of a metadata field; None without an answer or for unreadable bytes.

    For counting only: nothing is unsealed, so the times are not authenticated.
    """
    try:
        version, _, cached_at, fresh_until, _ = field.split(b"|", _HEAD_PARTS)
        times = float(cached_at), float(fresh_until)
    except ValueError:
        return None
    return times if version == METADATA_VERSION and all(map(math.isfinite, times)) else None


def _clear_times(meta: Metadata) -> tuple[bytes, bytes]:
    if meta.cached_at is None:
        return b"", b""
    return str(meta.cached_at).encode(), str(meta.cached_at + meta.timeout).encode()


def _sealed_for(address: EntryAddress, more: bytes) -> bytes:
    return f"{address.hash_name}|{address.digest}|".encode() + more
