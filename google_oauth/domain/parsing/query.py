"""Values from a query string: what is not on the list, or not in bounds, is the default."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

Row = TypeVar("Row")
SortKeys = Mapping[str, Callable[[Row], Any]]

_MAX_DIGITS = 9


def whole_number(raw: str, *, default: int, low: int, high: int) -> int:
    """Return the number that `raw` writes in plain digits, if it lies from `low` to `high`; else the default."""
    if not (raw.isascii() and raw.isdecimal() and len(raw) <= _MAX_DIGITS):
        return default
    return int(raw) if low <= int(raw) <= high else default


@dataclass(frozen=True, slots=True)
class Heading:
    """How a sortable column heads its table.

    `param` is the value of the query that a click asks for; `state` is "ascending" or "descending" on the
    column that the table is sorted by (as `aria-sort` has it), "" on the others.
    """

    param: str
    state: str


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of rows: a key of an allow-list, forward or backward ("name" or "-name" in the address)."""

    key: str
    descending: bool = False

    @property
    def param(self) -> str:
        """The order as the query string writes it."""
        return f"-{self.key}" if self.descending else self.key

    def headings(self, keys: Iterable[str]) -> dict[str, Heading]:
        """Return the heading of each column, by key; the sorted column's click turns the order around."""
        turned = Sort(self.key, not self.descending).param
        state = "descending" if self.descending else "ascending"
        return {key: Heading(turned, state) if key == self.key else Heading(key, "") for key in keys}


def parse_sort(raw: str, allowed: Container[str], *, default: Sort) -> Sort:
    """Return the order that `raw` names ("size", "-size") if its key is allowed; else the default."""
    key = raw.removeprefix("-")
    return Sort(key, raw.startswith("-")) if key in allowed else default


def sort_rows(rows: Iterable[Row], sort: Sort, keys: SortKeys[Row]) -> list[Row]:
    """Return the rows in that order, stable; rows whose value is None or "" are last in both directions."""
    value = keys[sort.key]
    valued = [(value(row), row) for row in rows]
    known = [pair for pair in valued if pair[0] not in (None, "")]
    known.sort(key=lambda pair: pair[0], reverse=sort.descending)
    return [row for _, row in known] + [row for key, row in valued if key in (None, "")]
