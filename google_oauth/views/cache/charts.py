"""Charts of reads: SVG paths, and a table with the same numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from google_oauth.services.cache_page import HitCounts, Series

# SVG units; the page stretches the chart.
HEIGHT = 100
STEP = 10
BAR = 8


@dataclass(frozen=True)
class Point:
    start: datetime
    counts: HitCounts


@dataclass(frozen=True)
class Chart:
    """One bar for each minute or hour, as high as its reads: fresh hits below, stale hits above, misses on top.

    `fresh`, `stale` and `misses` are the data of SVG paths; `peak` is the number of reads of the highest bar.
    """

    width: int
    height: int
    peak: int
    fresh: str
    stale: str
    misses: str
    total: HitCounts
    points: tuple[Point, ...]


def chart(series: Series, service: str = "") -> Chart:
    """Draw the series of a service, or of all. The table skips minutes or hours without reads and failures."""
    points = [Point(bucket.start, bucket.of(service)) for bucket in series.buckets]
    counts = [point.counts for point in points]
    peak = max((each.reads for each in counts), default=0)
    return Chart(
        width=STEP * len(counts),
        height=HEIGHT,
        peak=peak,
        fresh=_path(((0, each.fresh_hits) for each in counts), peak),
        stale=_path(((each.fresh_hits, each.stale_hits) for each in counts), peak),
        misses=_path(((each.hits, each.misses) for each in counts), peak),
        total=series.of(service),
        points=tuple(point for point in reversed(points) if point.counts.reads or point.counts.failures),
    )


def _path(bars: Iterable[tuple[int, int]], peak: int) -> str:
    """Bars that begin at the first number of reads and are as high as the second."""
    drawn = ""
    for number, (start, count) in enumerate(bars):
        if count:
            low, high = _height(start, peak), _height(start + count, peak)
            drawn += f"M{number * STEP + 1} {HEIGHT - low:g}v-{high - low:g}h{BAR}v{high - low:g}z"
    return drawn


def _height(count: int, peak: int) -> float:
    """Rounded before heights are subtracted, so that stacked bars meet without a gap."""
    return round(HEIGHT * count / peak, 1)
