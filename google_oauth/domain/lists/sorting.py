"""Sort orders of tables, as the query string names them."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

_Row = TypeVar("_Row")
SortKeys = Mapping[str, Callable[[_Row], Any]]


@dataclass(frozen=True, slots=True)
class Heading:
    """`param` is the query value of the column's link, `state` its `aria-sort`, "" if it is not sorted."""

    param: str
    state: str


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of rows: "name" or "-name" in the query string."""

    key: str
    descending: bool = False

    @property
    def param(self) -> str:
        return f"-{self.key}" if self.descending else self.key

    def headings(self, keys: Iterable[str]) -> dict[str, Heading]:
        """Return the heading of each column by key; the link of the sorted column reverses the order."""
        reverse = Sort(self.key, not self.descending).param
        state = "descending" if self.descending else "ascending"
        return {key: Heading(reverse, state) if key == self.key else Heading(key, "") for key in keys}


def parse_sort(raw: str, allowed: Container[str], *, default: Sort) -> Sort:
    """Return the order in `raw` ("size", "-size") if its key is allowed, else the default."""
    key = raw.removeprefix("-")
    return Sort(key, raw.startswith("-")) if key in allowed else default


def sort_rows(rows: Iterable[_Row], sort: Sort, keys: SortKeys[_Row]) -> list[_Row]:
    """Return the rows in that order, stable; rows with None or "" are last in both directions."""
    value = keys[sort.key]
    valued = [(value(row), row) for row in rows]
    known = [pair for pair in valued if pair[0] not in (None, "")]
    known.sort(key=lambda pair: pair[0], reverse=sort.descending)
    return [row for _, row in known] + [row for key, row in valued if key in (None, "")]
