"""Days side by side with their events to scale, in rows of a quarter of an hour.

Rows follow the wall clock. When clocks change, the repeated hour is drawn once and the skipped one is empty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import TypeVar

from google_oauth.domain.calendar.days import Occurrence, days_of
from google_oauth.domain.calendar.events import Event
from google_oauth.domain.calendar.periods import days_between

_Place = TypeVar("_Place", int, date)

ROWS = 96
_MINUTES = 15
_ROW = timedelta(minutes=_MINUTES)
_A_DAY = timedelta(days=1)
_ROWS_OF_HOUR = 4
# One row has no room for a line of text.
MIN_ROWS = 2
# Lanes of a grid of one day, of several days, and of strips. Each lane needs 24 px, so that it can be pressed, in the
# narrowest window with a grid. The last lane counts the events that have none.
MAX_LANES_OF_ONE, MAX_LANES_OF_MANY = 12, 3
MAX_STRIP_LANES = 8
# The grid shows these hours at least.
_USUAL_HOURS = (8, 20)


@dataclass(frozen=True, slots=True)
class Slot:
    """A timed event, or its part, on one day.

    It covers `rows` rows from `row` (0 is midnight) in `lane` (from 0) of the `lanes` side by side there.
    `continued` means that it began on an earlier day, `continues` that it goes on after this one. `beyond` means
    that it has no lane: an `Overflow` counts it, and only a list shows it.
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
        return self.row + self.rows


@dataclass(frozen=True, slots=True)
class Overflow:
    """The number of slots `beyond` the lanes, in the place of all of them: the last of the `lanes`."""

    row: int
    rows: int
    lanes: int
    count: int

    @property
    def end(self) -> int:
        return self.row + self.rows

    @property
    def lane(self) -> int:
        return self.lanes - 1


