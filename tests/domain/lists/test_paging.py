import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_oauth.domain.lists.paging import PAGE_SIZES, paginate
from tests.domain.strategies import any_text


def test_first_page_of_many() -> None:
    page = paginate(range(60))

    assert list(page.items) == list(range(25))
    assert (page.number, page.size, page.total_pages, page.total_items) == (1, 25, 3, 60)
    assert (page.first_item, page.last_item) == (1, 25)
    assert (page.previous, page.next) == (None, 2)


def test_last_page_of_many() -> None:
    page = paginate(range(60), number="3")

    assert list(page.items) == list(range(50, 60))
    assert (page.first_item, page.last_item) == (51, 60)
    assert (page.previous, page.next) == (2, None)


def test_second_page_lies_between_its_neighbours() -> None:
    page = paginate(range(60), number="2")

    assert (page.previous, page.next) == (1, 3)


def test_page_of_an_empty_list() -> None:
    page = paginate([])

    assert list(page.items) == []
    assert (page.number, page.total_pages, page.total_items) == (1, 1, 0)
    assert (page.first_item, page.last_item) == (0, 0)
    assert (page.previous, page.next, page.numbers) == (None, None, (1,))


def test_list_that_just_fills_its_pages_has_no_empty_one() -> None:
    assert paginate(range(50)).total_pages == 2


@pytest.mark.parametrize("number", ["abc", "0", "-1", "4", "1000000000", "9" * 10_000, "", "2.0", "\0"])
def test_page_number_that_makes_no_sense_is_the_first(number: str) -> None:
    assert paginate(range(60), number=number).number == 1


@pytest.mark.parametrize(
    ("size", "expected"),
    [("25", 25), ("50", 50), ("100", 100), ("26", 25), ("0", 25), ("-50", 25), ("all", 25), ("", 25)],
)
def test_page_size_is_one_of_three(size: str, expected: int) -> None:
    assert paginate(range(60), size=size).size == expected


@pytest.mark.parametrize(
    ("number", "pages", "expected"),
    [
        (1, 1, (1,)),
        (1, 2, (1, 2)),
        (1, 4, (1, 2, 3, 4)),
        (1, 5, (1, 2, None, 5)),
        (3, 5, (1, 2, 3, 4, 5)),
        (4, 7, (1, 2, 3, 4, 5, 6, 7)),
        (5, 9, (1, None, 4, 5, 6, None, 9)),
        (9, 9, (1, None, 8, 9)),
        (2, 9, (1, 2, 3, None, 9)),
        (4, 9, (1, 2, 3, 4, 5, None, 9)),
    ],
)
def test_page_numbers_to_link(number: int, pages: int, expected: tuple[int | None, ...]) -> None:
    assert paginate(range(25 * pages), number=str(number)).numbers == expected


@given(st.integers(0, 500), st.sampled_from(PAGE_SIZES))
def test_pages_hold_every_row_once(rows: int, size: int) -> None:
    pages = paginate(range(rows), size=str(size)).total_pages

    shown = [
        row for n in range(pages) for row in paginate(range(rows), number=str(n + 1), size=str(size)).items
    ]

    assert shown == list(range(rows))


@given(any_text, any_text)
def test_page_of_any_query_is_one_of_the_list(number: str, size: str) -> None:
    page = paginate(range(60), number=number, size=size)

    assert page.size in PAGE_SIZES
    assert 1 <= page.number <= page.total_pages
    assert list(page.items) == list(range(page.first_item - 1, page.last_item))
