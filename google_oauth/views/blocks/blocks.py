"""Blocks of a page: each declares the sources that it reads, and a pure function that draws their values."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from google_oauth.cache_service import CacheEntry
from google_oauth.exceptions import StillRefreshing, UpstreamError
from google_oauth.views.blocks.reads import Answer, Reads, Source
from google_oauth.views.blocks.states import (
    Freshness,
    State,
    freshness_of,
    slow_state,
    state_of,
)


class Age(Enum):
    """How a block shows the age of a source: as its own, only when stale, beside its own, or not at all."""

    OWN = auto()
    WHEN_STALE = auto()
    BEHIND = auto()
    UNTOLD = auto()


@dataclass(frozen=True, slots=True)
class Use:
    source: Source[Any]
    age: Age
    is_needed: bool


def needs(source: Source[Any], age: Age = Age.OWN) -> Use:
    """Use a source that the block is not drawn without."""
    return Use(source, age, is_needed=True)


def optional(source: Source[Any], age: Age = Age.UNTOLD) -> Use:
    """Use a source that the block can do without. Its value is None if it is missing."""
    return Use(source, age, is_needed=False)


@dataclass(frozen=True)
class LoadedBlock:
    """The result of a block, or of one of its sources: `values` and `freshness`, else the `state` to show instead.

    `behind` is the age of another source that the values depend on. An `incomplete` block asks for itself again a
    little later. `parts` has the result of each source by its name, without values.
    """

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)
    freshness: Freshness | None = None
    behind: Freshness | None = None
    state: State | None = None
    incomplete: bool = False
    parts: "Mapping[str, LoadedBlock]" = field(default_factory=dict)


@dataclass(frozen=True)
class PageBlock:
    """A block: its sources, and a pure function that turns their values into template values.

    `draw` gets the values by keyword, each under the name of its use. Sources start in the order of `uses` and are
    waited for in reverse. So name last a source that reads other sources first: it takes longest.
    """

    name: str
    uses: dict[str, Use]
    draw: Callable[..., Mapping[str, Any]]

    def load(self, reads: Reads, *, is_awaited: bool) -> LoadedBlock:
        """Load the block within the deadline of `reads`. `is_awaited`: that is the hard timeout."""
        try:
            answers = self._answers(reads)
            values = {name: answer.value for name, answer in answers.items()}
        except StillRefreshing:
            return LoadedBlock(self.name, state=slow_state() if is_awaited else State("loading"))
        except UpstreamError as exc:
            return LoadedBlock(self.name, state=state_of(exc, block=self.name))
        names = [*self._told(answers, Age.WHEN_STALE), *self._names(answers)]
        own = list(self._told(answers, Age.OWN))
        return LoadedBlock(
            self.name,
            self.draw(**values),
            freshness_of(own or names, names),
            freshness_of(list(self._told(answers, Age.BEHIND))),
            incomplete=any(answer.incomplete for answer in answers.values()),
            parts={name: _part(name, answer) for name, answer in answers.items()},
        )

    def _answers(self, reads: Reads) -> dict[str, Answer[Any]]:
        answers: dict[str, Answer[Any]] = {}
        # Known answers first: after the failure of a needed source, no other is waited for.
        last_first = list(reversed(self.uses.items()))
        for name, use in sorted(last_first, key=lambda each: not reads.is_settled(each[1].source)):
            answers[name] = reads.need(use.source) if use.is_needed else reads.optional(use.source)
        return {name: answers[name] for name in self.uses}

    def _told(self, answers: Mapping[str, Answer[Any]], age: Age) -> Iterator[CacheEntry]:
        for name, use in self.uses.items():
            if use.age is age:
                yield from answers[name].entries

    def _names(self, answers: Mapping[str, Answer[Any]]) -> Iterator[CacheEntry]:
        for name, use in self.uses.items():
            if use.age in (Age.OWN, Age.WHEN_STALE):
                yield from answers[name].names


def _part(name: str, answer: Answer[Any]) -> LoadedBlock:
    if answer.error is None:
        return LoadedBlock(name, freshness=freshness_of(answer.entries or answer.names, answer.names))
    state = State("loading") if answer.incomplete else state_of(answer.error, block=name)
    return LoadedBlock(name, state=state)
