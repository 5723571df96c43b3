"""Charts of what readers met, drawn by the server: geometry as SVG paths, and the table that says the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from google_oauth.cache_service.report.tally import Tally
from google_oauth.services.cache_page.status import Track

# Units of the drawing, which the page stretches to its own size.
HEIGHT = 100
STEP = 10
BAR = 8


@dataclass(frozen=True)
class Point:
    """One minute or hour of the table behind a chart."""

    start: datetime
    tally: Tally


@dataclass(frozen=True)
class Chart:
    """Bars, one for each minute or hour, as high as it had reads: fresh below, stale on it, misses on top.

    `fresh`, `stale` and `misses` are the paths' data; `peak` is the number of reads of the highest bar.
    """

    width: int
    height: int
    peak: int
    fresh: str
    stale: str
    misses: str
    total: Tally
    points: tuple[Point, ...]


def chart(track: Track, service: str = "") -> Chart:
    """Draw the track of a service, or of all; minutes or hours without reads and failures are not in the table."""
    tallies = [moment.of(service) for moment in track.moments]
    peak = max((tally.reads for tally in tallies), default=0)
    points = [Point(moment.start, tally) for moment, tally in zip(track.moments, tallies, strict=True)]
    return Chart(
        width=STEP * len(tallies),
        height=HEIGHT,
        peak=peak,
        fresh=_path(((0, tally.fresh_hits) for tally in tallies), peak),
        stale=_path(((tally.fresh_hits, tally.stale_hits) for tally in tallies), peak),
        misses=_path(((tally.reads - tally.misses, tally.misses) for tally in tallies), peak),
        total=track.of(service),
        points=tuple(point for point in reversed(points) if point.tally.reads or point.tally.failures),
    )


def _path(bars: Iterable[tuple[int, int]], peak: int) -> str:
    """Draw bars that begin at the first number and are as high as the second."""
    return "".join(
        _bar(number * STEP + 1, (_height(start, peak), _height(start + count, peak)))
        for number, (start, count) in enumerate(bars)
        if count
    )


def _bar(x: int, between: Sequence[float]) -> str:
    low, high = between
    return f"M{x} {HEIGHT - low:g}v-{high - low:g}h{BAR}v{high - low:g}z"


def _height(count: int, peak: int) -> float:
    """The height of a count; rounded before heights are subtracted, so that bars meet without a gap."""
    return round(HEIGHT * count / peak, 1)
