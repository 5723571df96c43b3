"""Days side by side with their events drawn to scale, as a grid of quarters of an hour.

Rows follow the clock on the wall. On the two days of a year on which the clock is changed, the hour that comes
twice is drawn once, and the one that is left out stays empty, as in the calendars that people know.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import TypeVar

from google_oauth.domain.calendar.days import Occurrence, begins, occurrences
from google_oauth.domain.calendar.events import Event

Place = TypeVar("Place", int, date)

ROWS = 96
_MINUTES = 15
_ROW = timedelta(minutes=_MINUTES)
_A_DAY = timedelta(days=1)
_ROWS_OF_HOUR = 4
# A block of one quarter has no room for a line of text.
SHORTEST = 2
# So many stand side by side in a day that is drawn alone, in one of several, and over the hours. Each has 24 px to be
# pressed in on the narrowest window that has a grid; of more, the last lane says how many they are.
LANES_OF_ONE, LANES_OF_MANY = 12, 3
STRIP_LANES = 8
# The hours that a grid shows when no event needs others.
_USUAL_HOURS = (8, 20)


@dataclass(frozen=True, slots=True)
class Block:
    """A timed event, or its part, on one day.

    It covers `rows` rows of the day from `row` on (from 0, at midnight) in `lane` (from 0) of the `lanes` that
    the day has at that time. `continued` and `continues` tell that it began before and goes on after the day.
    `beyond` tells that there is no lane for it: a `Rest` counts it, and only a list shows it.
    """

    event: Event
    row: int
    rows: int
    lane: int = 0
    lanes: int = 1
    continued: bool = False
    continues: bool = False
    beyond: bool = False

    @property
    def end(self) -> int:
        """The first row after the block."""
        return self.row + self.rows


@dataclass(frozen=True, slots=True)
class Rest:
    """How many blocks are `beyond` the lanes, in the place of them all: the last of the `lanes`."""

    row: int
    rows: int
    lanes: int
    count: int

    @property
    def end(self) -> int:
        """The first row after the place."""
        return self.row + self.rows

    @property
    def lane(self) -> int:
        """The last of the lanes."""
        return self.lanes - 1


@dataclass(frozen=True, slots=True)
class Strip:
    """An event of whole days on one of them, in the `lane` (from 0) that is its own on all days of the grid.

    The strip of its first day in the grid is as long as the `days` that it covers there; on the days after,
    `days` is 0, because it is drawn already. `continued` and `continues` tell that the event began before the
    grid's first day and goes on after its last. `beyond` is as in a block.
    """

    event: Event
    lane: int
    days: int
    continued: bool = False
    continues: bool = False
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One day: events of whole days by lane, blocks from early to late, and the row of now if it is today.

    `rests` stand for the blocks that are beyond the lanes.
    """

    day: date
    strips: tuple[Strip, ...]
    blocks: tuple[Block, ...]
    rests: tuple[Rest, ...] = ()
    now_row: int | None = None

    @property
    def more_strips(self) -> int:
        """How many strips of the day are beyond the lanes; the last lane says so."""
        return sum(strip.beyond for strip in self.strips)


@dataclass(frozen=True, slots=True)
class Grid:
    """Days in order, the hours that hold every block (`last_hour` is the end: 20 shows up to 20:00), and lanes."""

    columns: tuple[Column, ...]
    first_hour: int
    last_hour: int
    strip_lanes: int

    @property
    def hours(self) -> range:
        """The full hours at which rows begin."""
        return range(self.first_hour, self.last_hour)

    @property
    def shows_now(self) -> bool:
        """Whether now is on a day and in an hour that are shown."""
        rows = range(self.first_hour * _ROWS_OF_HOUR, self.last_hour * _ROWS_OF_HOUR)
        return any(column.now_row in rows for column in self.columns)


