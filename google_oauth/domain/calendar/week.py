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
# Beyond this many side by side nothing can be read any more: the last lane takes all that follow.
MOST_LANES = 12
# The hours that a grid shows when no event needs others.
_USUAL_HOURS = (8, 20)


@dataclass(frozen=True, slots=True)
class Block:
    """A timed event, or its part, on one day.

    It covers `rows` rows of the day from `row` on (from 0, at midnight) in `lane` (from 0) of the `lanes` that
    the day has at that time. `continued` and `continues` tell that it began before and goes on after the day.
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
        """The first row after the block."""
        return self.row + self.rows


@dataclass(frozen=True, slots=True)
class Strip:
    """An event of whole days on one of them, in the `lane` (from 0) that is its own on all days of the grid.

    The strip of its first day in the grid is as long as the `days` that it covers there; on the days after,
    `days` is 0, because it is drawn already. `continued` and `continues` tell that the event began before the
    grid's first day and goes on after its last.
    """

    event: Event
    lane: int
    days: int
    continued: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One day: events of whole days by lane, blocks from early to late, and the row of now if it is today."""

    day: date
    strips: tuple[Strip, ...]
    blocks: tuple[Block, ...]
    now_row: int | None = None


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
    columns = tuple(
        Column(
            day,
            tuple(strips.get(day, ())),
            _side_by_side(_block(each) for each in shown if each.day == day and not _takes_days(each.event)),
            now_row=row_of(now) if day == now.date() else None,
        )
        for day in days
    )
    blocks = [block for column in columns for block in column.blocks]
    return Grid(
        columns,
        first_hour=min([_USUAL_HOURS[0], *(block.row // _ROWS_OF_HOUR for block in blocks)]),
        last_hour=max([_USUAL_HOURS[1], *(-(-block.end // _ROWS_OF_HOUR) for block in blocks)]),
        strip_lanes=1 + max((strip.lane for column in columns for strip in column.strips), default=-1),
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


def _side_by_side(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Give lanes to the blocks of a day, so that no two in one lane overlap; the longer of two leads."""
    placed: list[Block] = []
    group: list[Block] = []
    ends: list[int] = []
    for block in sorted(blocks, key=lambda each: (each.row, -each.rows)):
        if block.row >= max(ends, default=0):
            placed += _of_one_width(group)
            group, ends = [], []
        lane = _free_lane(ends, block.row)
        ends[lane : lane + 1] = [block.end]
        group.append(replace(block, lane=min(lane, MOST_LANES - 1)))
    return (*placed, *_of_one_width(group))


def _of_one_width(group: Sequence[Block]) -> list[Block]:
    lanes = 1 + max((block.lane for block in group), default=0)
    return [replace(block, lanes=lanes) for block in group]


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
    return {day: sorted(strips, key=attrgetter("lane")) for day, strips in found.items()}


def _strip(event: Event, lane: int, *, first: date, last: date) -> Strip:
    begun, over = event.first_day or first, event.last_day or last
    return Strip(event, lane, 0, continued=begun < first, continues=over > last)


def _free_lane(ends: Sequence[Place], start: Place) -> int:
    """Return the first lane whose last entry has ended at `start`, or a new one."""
    return next((lane for lane, end in enumerate(ends) if end <= start), len(ends))
