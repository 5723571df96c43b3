"""Lines over logarithmic axes as SVG: text is text, and the colours follow the reader's light or dark theme."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BOTTOM = 70, 190, 48, 52
INNER_WIDTH, INNER_HEIGHT = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
# Lines of text that would touch are moved apart by this much.
LINE = 15

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-size: 15px; font-weight: 600; }
  .axis, .grid { stroke: #d1d9e0; fill: none; }
  .line { fill: none; stroke-width: 2; }
  .s0 { stroke: #0550ae; fill: #0550ae; } .s1 { stroke: #57606a; fill: #57606a; }
  .s2 { stroke: #9a6700; fill: #9a6700; } .s3 { stroke: #8250df; fill: #8250df; }
  .s4 { stroke: #1a7f37; fill: #1a7f37; } .s5 { stroke: #bf3989; fill: #bf3989; }
  text.name { stroke: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; } .axis, .grid { stroke: #3d444d; }
    .s0 { stroke: #79c0ff; fill: #79c0ff; } .s1 { stroke: #9198a1; fill: #9198a1; }
    .s2 { stroke: #e3b341; fill: #e3b341; } .s3 { stroke: #d2a8ff; fill: #d2a8ff; }
    .s4 { stroke: #56d364; fill: #56d364; } .s5 { stroke: #f778ba; fill: #f778ba; }
  }
"""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name and its points, all above 0, in the order of x."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing for docs/<name>.svg. `caption` says in a sentence what is to be seen."""

    name: str
    title: str
    x: str
    y: str
    series: Sequence[Series]
    caption: str

    def svg(self) -> str:
        """The drawing as the text of a file."""
        return "\n".join([*self._head(), *self._grid(), *self._lines(), *self._names(), "</svg>", ""])

    def _head(self) -> Iterator[str]:
        yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        yield f"<title>{escape(self.title)}</title><desc>{escape(self.caption)}</desc>"
        yield f"<style>{STYLE}</style>"
        yield _text(LEFT, 22, self.title, kind="title")
        yield _text(LEFT, 40, self.y)
        yield _text(LEFT + INNER_WIDTH / 2, HEIGHT - 10, self.x, anchor="middle")

    def _grid(self) -> Iterator[str]:
        across, up = self._scales()
        for tick in ticks([x for each in self.series for x, _ in each.points]):
            x = across(tick)
            yield f'<path class="grid" d="M{x:.1f} {TOP}V{TOP + INNER_HEIGHT}"/>'
            yield _text(x, TOP + INNER_HEIGHT + 18, label(tick), anchor="middle")
        for tick in ticks([y for each in self.series for _, y in each.points]):
            y = up(tick)
            yield f'<path class="grid" d="M{LEFT} {y:.1f}H{LEFT + INNER_WIDTH}"/>'
            yield _text(LEFT - 8, y + 4, label(tick), anchor="end")

    def _lines(self) -> Iterator[str]:
        across, up = self._scales()
        for number, each in enumerate(self.series):
            places = [(across(x), up(y)) for x, y in each.points]
            path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
            yield f'<polyline class="line s{number}" style="fill:none" points="{path}"/>'
            yield from (f'<circle class="s{number}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in places)

    def _names(self) -> Iterator[str]:
        """Each line is named at its end; names that would touch are moved apart."""
        _, up = self._scales()
        ends = sorted((up(each.points[-1][1]), number) for number, each in enumerate(self.series))
        floor = -math.inf
        for y, number in ends:
            floor = max(y + 4, floor + LINE)
            name = self.series[number].name
            yield _text(LEFT + INNER_WIDTH + 10, floor, name, kind=f"name s{number}")

    def _scales(self) -> tuple[Callable[[float], float], Callable[[float], float]]:
        xs, ys = (
            ticks([x for s in self.series for x, _ in s.points]),
            ticks([y for s in self.series for _, y in s.points]),
        )
        return _scale(xs, LEFT, LEFT + INNER_WIDTH), _scale(ys, TOP + INNER_HEIGHT, TOP)


def ticks(values: Sequence[float]) -> list[float]:
    """The marks of a logarithmic axis that holds `values`: powers of ten, with 2 and 5 where these are few."""
    low, high = min(values), max(values)
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    steps = (1, 2, 5) if last - first < 4 else (1,)
    marks = [step * 10.0**power for power in range(first, last + 1) for step in steps]
    below = max((mark for mark in marks if mark <= low), default=low)
    above = min((mark for mark in marks if mark >= high and mark > below), default=below * 10)
    return [mark for mark in marks if below <= mark <= above]


def label(value: float) -> str:
    """A mark in few characters: 0.00002, 50, 10 k, 1 M."""
    for size, sign in ((1e6, " M"), (1e3, " k")):
        if value >= size:
            return f"{value / size:g}{sign}"
    return f"{value:f}".rstrip("0").rstrip(".") if value < 1 else f"{value:g}"


def _scale(marks: Sequence[float], begin: float, end: float) -> Callable[[float], float]:
    low, high = math.log10(marks[0]), math.log10(marks[-1])
    return lambda value: begin + (math.log10(value) - low) / (high - low) * (end - begin)


def _text(x: float, y: float, words: str, *, kind: str = "", anchor: str = "start") -> str:
    named = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{named}>{escape(words)}</text>'