def grid(events: Iterable[Event], *, first: date, last: date, now: datetime) -> Grid:
    """Lay out the days from `first` to `last`, both included; `now` is in the reader's zone.

    Undated events have no place in a grid and are left out.
    """
    shown = [each for each in occurrences(events, first=first, last=last) if each.day]
    strips = _strips([each for each in shown if _takes_days(each.event)], first=first, last=last)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    most = LANES_OF_ONE if len(days) == 1 else LANES_OF_MANY
    columns = []
    for day in days:
        found = [_block(each) for each in shown if each.day == day and not _takes_days(each.event)]
        placed, rests = _side_by_side(found, most=most)
        now_row = row_of(now) if day == now.date() else None
        columns.append(Column(day, tuple(strips.get(day, ())), placed, rests, now_row))
    blocks = [block for column in columns for block in column.blocks]
    return Grid(
        tuple(columns),
        first_hour=min([_USUAL_HOURS[0], *(block.row // _ROWS_OF_HOUR for block in blocks)]),
        last_hour=max([_USUAL_HOURS[1], *(-(-block.end // _ROWS_OF_HOUR) for block in blocks)]),
        strip_lanes=min(STRIP_LANES, _lanes(strip for column in columns for strip in column.strips)),
    )


def row_of(moment: datetime) -> int:
    """Return the row in which the moment's wall clock stands."""
    return (moment.hour * 60 + moment.minute) // _MINUTES


def _takes_days(event: Event) -> bool:
    """Tell whether an event stands over the hours: one of whole days, or so long that it would fill them."""
    start, end = event.start_time, event.end_time
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return event.all_day
    return end.astimezone(UTC) - begins(event) >= _A_DAY


def _block(occurrence: Occurrence) -> Block:
    event, day = occurrence.event, occurrence.day
    start = event.start_time
    row = row_of(start) if isinstance(start, datetime) and not occurrence.continued else 0
    rows = max(_rows_from(row, occurrence), SHORTEST)
    row = min(row, ROWS - SHORTEST)
    return Block(
        event,
        row,
        min(rows, ROWS - row),
        continued=occurrence.continued,
        continues=event.last_day != day,
    )


def _rows_from(row: int, occurrence: Occurrence) -> int:
    """Count the rows to the end of the event or of the day; 0 where no end is known."""
    end = occurrence.event.end_time
    if not isinstance(end, datetime):
        return 0
    if end.date() != occurrence.day:
        return ROWS - row
    rows = -(-(end.hour * 60 + end.minute) // _MINUTES) - row
    # Where the clock was set back within the event, its length is that of time and not of the wall.
    return rows if rows > 0 else -(-(end.astimezone(UTC) - begins(occurrence.event)) // _ROW)


def _side_by_side(blocks: Iterable[Block], *, most: int) -> tuple[tuple[Block, ...], tuple[Rest, ...]]:
    """Give lanes to the blocks of a day, so that no two in one lane overlap; the longer of two leads."""
    placed: list[Block] = []
    rests: list[Rest] = []
    for group in _overlapping(blocks):
        ends: list[int] = []
        laid = []
        for block in group:
            lane = _free_lane(ends, block.row)
            ends[lane : lane + 1] = [block.end]
            laid.append(replace(block, lane=lane))
        lanes = min(len(ends), most)
        fitting = len(ends) <= most
        placed += [replace(each, lanes=lanes) for each in laid if fitting or each.lane < most - 1]
        for crowd in _overlapping(each for each in laid if not fitting and each.lane >= most - 1):
            # "One more" would take the place that the one itself fits in.
            alone = len(crowd) == 1
            placed += [replace(each, lane=most - 1, lanes=lanes, beyond=not alone) for each in crowd]
            if not alone:
                row, end = crowd[0].row, max(each.end for each in crowd)
                rests.append(Rest(row, end - row, lanes, len(crowd)))
    return tuple(sorted(placed, key=_earlier_and_longer)), tuple(rests)


def _overlapping(blocks: Iterable[Block]) -> list[list[Block]]:
    """Part blocks into chains in which each overlaps another, from early to late."""
    chains: list[list[Block]] = []
    end = 0
    for block in sorted(blocks, key=_earlier_and_longer):
        if not chains or block.row >= end:
            chains.append([])
        chains[-1].append(block)
        end = max(end, block.end)
    return chains


def _earlier_and_longer(block: Block) -> tuple[int, int]:
    return block.row, -block.rows


def _lanes(strips: Iterable[Strip]) -> int:
    return 1 + max((strip.lane for strip in strips), default=-1)


def _strips(shown: Iterable[Occurrence], *, first: date, last: date) -> dict[date, list[Strip]]:
    """Lay out events of whole days, by day and lane; a lane is free on all days, and the longer of two leads."""
    spans: dict[str, list[date]] = {}
    events = {each.event.id: each.event for each in shown}
    for each in shown:
        if each.day:
            spans.setdefault(each.event.id, []).append(each.day)
    found: dict[date, list[Strip]] = {}
    ends: list[date] = []
    for event_id, days in sorted(spans.items(), key=lambda span: (span[1][0], -len(span[1]))):
        lane = _free_lane(ends, days[0])
        ends[lane : lane + 1] = [days[-1] + _A_DAY]
        strip = _strip(events[event_id], lane, first=first, last=last)
        for day in days:
            found.setdefault(day, []).append(replace(strip, days=len(days) if day == days[0] else 0))
    if len(ends) > STRIP_LANES:
        found = {
            day: [replace(each, beyond=each.lane >= STRIP_LANES - 1) for each in strips]
            for day, strips in found.items()
        }
    return {day: sorted(strips, key=attrgetter("lane")) for day, strips in found.items()}


def _strip(event: Event, lane: int, *, first: date, last: date) -> Strip:
    begun, over = event.first_day or first, event.last_day or last
    return Strip(event, lane, 0, continued=begun < first, continues=over > last)


def _free_lane(ends: Sequence[Place], start: Place) -> int:
    """Return the first lane whose last entry has ended at `start`, or a new one."""
    return next((lane for lane, end in enumerate(ends) if end <= start), len(ends))
