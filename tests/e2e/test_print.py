"""What comes out of the printer."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.e2e.conftest import NewPage
from tests.e2e.interviewee import MEET
from tests.e2e.planned import Plan, noon, today, whole

# Widths and heights in points, rounded up.
UPRIGHT, ACROSS = (595, 842), (842, 595)
# What is in the name of the events of a test alone: a week goes on to a second sheet when others take it into the night.
MINE = "4711"
# What leads elsewhere or does something. The way into a meeting stays, as an address, and so does an event of a grid,
# whose text is that of a button. Words would tell less: an event may be called as a button is.
CONTROLS = "nav a, [data-key], .btn:not(.join), form, input, select, textarea"


def sheets(page: Page) -> list[tuple[int, ...]]:
    """The sizes of the sheets that the page fills, as its own style wants them."""
    pdf = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [tuple(round(float(side)) for side in box) for box in boxes]


@pytest.fixture
def in_the_dark(new_page: NewPage, anna: StorageState) -> Page:
    """A page of Anna's that is dark, which paper never is."""
    return new_page(storage_state=anna, color_scheme="dark")


@pytest.mark.parametrize(
    ("path", "size", "rows"),
    [
        ("/", UPRIGHT, "#today .agenda > li"),
        (f"/calendar/?view=week&q={MINE}", ACROSS, ".blocks > li"),
        (f"/calendar/?view=month&q={MINE}", ACROSS, ".month .slot"),
    ],
)
def test_plan_is_one_sheet_of_a4_with_nothing_to_press(
    in_the_dark: Page, plan: Plan, path: str, size: tuple[int, int], rows: str
) -> None:
    # One is called as the controls are.
    named_alike = whole(today(), today() + timedelta(days=1), summary=f"Неделя {MINE}: Файлы, Обновить")
    plan([named_alike, noon(today(), summary=f"Обед {MINE}")])
    page = in_the_dark
    page.goto(path)
    expect(page.locator("[aria-busy]")).to_have_count(0)

    shown, controls = page.locator(f"h1, {rows}"), page.locator(CONTROLS).filter(visible=True)
    assert controls.count() > 0
    assert sheets(page) == [size]
    page.emulate_media(media="print")
    assert shown.filter(visible=True).count() > 1
    expect(controls).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_way_into_a_meeting_is_an_address_on_paper(new_page: NewPage, anna: StorageState, plan: Plan) -> None:
    plan([noon(today() + timedelta(days=1), summary="Сверка 4711", hangoutLink=MEET)])
    page = new_page(storage_state=anna)
    page.goto("/calendar/")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    page.emulate_media(media="print")

    link = page.locator(".agenda > li").filter(has_text="Сверка 4711").locator(".join")

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
