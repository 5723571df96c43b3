"""Pages of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from google_oauth.domain.parsing.reading import integer_within

_Item = TypeVar("_Item")

PAGE_SIZES = (25, 50, 100)


@dataclass(frozen=True, slots=True)
class Page(Generic[_Item]):
    """One page of a list: its `number` from 1, the `size` of a full page, the items of all pages."""

    items: Sequence[_Item]
    number: int
    size: int
    total_items: int

    @property
    def total_pages(self) -> int:
        return _page_count(self.total_items, self.size)

    @property
    def first_item(self) -> int:
        """The number of the first item in the whole list, from 1; 0 on an empty page."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last_item(self) -> int:
        return self.first_item + len(self.items) - 1 if self.items else 0

    @property
    def previous(self) -> int | None:
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number + 1 if self.number < self.total_pages else None

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The page numbers to link: first, last, current and its neighbours; None for each gap."""
        last = self.total_pages
        near = {1, last, *range(self.number - 1, self.number + 2)}
        # A gap of one page shows that page: its number is as short as the dots.
        near |= {number + 1 for number in near if number + 2 in near}
        numbers: list[int | None] = [1]
        for before, number in pairwise(sorted(near & set(range(1, last + 1)))):
            numbers += [number] if number == before + 1 else [None, number]
        return tuple(numbers)


def paginate(rows: Sequence[_Item], *, number: str = "", size: str = "") -> Page[_Item]:
    """Read the query: an unknown `size` becomes the smallest one, an unusable `number` becomes 1."""
    per_page = next((allowed for allowed in PAGE_SIZES if str(allowed) == size), PAGE_SIZES[0])
    current = integer_within(number, default=1, low=1, high=_page_count(len(rows), per_page))
    start = (current - 1) * per_page
    return Page(rows[start : start + per_page], number=current, size=per_page, total_items=len(rows))


def _page_count(items: int, size: int) -> int:
    return max(1, -(-items // size))
