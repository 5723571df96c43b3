"""Measures every figure that docs/cache.md states, in one run of half a minute, and writes the table there.

    python -m benchmarks.cache_figures

It starts a Valkey of its own on this machine, talks to nothing else, and stops by itself.
"""

import sys
from collections.abc import Callable

from benchmarks.cache import failing, fence, stampede, trouble
from benchmarks.cache.figure import Figure
from benchmarks.harness import document, machine, stage

DOCUMENT = document.ROOT / "docs" / "cache.md"

# Each measurement with the best that was seen of another cache.
ROWS: tuple[tuple[Callable[[], Figure], str], ...] = (
    (stampede.cold, "1 call, 1.13-1.19 x, 315 commands (cacheops); 1 call, 4 700 commands (cashews)"),
    (stampede.stale, "1 call, p50 27 ms (dogpile.cache)"),
    (failing.down, "80 calls, or 1 per process (bentocache)"),
    (fence.invalidation, "the old value came back in 17 of 19 configurations"),
    (fence.killed, "never (dogpile.cache), 10 s (django-redis lock)"),
    (trouble.frozen, "2 s to 118 s for each call"),
    (trouble.thawed, "blocked for more than 45 s (cashews)"),
    (trouble.killed, "–"),
    (stampede.slow, "lock errors, 3 calls (dogpile.cache)"),
    (failing.hour, "–"),
    (stampede.soft, "bentocache and FusionCache do the same"),
    (failing.rate_limit, "–"),
    (failing.unchanged, "FusionCache does the same"),
    (stampede.counters, "FusionCache had them wrong twice"),
    (trouble.hit, "1 command"),
)


def main() -> int:
    """Measure, show progress, write the table; 1 when a promise was not kept."""
    stage.set_up()
    figures = []
    for number, (measure, peer) in enumerate(ROWS, 1):
        figure = measure()
        figures.append(Figure(figure.what, figure.ours, figure.is_kept, peer))
        mark = "kept" if figure.is_kept else "NOT KEPT"
        sys.stdout.write(f"{number:2}/{len(ROWS)}  {mark}  {figure.what}: {figure.ours}\n")
        sys.stdout.flush()
    document.fill(DOCUMENT, "figures", f"{machine.sentence()}\n\n{_table(figures)}")
    return int(not all(figure.is_kept for figure in figures))


def _table(figures: list[Figure]) -> str:
    lines = [[each.what, each.ours, "yes" if each.is_kept else "NO", each.peer] for each in figures]
    return document.table(["what", "measured", "as promised", "best peer seen"], lines)


if __name__ == "__main__":
    sys.exit(main())
