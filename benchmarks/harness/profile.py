"""Where the time of some work goes, by the library or the room of the program that spends it."""

import cProfile
import pstats
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

# A part, and what is in the path of a file or in the name of a built-in function that belongs to it.
Part = tuple[str, Sequence[str]]
OTHER = "everything else"
BUILT_IN = "~"
# A built-in function of a name that stands for no part counts for whoever called it.
Function = tuple[str, int, str]


def shares(work: Callable[[], Any], parts: Sequence[Part], *, repeats: int) -> dict[str, float]:
    """The share of each part in the time of `work`, the largest first; a profiler makes calls look dearer."""
    profiler = cProfile.Profile()
    for _ in range(repeats):
        profiler.runcall(work)
    spent: defaultdict[str, float] = defaultdict(float)
    # The type stubs do not know what pstats documents.
    stats: dict[Function, Any] = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    for function, (_, _, own, _, callers) in stats.items():
        for part, seconds in _owners(function, own, callers, parts):
            spent[part] += seconds
    total = sum(spent.values())
    return {part: spent[part] / total for part in sorted(spent, key=spent.__getitem__, reverse=True)}


def _owners(
    function: Function, own: float, callers: dict[Function, Any], parts: Sequence[Part]
) -> list[tuple[str, float]]:
    file, _, name = function
    if file != BUILT_IN or (found := _part(name, parts)) != OTHER:
        return [(_part(file if file != BUILT_IN else name, parts), own)]
    return [(_part(caller[0], parts), each[2]) for caller, each in callers.items()] or [(found, own)]


def _part(words: str, parts: Sequence[Part]) -> str:
    return next((part for part, signs in parts if any(sign in words for sign in signs)), OTHER)
