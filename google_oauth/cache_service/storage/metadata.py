"""What is known of an entry besides its body, and how both are boxed.

The metadata field reads `5|<end>|<cached_at>|<fresh_until>|<box>`. In clear stand the format's version, when the entry
may be thrown away, where a Lua script finds it, and the two times by which entries are counted, empty where there is
no answer; all in seconds since the epoch. In the box are the facts, among them the parameters. It belongs to its
place and to what stands in clear, and the box of the body to its place and to the mark in the facts. So bytes that
were cut, altered, moved here from another user, another question or another time, or written by another version of
this program, are told from ours, and count as nothing.
"""

import math
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from secrets import token_hex
from typing import Any, Final, Self

import orjson

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.storage import clock, sealing
from google_oauth.cache_service.storage.keys import Place, Question

VERSION: Final = b"5"
# Seconds by which the clocks of two hosts may differ; an entry from farther in the future is not believed.
CLOCK_SKEW: Final = 60.0
_HEAD_PARTS: Final = 4
# Metadata that this process has opened and keeps open, half a kilobyte each.
_OPEN: Final = 2000


@dataclass(frozen=True, slots=True)
class FailureNote:
    """A failed refresh as it is recorded. Times are seconds since the epoch.

    `times` counts failures in a row; `asked` says that the upstream itself named the time to come back.
    """

    reason: str
    at: float
    retry_at: float
    times: int = 1
    asked: bool = False

    @property
    def forgotten_at(self) -> float:
        """Until when a further failure is one more in a row; the longest rest after this one's end."""
        return self.retry_at + conf.backoff_max


@dataclass(frozen=True, slots=True)
class Meta:
    """The facts of an entry; without a body (`cached_at` None) only of what was tried. Times are in seconds.

    The validator is kept as JSON text, because readers share these facts and each gets a validator of its own.
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
        question: Question,
        *,
        body_mark: str = "",
        validator: Any = None,
        forced_at: float | None = None,
    ) -> Self:
        """The facts of an answer that the upstream gave just now; with `body_mark`, of one whose body is kept."""
        return cls(
            question.parameters,
            cached_at=clock.now(),
            timeout=question.data_set.timeout,
            stale_window=question.data_set.stale_window,
            body_mark=body_mark or token_hex(16),
            validator=orjson.dumps(validator).decode(),
            forced_at=forced_at,
        )

    @property
    def age(self) -> float:
        """Seconds since the upstream gave the answer."""
        return max(0.0, clock.now() - (self.cached_at or 0.0))

    @property
    def is_usable(self) -> bool:
        """Whether there is an answer that may still be shown, fresh or stale."""
        return self._is_younger_than(self.timeout + self.stale_window)

    @property
    def is_fresh(self) -> bool:
        """Whether the answer is younger than its timeout."""
        return self._is_younger_than(self.timeout)

    @property
    def end(self) -> int:
        """When nothing of this is of use to anybody any more, in whole seconds since the epoch."""
        forced = self.forced_at + conf.force_interval if self.forced_at else 0.0
        failed = self.failure.retry_at if self.failure else 0.0
        if self.cached_at is not None:
            return math.ceil(max(self.cached_at + self.timeout + self.stale_window, failed, forced))
        remembered = self.failure.forgotten_at if self.failure else 0.0
        return math.ceil(max(remembered, forced))

    def _is_younger_than(self, seconds: float) -> bool:
        return self.cached_at is not None and -CLOCK_SKEW <= clock.now() - self.cached_at < seconds

    def without_body(self) -> "Meta":
        """What is left to say when the answer is dropped."""
        return replace(self, cached_at=None, timeout=0.0, stale_window=0.0, body_mark="", validator="null")


_FACTS: Final = tuple(fact.name for fact in fields(Meta))


def pack(place: Place, meta: Meta) -> bytes:
    """The metadata field for `place`."""
    # orjson reads dataclasses by itself, but would write down what there is not.
    facts = orjson.dumps({name: value for name in _FACTS if (value := getattr(meta, name)) is not None})
    head = b"|".join((VERSION, b"%d" % meta.end, *_times(meta)))
    return head + b"|" + sealing.close(facts, _owner(place, head))


def unpack(place: Place, field: bytes) -> Meta:
    """The metadata in `field`; ValueError unless we wrote them, for this place, in this format."""
    return _opened(sealing.current_keys(), place.hash_name, place.digest, field)


@lru_cache(maxsize=_OPEN)
def _opened(keys: sealing.Keys, hash_name: str, digest: str, field: bytes) -> Meta:
    """Opened once, as long as nobody writes others: with what it takes, that is a tenth of a fresh hit of 17 KB."""
    version, end, cached_at, fresh_until, box = field.split(b"|", _HEAD_PARTS)
    if version != VERSION:
        raise ValueError("of another version")
    head = b"|".join((version, end, cached_at, fresh_until))
    values = orjson.loads(sealing.open_(box, _owner(Place(hash_name, digest), head), keys))
    failure = values.pop("failure", None)
    return Meta(**values, failure=FailureNote(**failure) if failure else None)


def pack_body(place: Place, meta: Meta, body: bytes) -> bytes:
    """The body field for `place`, readable beside these metadata and no others."""
    return sealing.close(body, _owner(place, meta.body_mark.encode()))


def unpack_body(place: Place, meta: Meta, field: bytes) -> bytes:
    """The body in `field`; ValueError unless it was written for this place with these metadata."""
    return sealing.open_(field, _owner(place, meta.body_mark.encode()))


def times_in(field: bytes) -> tuple[float, float] | None:
    """When the answer was given and until when it is fresh; None where nothing is kept or nothing can be read.

    For counting what is kept: the box is not opened, so nothing else may follow from this.
    """
    try:
        version, _, cached_at, fresh_until, _ = field.split(b"|", _HEAD_PARTS)
        times = float(cached_at), float(fresh_until)
    except ValueError:
        return None
    return times if version == VERSION and all(map(math.isfinite, times)) else None


def _times(meta: Meta) -> tuple[bytes, bytes]:
    if meta.cached_at is None:
        return b"", b""
    return str(meta.cached_at).encode(), str(meta.cached_at + meta.timeout).encode()


def _owner(place: Place, more: bytes) -> bytes:
    return f"{place.hash_name}|{place.digest}|".encode() + more
