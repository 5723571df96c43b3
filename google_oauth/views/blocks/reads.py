"""The reads of one request: each source once, side by side, within one deadline."""

from collections.abc import Callable, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property
from time import monotonic
from typing import Any, Generic, TypedDict, TypeVar, cast

from django.http import HttpRequest

from google_oauth.cache_service import CacheEntry, cache_conf
from google_oauth.exceptions import StillRefreshing, UpstreamError

# Seconds that a whole page waits for what is not cached.
PAGE_PATIENCE = 0.4

T = TypeVar("T")


class Deadline:
    """The end of a wait that several reads share."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left, never less than 0."""
        return max(0.0, self._end - monotonic())


@dataclass(frozen=True)
class Answer(Generic[T]):
    """The answer of a source: its entries, and a function that parses them.

    `names` are dictionaries; their age counts only when they are stale. `incomplete`: an optional part is still
    on its way. An answer with an `error` is missing, and its value is None.
    """

    parse: Callable[[], T]
    entries: Sequence[CacheEntry] = ()
    names: Sequence[CacheEntry] = ()
    incomplete: bool = False
    error: UpstreamError | None = None

    @cached_property
    def value(self) -> T:
        """The parsed answer; may raise UpstreamError. Parsed on first use: a refresh needs no value."""
        return self.parse()


@dataclass(frozen=True)
class Source(Generic[T]):
    """Data that pages read; equal functions with equal arguments are one source.

    `read(reads, *args)` calls methods of services or reads other sources. It raises UpstreamError.
    """

    read: "Callable[..., Answer[T]]"
    args: tuple[Hashable, ...] = ()


class Manner(TypedDict):
    force: bool
    wait: float


@dataclass(frozen=True)
class Reads:
    """The reads of one request. `deadline` limits the wait for needed sources, `soon` that for optional ones.

    `force` refreshes, as `sync_` of the services does. `starting` begins refreshes without waiting for them.
    `kept` holds answers.
    """

    request: HttpRequest
    deadline: Deadline
    soon: Deadline
    force: bool = False
    starting: bool = False
    kept: dict[Source[Any], Answer[Any]] = field(default_factory=dict)

    @property
    def manner(self) -> Manner:
        return {"force": self.force, "wait": self.deadline.left()}

    def need(self, source: Source[T]) -> Answer[T]:
        """Return the answer; raises UpstreamError, StillRefreshing when the deadline is over first."""
        answer = self.kept.get(source)
        # An incomplete answer may be complete now; while starting, that is not asked.
        if answer is None or (answer.incomplete and not self.starting):
            try:
                answer = source.read(self, *source.args)
            except UpstreamError as exc:
                answer = missing(exc)
            if self.force and self.starting:
                # It may be the stored answer instead of the new one.
                answer = replace(answer, incomplete=True)
            self.kept[source] = answer
        if answer.error is not None:
            raise answer.error
        return cast("Answer[T]", answer)

    def optional(self, source: Source[T]) -> Answer[T] | Answer[None]:
        """Return the answer, or a missing one. A refresh reads no optional source."""
        if self.force:
            return Answer(_nothing)
        try:
            return replace(self, deadline=self.soon).need(source)
        except UpstreamError as exc:
            return missing(exc)

    def start(self, *sources: Source[Any]) -> None:
        """Begin to read the sources in this order, without waiting."""
        now = Deadline(0)
        started = replace(self, deadline=now, soon=now, starting=True)
        for source in sources:
            with suppress(UpstreamError):
                started.need(source)

    def all(self, *sources: Source[Any]) -> list[Answer[Any]]:
        """Return the answers of several sources, read side by side; raises the first UpstreamError."""
        # The first needs no start: it is waited for at once.
        self.start(*sources[1:])
        return [self.need(source) for source in sources]

    def optionals(self, *sources: Source[T]) -> list[Answer[T] | Answer[None]]:
        """Return the answers of several optional sources, read side by side."""
        if not self.force:
            self.start(*sources[1:])
        return [self.optional(source) for source in sources]

    def is_settled(self, source: Source[Any]) -> bool:
        """Return whether the answer or the error is known."""
        answer = self.kept.get(source)
        return answer is not None and not answer.incomplete


def combine(parse: Callable[[], T], *answers: Answer[Any]) -> Answer[T]:
    """Return an answer that is parsed from others; it is incomplete if one of them is."""
    return Answer(
        parse,
        [entry for answer in answers for entry in answer.entries],
        [entry for answer in answers for entry in answer.names],
        incomplete=any(answer.incomplete for answer in answers),
    )


def missing(error: UpstreamError) -> Answer[None]:
    return Answer(_nothing, incomplete=isinstance(error, StillRefreshing), error=error)


def refresh_sources(request: HttpRequest, *sources: Source[Any]) -> None:
    """Fetch the sources now, side by side. Failures stay in the cache, and the page shows them."""
    deadline = Deadline(cache_conf.hard_timeout)
    reads = Reads(request, deadline, soon=deadline, force=True)
    # As in `all`, but here none fails for another.
    reads.start(*sources[1:])
    for source in sources:
        with suppress(UpstreamError):
            reads.need(source)


def _nothing() -> None:
    return None
