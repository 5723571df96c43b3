"""What is known of an entry besides its body, and how both are sealed.

The metadata field reads `3|<end>|<seal>|<JSON>`: the format's version, when the entry may be thrown away
(whole seconds since the epoch, where a Lua script finds it without reading JSON), a seal over the rest and over
the place where it is kept, and the facts themselves, among them the seal of the body. So bytes that
were cut, altered, moved here from another user or another question, or written by another version of this
program, are told from ours, and count as nothing.
"""

import math
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self

import orjson
from django.conf import settings

from google_oauth.cache_service import clock
from google_oauth.cache_service.keys import Place, Question
from google_oauth.cache_service.sealing import is_sealed, seal

VERSION: Final = b"3"
# Seconds by which the clocks of two hosts may differ; an entry from farther in the future is not believed.
CLOCK_SKEW: Final = 60.0


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
        return self.retry_at + float(settings.API_CACHE_RETRY_AFTER_CAP)


@dataclass(frozen=True, slots=True)
class Meta:
    """The facts of an entry; without a body (`cached_at` None) only of what was tried. Times are in seconds."""

    parameters: str
    cached_at: float | None = None
    timeout: float = 0.0
    stale_window: float = 0.0
    body_seal: str = ""
    validator: Any = None
    failure: FailureNote | None = None
    forced_at: float | None = None

    @classmethod
    def of_answer(
        cls, question: Question, body: bytes, *, validator: Any = None, forced_at: float | None = None
    ) -> Self:
        """The facts of an answer that the upstream gave just now."""
        return cls(
            question.parameters,
            cached_at=clock.now(),
            timeout=question.data_set.timeout,
            stale_window=question.data_set.stale_window,
            body_seal=seal(body),
            validator=validator,
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
        forced = self.forced_at + settings.API_CACHE_FORCE_INTERVAL if self.forced_at else 0.0
        failed = self.failure.retry_at if self.failure else 0.0
        if self.cached_at is not None:
            return math.ceil(max(self.cached_at + self.timeout + self.stale_window, failed, forced))
        remembered = self.failure.forgotten_at if self.failure else 0.0
        return math.ceil(max(remembered, forced))

    def _is_younger_than(self, seconds: float) -> bool:
        return self.cached_at is not None and -CLOCK_SKEW <= clock.now() - self.cached_at < seconds

    def without_body(self) -> "Meta":
        """What is left to say when the answer is dropped."""
        return replace(self, cached_at=None, timeout=0.0, stale_window=0.0, body_seal="", validator=None)


_FACTS: Final = tuple(fact.name for fact in fields(Meta))


def pack(place: Place, meta: Meta) -> bytes:
    """The metadata field for `place`."""
    # orjson reads dataclasses by itself, but would write down what there is not.
    facts = orjson.dumps({name: value for name in _FACTS if (value := getattr(meta, name)) is not None})
    end = b"%d" % meta.end
    return b"|".join((VERSION, end, seal(_sealed(place, end, facts)).encode(), facts))


def unpack(place: Place, field: bytes) -> Meta:
    """The metadata in `field`; ValueError unless we wrote them, for this place, in this format."""
    version, end, given, facts = field.split(b"|", 3)
    if version != VERSION or not is_sealed(_sealed(place, end, facts), given.decode()):
        raise ValueError("not sealed by us, for this place")
    values = orjson.loads(facts)
    failure = values.pop("failure", None)
    return Meta(**values, failure=FailureNote(**failure) if failure else None)


def times_in(field: bytes) -> tuple[float, float] | None:
    """When the answer was given and until when it is fresh; None where nothing is kept or nothing can be read.

    For counting what is kept: the seal is not looked at, so nothing else may follow from this.
    """
    try:
        version, _, _, facts = field.split(b"|", 3)
        values = orjson.loads(facts)
        cached_at, timeout = values["cached_at"], values["timeout"]
    except (ValueError, KeyError, TypeError):
        return None
    if version != VERSION or type(cached_at) is not float or type(timeout) is not float:
        return None
    return cached_at, cached_at + timeout


def _sealed(place: Place, end: bytes, facts: bytes) -> bytes:
    return f"{place.hash_name}|{place.digest}|".encode() + end + b"|" + facts
