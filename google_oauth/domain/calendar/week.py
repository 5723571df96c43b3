"""Days side by side with their events to scale, in rows of a quarter of an hour.

Rows follow the wall clock. When clocks change, the repeated hour is drawn once and the skipped one is empty.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import TypeVar

from google_oauth.domain.calendar.days import Occurrence
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
# More events side by side are unreadable. The last lane takes the rest.
MAX_LANES = 12
# The grid shows these hours at least.
_USUAL_HOURS = (8, 20)


@dataclass(frozen=True, slots=True)
class Slot:
    """A timed event, or its part, on one day.

    It covers `rows` rows from `row` (0 is midnight) in `lane` (from 0) of the `lanes` side by side there.
    `continued` means that it began on an earlier day, `continues` that it goes on after this one.
    """

    event: Event
    row: int
    rows: int
    lane: int = 0
    lanes: int = 1
    continued: bool = False
    continues: bool = False

    @property
    def end(self) -> int:
        """The first row after the slot."""
        return self.row + self.rows


@dataclass(frozen=True, slots=True)
class Strip:
    """An event of whole days on one of them, in the same `lane` (from 0) on all days.

    On its first day in the grid, `days` is the length there. On later days it is 0: the strip is drawn already.
    `continued` means that the event began before the grid, `continues` that it goes on after it.
    """

    event: Event
    lane: int
    days: int
    continued: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One day: strips by lane, slots by time, and the row of now if the day is today."""

    day: date
    strips: tuple[Strip, ...]
    slots: tuple[Slot, ...]
    now_row: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """Days in order, the shown hours (`last_hour` is exclusive) and the number of lanes of strips."""

    columns: tuple[Column, ...]
    first_hour: int
    last_hour: int
    strip_lanes: int

    @property
    def hours(self) -> range:
        """The shown hours."""
        return range(self.first_hour, self.last_hour)

    @property
    def shows_now(self) -> bool:
        """Whether now is on a shown day and in a shown hour."""
        rows = range(self.first_hour * _ROWS_OF_HOUR, self.last_hour * _ROWS_OF_HOUR)
        return any(column.now_row in rows for column in self.columns)


def grid(agenda: Iterable[Occurrence], *, first: date, last: date, now: datetime) -> Grid:
    """Lay out the occurrences of the days from `first` to `last` inclusive; undated ones are left out.

    `now` is in the reader's zone.
    """
    long: dict[str, Event] = {}
    timed: dict[date | None, list[Occurrence]] = {}
    for each in agenda:
        if _is_long(each.event):
            long[each.event.id] = each.event
        else:
            timed.setdefault(each.day, []).append(each)
    strips = _strips(long.values(), first, last)
    columns = tuple(
        Column(
            day,
            tuple(sorted(strips.get(day, ()), key=attrgetter("lane"))),
            _side_by_side(timed.get(day, ())),
            now_row=row_of(now) if day == now.date() else None,
        )
        for day in days_between(first, last)
    )
    slots = [slot for column in columns for slot in column.slots]
    return Grid(
        columns,
        first_hour=min([_USUAL_HOURS[0], *(slot.row // _ROWS_OF_HOUR for slot in slots)]),
        last_hour=max([_USUAL_HOURS[1], *(-(-slot.end // _ROWS_OF_HOUR) for slot in slots)]),
        strip_lanes=1 + max((strip.lane for column in columns for strip in column.strips), default=-1),
    )


def row_of(moment: datetime) -> int:
    """Return the row of the moment's wall clock."""
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


def _side_by_side(found: Iterable[Occurrence]) -> tuple[Slot, ...]:
    """Place the events of a day so that no two in one lane overlap; the longer of two comes first."""
    placed: list[Slot] = []
    group: list[tuple[Slot, int]] = []
    ends: list[int] = []
    for slot in sorted(map(_slot, found), key=lambda each: (each.row, -each.rows)):
        if slot.row >= max(ends, default=0):
            placed += _of_one_width(group)
            group, ends = [], []
        lane = _free_lane(ends, slot.row)
        ends[lane : lane + 1] = [slot.end]
        group.append((slot, min(lane, MAX_LANES - 1)))
    return (*placed, *_of_one_width(group))


def _of_one_width(group: Sequence[tuple[Slot, int]]) -> list[Slot]:
    lanes = 1 + max((lane for _, lane in group), default=0)
    return [replace(slot, lane=lane, lanes=lanes) if lanes > 1 else slot for slot, lane in group]


def _strips(events: Iterable[Event], first: date, last: date) -> dict[date, list[Strip]]:
    """Place long events by day, each in one lane on all its days; the longer of two comes first."""
    spans = [
        (max(event.first_day or first, first), min(event.last_day or last, last), event) for event in events
    ]
    found: dict[date, list[Strip]] = {}
    ends: list[date] = []
    for start, end, event in sorted(spans, key=lambda span: (span[0], span[0] - span[1])):
        lane = _free_lane(ends, start)
        ends[lane : lane + 1] = [end + _A_DAY]
        continued, continues = event.first_day != start, event.last_day != end
        strip = Strip(event, lane, (end - start).days + 1, continued, continues)
        for day in days_between(start, end):
            found.setdefault(day, []).append(strip if day == start else replace(strip, days=0))
    return found


def _free_lane(ends: Sequence[_Place], start: _Place) -> int:
    """Return the first lane that is free at `start`, or a new one."""
    return next((lane for lane, end in enumerate(ends) if end <= start), len(ends))
