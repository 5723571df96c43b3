"""Pages of a list: sizes, page numbers with gaps, and a first page for every number that makes no sense."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

from google_oauth.domain.parsing.query import whole_number

T = TypeVar("T")

PAGE_SIZES = (25, 50, 100)


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list.

    `number` counts from 1, `size` is what a full page holds, `total_items` what all pages hold together.
    """

    items: Sequence[T]
    number: int
    size: int
    total_items: int

    @property
    def total_pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return _page_count(self.total_items, self.size)

    @property
    def first_item(self) -> int:
        """The place of the page's first item in the whole list, from 1; 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last_item(self) -> int:
        """The place of the page's last item in the whole list, from 1; 0 when there is none."""
        return self.first_item + len(self.items) - 1 if self.items else 0

    @property
    def previous(self) -> int | None:
        """The number of the page before, or None."""
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        """The number of the page after, or None."""
        return self.number + 1 if self.number < self.total_pages else None

    @property
    def numbers(self) -> tuple[int | None, ...]:
        """The page numbers to link: the ends and the current page's surroundings, None for each gap."""
        last = self.total_pages
        near = {1, last, *range(self.number - 1, self.number + 2)}
        # A gap of one page is that page: its number is no longer than the dots.
        near |= {number + 1 for number in near if number + 2 in near}
        numbers: list[int | None] = [1]
        for before, number in pairwise(sorted(near & set(range(1, last + 1)))):
            numbers += [number] if number == before + 1 else [None, number]
        return tuple(numbers)


def paginate(rows: Sequence[T], *, number: str = "", size: str = "") -> Page[T]:
    """Cut out the page that the query string asks for.

    `number` and `size` are the raw values: a size other than PAGE_SIZES falls back to the smallest, a number
    that is none or beyond the end to the first page.
    """
    per_page = next((allowed for allowed in PAGE_SIZES if str(allowed) == size), PAGE_SIZES[0])
    current = whole_number(number, default=1, low=1, high=_page_count(len(rows), per_page))
    start = (current - 1) * per_page
    return Page(rows[start : start + per_page], number=current, size=per_page, total_items=len(rows))


def _page_count(items: int, size: int) -> int:
    return max(1, -(-items // size))
