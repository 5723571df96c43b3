import pytest

from google_oauth.domain.lists.sorting import Heading, Sort, SortKeys, parse_sort, sort_rows

ORDER = Sort("name")
ROW = tuple[str, int | None]
KEYS: SortKeys[ROW] = {"name": lambda row: row[0], "size": lambda row: row[1]}


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("size", Sort("size")),
        ("-size", Sort("size", descending=True)),
        ("", ORDER),
        ("-", ORDER),
        ("--size", ORDER),
        ("SIZE", ORDER),
        ("size'; --", ORDER),
        ("__class__", ORDER),
        ("\0", ORDER),
    ],
)
def test_sort_that_is_not_allowed_is_the_default(raw: str, expected: Sort) -> None:
    assert parse_sort(raw, KEYS, default=ORDER) == expected


@pytest.mark.parametrize("raw", ["size", "-size"])
def test_sort_writes_itself_as_it_was_read(raw: str) -> None:
    assert parse_sort(raw, KEYS, default=ORDER).param == raw


def test_headings_of_an_ascending_order_offer_the_descending_one() -> None:
    assert Sort("name").headings(KEYS) == {"name": Heading("-name", "ascending"), "size": Heading("size", "")}


def test_headings_of_a_descending_order_offer_the_ascending_one() -> None:
    headings = Sort("size", descending=True).headings(KEYS)

    assert headings == {"name": Heading("name", ""), "size": Heading("size", "descending")}


def test_rows_without_a_value_are_last_in_both_directions() -> None:
    rows: list[ROW] = [("", 1), ("b", None), ("a", 0), ("c", 2)]

    assert sort_rows(rows, Sort("size"), KEYS) == [("a", 0), ("", 1), ("c", 2), ("b", None)]
    assert sort_rows(rows, Sort("size", descending=True), KEYS) == [("c", 2), ("", 1), ("a", 0), ("b", None)]
    assert sort_rows(rows, Sort("name"), KEYS) == [("a", 0), ("b", None), ("c", 2), ("", 1)]


def test_rows_of_equal_value_keep_their_order() -> None:
    rows: list[ROW] = [("b", 1), ("a", 1), ("c", 0)]

    assert sort_rows(rows, Sort("size"), KEYS) == [("c", 0), ("b", 1), ("a", 1)]
    assert sort_rows(rows, Sort("size", descending=True), KEYS) == [("b", 1), ("a", 1), ("c", 0)]
