from pathlib import Path

import pytest

from benchmarks.harness import document
from benchmarks.harness.results import Row, at_most


def test_table_is_markdown_with_bars_escaped() -> None:
    assert document.table(["a", "b"], [["1|2", "3"]]) == "| a | b |\n| --- | --- |\n| 1\\|2 | 3 |"


def test_filling_replaces_what_stands_between_the_marks_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "before\n<!-- x -->\nold\n<!-- end of x -->\nafter\n<!-- y -->\nkept\n<!-- end of y -->\n"
    )

    for _ in range(2):
        document.fill(page, "x", "new")

    assert page.read_text() == (
        "before\n<!-- x -->\nnew\n<!-- end of x -->\nafter\n<!-- y -->\nkept\n<!-- end of y -->\n"
    )


def test_filling_a_document_without_the_place_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("nothing here")

    with pytest.raises(ValueError, match=r"page\.md has no place for x"):
        document.fill(page, "x", "new")


@pytest.mark.parametrize(
    ("row", "verdict"),
    [
        (at_most("a", "b", limit=1.5, value=1.5, measured="1.5 x"), "kept"),
        (at_most("a", "b", limit=1.5, value=1.75, measured="1.75 x"), "**not kept**: 1.75 instead of 1.50"),
        (Row("a", "b", "–", kept=None, why="not measured"), "–: not measured"),
        (Row("a", "b", "c", kept=False), "**not kept**"),
    ],
)
def test_verdict_says_by_how_much(row: Row, verdict: str) -> None:
    assert row.verdict == verdict
