"""What comes out of the printer."""

import re

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.e2e.conftest import NewPage
from tests.e2e.steps import words

# Widths and heights in points, rounded up.
UPRIGHT, ACROSS = (595, 842), (842, 595)


def sheets(page: Page) -> list[tuple[int, ...]]:
    """The sizes of the sheets that the page fills, as its own style wants them."""
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [tuple(round(float(side)) for side in box) for box in boxes]


@pytest.mark.parametrize(
    ("path", "size", "rows"),
    [
        ("/", UPRIGHT, "#today .agenda > li"),
        ("/calendar/?view=week", ACROSS, ".blocks > li"),
        ("/calendar/?view=month", ACROSS, ".month .slot"),
    ],
)
def test_plan_is_one_sheet_of_a4_with_nothing_to_press(
    new_page: NewPage, anna: StorageState, path: str, size: tuple[int, int], rows: str
) -> None:
    page = new_page(storage_state=anna, color_scheme="dark")
    page.goto(path)
    expect(page.locator("[aria-busy]")).to_have_count(0)

    assert sheets(page) == [size]
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    assert page.locator("h1").inner_text() in text
    assert page.locator(rows).first.is_visible()
    assert [each for each in ("Files", "Refresh", "Sign out", "Week") if words(each) in text] == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_way_into_a_meeting_is_an_address_on_paper(new_page: NewPage, anna: StorageState) -> None:
    page = new_page(storage_state=anna)
    page.goto("/calendar/")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    page.emulate_media(media="print")

    link = page.locator(".agenda .join").first

    assert link.is_visible()
    assert (
        link.evaluate("link => getComputedStyle(link, '::after').content")
        == f'"{link.get_attribute("href")}"'
    )


def test_list_of_candidates_prints_whole_rows_within_the_sheet(new_page: NewPage, anna: StorageState) -> None:
    page = new_page(storage_state=anna, viewport={"width": 703, "height": 900})
    page.goto("/candidates/")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    page.emulate_media(media="print")

    region = page.locator(".scroll")

    assert page.locator("tbody tr").count() == 25
    assert region.evaluate("region => region.scrollWidth - region.clientWidth") <= 0