@dataclass(frozen=True, slots=True)
class Strip:
    """An event of whole days on one of them, in the same `lane` (from 0) on all days.

    On its first day in the grid, `days` is the length there. On later days it is 0: the strip is drawn already.
    `continued` means that the event began before the grid, `continues` that it goes on after it, `beyond` that
    it has no lane.
    """

    event: Event
    lane: int
    days: int
    continued: bool = False
    continues: bool = False
    beyond: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One day: strips by lane, slots by time, their overflows, and the row of now if the day is today."""

    day: date
    strips: tuple[Strip, ...]
    slots: tuple[Slot, ...]
    overflows: tuple[Overflow, ...] = ()
    now_row: int | None = None

    @property
    def more_strips(self) -> int:
        return sum(strip.beyond for strip in self.strips)


@dataclass(frozen=True, slots=True)
class Grid:
    """Days in order, the shown hours (`last_hour` is exclusive) and the number of lanes of strips."""

    columns: tuple[Column, ...]
    first_hour: int
    last_hour: int
    strip_lanes: int

    @property
    def hours(self) -> range:
        return range(self.first_hour, self.last_hour)

    @property
    def shows_now(self) -> bool:
        rows = range(self.first_hour * _ROWS_OF_HOUR, self.last_hour * _ROWS_OF_HOUR)
        return any(column.now_row in rows for column in self.columns)


def grid(agenda: Iterable[Occurrence], *, first: date, last: date, now: datetime) -> Grid:
    """Lay out the dated occurrences from `first` to `last` inclusive; `now` is in the reader's zone."""
    long: dict[str, Event] = {}
    timed: dict[date | None, list[Occurrence]] = {}
    for each in agenda:
        if _is_long(each.event):
            long[each.event.id] = each.event
        else:
            timed.setdefault(each.day, []).append(each)
    days, strips = days_between(first, last), _strips(long.values(), first, last)
    most = MAX_LANES_OF_ONE if len(days) == 1 else MAX_LANES_OF_MANY
    columns = []
    for day in days:
        placed, overflows = _side_by_side(map(_slot, timed.get(day, ())), most=most)
        now_row = row_of(now) if day == now.date() else None
        columns.append(Column(day, tuple(strips.get(day, ())), placed, overflows, now_row))
    slots = [slot for column in columns for slot in column.slots]
    lanes = 1 + max((strip.lane for column in columns for strip in column.strips), default=-1)
    return Grid(
        tuple(columns),
        first_hour=min([_USUAL_HOURS[0], *(slot.row // _ROWS_OF_HOUR for slot in slots)]),
        last_hour=max([_USUAL_HOURS[1], *(-(-slot.end // _ROWS_OF_HOUR) for slot in slots)]),
        strip_lanes=min(MAX_STRIP_LANES, lanes),
    )


def row_of(moment: datetime) -> int:
    return (moment.hour * 60 + moment.minute) // _MINUTES


def _is_long(event: Event) -> bool:
    """Whether the event stands above the hours, which it would fill."""
    return event.all_day or event.length >= _A_DAY


def _slot(occurrence: Occurrence) -> Slot:
    event, day = occurrence.event, occurrence.day
    start = event.start_time
    row = row_of(start) if isinstance(start, datetime) and not occurrence.continued else 0
    rows = max(_rows_from(row, occurrence), MIN_ROWS)
    row = min(row, ROWS - MIN_ROWS)
    return Slot(
        event,
        row,
        min(rows, ROWS - row),
        continued=occurrence.continued,
        continues=event.last_day != day,
    )


def _rows_from(row: int, occurrence: Occurrence) -> int:
    """Return the number of rows to the end of the event or of the day; 0 without an end."""
    event, end = occurrence.event, occurrence.event.end_time
    if not isinstance(end, datetime):
        return 0
    if end.date() != occurrence.day:
        return ROWS - row
    rows = -(-(end.hour * 60 + end.minute) // _MINUTES) - row
    # If clocks go back within the event, its rows are its elapsed time.
    return rows if rows > 0 else -(-event.length // _ROW)


def _side_by_side(slots: Iterable[Slot], *, most: int) -> tuple[tuple[Slot, ...], tuple[Overflow, ...]]:
    """Place the slots of a day so that no two in one lane overlap; the longer of two comes first."""
    placed: list[Slot] = []
    overflows: list[Overflow] = []
    for group in _overlapping(slots):
        ends: list[int] = []
        laid = []
        for slot in group:
            lane = _free_lane(ends, slot.row)
            ends[lane : lane + 1] = [slot.end]
            laid.append((lane, slot))
        lanes = min(len(ends), most)
        lanes_shown = most - 1 if len(ends) > most else most
        placed += [replace(slot, lane=lane, lanes=lanes) for lane, slot in laid if lane < lanes_shown]
        for crowd in _overlapping(slot for lane, slot in laid if lane >= lanes_shown):
            # A single one fits in the place of "one more".
            beyond = len(crowd) > 1
            placed += [replace(slot, lane=lanes_shown, lanes=lanes, beyond=beyond) for slot in crowd]
            if beyond:
                row, end = crowd[0].row, max(slot.end for slot in crowd)
                overflows.append(Overflow(row, end - row, lanes, len(crowd)))
    return tuple(sorted(placed, key=_early_and_long)), tuple(overflows)


def _overlapping(slots: Iterable[Slot]) -> list[list[Slot]]:
    """Split slots into chains in which each overlaps another, from early to late."""
    chains: list[list[Slot]] = []
    end = 0
    for slot in sorted(slots, key=_early_and_long):
        if not chains or slot.row >= end:
            chains.append([])
        chains[-1].append(slot)
        end = max(end, slot.end)
    return chains


def _early_and_long(slot: Slot) -> tuple[int, int]:
    return slot.row, -slot.rows


def _strips(events: Iterable[Event], first: date, last: date) -> dict[date, list[Strip]]:
    """Place long events by day and lane, each in one lane on all its days; the longer of two comes first."""
    spans = [(days_of(event, first, last), event) for event in events]
    placed: list[tuple[int, list[date], Event]] = []
    ends: list[date] = []
    for days, event in sorted(spans, key=lambda span: (span[0][0], -len(span[0]))):
        lane = _free_lane(ends, days[0])
        ends[lane : lane + 1] = [days[-1] + _A_DAY]
        placed.append((lane, days, event))
    found: dict[date, list[Strip]] = {}
    lanes_shown = MAX_STRIP_LANES - 1 if len(ends) > MAX_STRIP_LANES else MAX_STRIP_LANES
    for lane, days, event in sorted(placed, key=itemgetter(0)):
        strip = Strip(
            event,
            lane,
            len(days),
            continued=event.first_day != days[0],
            continues=event.last_day != days[-1],
            beyond=lane >= lanes_shown,
        )
        for day in days:
            found.setdefault(day, []).append(strip if day == days[0] else replace(strip, days=0))
    return found


def _free_lane(ends: Sequence[_Place], start: _Place) -> int:
    return next((lane for lane, end in enumerate(ends) if end <= start), len(ends))
