"""Blocks of a page, and the rule for cold ones.

A page first starts every block without waiting, so that their refreshes run side by side; then it waits for
the cold ones together, never longer than PAGE_PATIENCE. What is still missing becomes a skeleton with a link,
and the request for that one block waits as long as the cache lets anybody wait.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Generic, Protocol, TypeVar

from django.conf import settings

from google_oauth.cache_service import CacheEntry
from google_oauth.exceptions import StillRefreshing, UpstreamError
from google_oauth.views.blocks.freshness import Freshness, freshness_of
from google_oauth.views.blocks.states import State, loading_state, slow_state, state_of

# Seconds that a whole page may wait for its cold blocks.
PAGE_PATIENCE = 0.4

T = TypeVar("T")


class Patience:
    """How long several reads may wait together, and whether they pass over what is still fresh."""

    def __init__(self, seconds: float, *, force: bool = False) -> None:
        self._end = monotonic() + seconds
        self.force = force

    def left(self) -> float:
        """Return the seconds that are left, never less than 0."""
        return max(0.0, self._end - monotonic())


class Read(Protocol):
    """A service's `*_entry` with everything bound but the patience; raises UpstreamError."""

    def __call__(self, *, force: bool = False, wait: float | None = None) -> CacheEntry:
        """Return the entry within `wait` seconds; `force` passes over its freshness."""


@dataclass(frozen=True)
class Content:
    """What a loader made of its entries: values for the template, and whose age the block has.

    `entries` are the block's own; `names` are dictionaries, whose age matters only when they are stale. `behind`
    are entries of another source that the block's own are combined with; their age is told apart.
    `incomplete` says that something the block can do without is still on its way.
    """

    values: Mapping[str, Any]
    entries: Sequence[CacheEntry] = ()
    names: Sequence[CacheEntry] = ()
    behind: Sequence[CacheEntry] = ()
    incomplete: bool = False


Loader = Callable[[Patience], Content]


@dataclass(frozen=True)
class Block:
    """What became of a block: `values` and `freshness` when it is there, else the `state` to show instead.

    `behind` is the age of another source that its content was combined with. A block that is `incomplete` asks
    for itself again a little later.
    """

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    freshness: Freshness | None = None
    behind: Freshness | None = None
    state: State | None = None
    incomplete: bool = False


def load_blocks(loaders: Mapping[str, Loader], *, awaited: str = "") -> dict[str, Block]:
    """Load all blocks of a page; one named `awaited` may take as long as the cache lets anybody wait.

    One block's failure never touches another.
    """
    patience = {name: _longest() if name == awaited else Patience(PAGE_PATIENCE) for name in loaders}
    started = {name: _load(name, loader, Patience(0)) for name, loader in loaders.items()}
    return {
        name: block
        if block and not block.incomplete
        else _load(name, loaders[name], patience[name]) or block or _missing(name, slow=name == awaited)
        for name, block in started.items()
    }


def load_block(name: str, loader: Loader) -> Block:
    """Load one block for a request that asks for it alone, with all the patience there is."""
    return _load(name, loader, _longest()) or _missing(name, slow=True)


def refresh_block(loader: Loader) -> None:
    """Fetch what is behind a block anew. What went wrong is kept in the cache, and the page words it."""
    with suppress(UpstreamError):
        loader(_longest(force=True))


def refresh_together(loads: Sequence[Callable[[Patience], object]]) -> None:
    """Fetch what several loads read anew, side by side, as `refresh_block` does; none fails for another."""
    for patience in (Patience(0, force=True), _longest(force=True)):
        for load in loads:
            with suppress(UpstreamError):
                load(patience)


def read_all(patience: Patience, *reads: Read) -> list[CacheEntry]:
    """Start every read before waiting for any, then return their entries in order.

    Raises the first UpstreamError that comes; StillRefreshing when the patience is over first.
    """
    if not reads:
        return []
    # The first needs no start of its own: nothing is done between that and waiting for it.
    started = [_start(read, force=patience.force) for read in reads[1:]]
    first = reads[0](force=patience.force, wait=patience.left())
    return [first, *(finish(patience) for finish in started)]


def read_if_there(load: Callable[[Patience], T], patience: Patience) -> T | UpstreamError:
    """Load what a block can do without; where it is not there, return the error that says why.

    It is never forced, and nobody waits for it longer than a page does.
    """
    try:
        return load(Patience(min(PAGE_PATIENCE, patience.left())))
    except UpstreamError as exc:
        return exc


class Once(Generic[T]):
    """A load that several blocks of one request ask for: the first that succeeds serves them all."""

    def __init__(self, load: Callable[[Patience], T]) -> None:
        self._load = load
        self._kept: list[T] = []

    def __call__(self, patience: Patience) -> T:
        """Return what was loaded; raises what the load raises, and then the next asker tries again."""
        if not self._kept:
            self._kept.append(self._load(patience))
        return self._kept[0]


def begin(load: Callable[[Patience], object], patience: Patience) -> None:
    """Start what is to be read later, before other reads take all the refreshes that may run at once.

    Not where the reader asked for a refresh: the later read forces one, and would be the second.
    """
    if not patience.force:
        read_if_there(load, Patience(0))


def _start(read: Read, *, force: bool) -> Callable[[Patience], CacheEntry]:
    def finish(patience: Patience) -> CacheEntry:
        return read(force=force, wait=patience.left())

    try:
        entry = read(force=force, wait=0)
    except StillRefreshing:
        return finish
    return finish if force else lambda _: entry


def _load(name: str, loader: Loader, patience: Patience) -> Block | None:
    """Return the block, or None when the patience was over first."""
    try:
        content = loader(patience)
    except StillRefreshing:
        return None
    except UpstreamError as exc:
        return Block(name, state=state_of(exc, block=name))
    freshness = freshness_of(content.entries, content.names)
    behind = freshness_of(content.behind)
    return Block(name, content.values, freshness, behind, incomplete=content.incomplete)


def _missing(name: str, *, slow: bool) -> Block:
    return Block(name, state=slow_state() if slow else loading_state())


def _longest(*, force: bool = False) -> Patience:
    return Patience(settings.API_CACHE_HARD_TIMEOUT, force=force)
