"""Each journey by the keyboard alone, in at most twelve presses; and Tab, which passes by everything in order."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.interviewee import Interviewee, leads_to_the_meeting
from tests.e2e.kept import Kept
from tests.e2e.keys import Keys, walk_by_tab
from tests.e2e.steps import has_data, words


@pytest.fixture
def keys(page: Page) -> Keys:
    """On the first page, where every path begins."""
    page.goto("/")
    has_data(page)
    return Keys(page)


def test_the_next_interview_is_opened(page: Page, interviewee: Interviewee) -> None:
    interviewee.card(page)

    Keys(page).press("Tab", "Enter", "Tab", "Tab", "Enter")

    expect(page).to_have_url(interviewee.address)


def test_the_meeting_is_reached(page: Page, interviewee: Interviewee) -> None:
    interviewee.card(page)

    Keys(page).press("Tab", "Enter", "Tab", "Tab", "Tab")

    expect(page.locator(":focus")).to_have_accessible_name(re.compile(f"^{words('Join')}"))
    assert leads_to_the_meeting(page.locator(":focus"))


def test_a_candidate_is_found(page: Page, keys: Keys) -> None:
    keys.press("/")
    keys.type("belov")
    keys.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=belov"))
    has_data(page)
    keys.press("j", "Enter")

    expect(page).to_have_url(re.compile(r"/candidates/\d+/\d+/"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Белов")


def test_the_table_is_sorted_and_paged(page: Page, keys: Keys) -> None:
    keys.press("g", "k")
    expect(page).to_have_url("/candidates/")
    has_data(page)
    keys.press("j", "Shift+Tab", "Shift+Tab", "Enter")
    expect(page).to_have_url("/candidates/?sort=interview")
    expect(page.locator("th[aria-sort]")).to_have_text(words("Next interview"))
    keys.press("n")

    expect(page).to_have_url("/candidates/?sort=interview&page=2")
    expect(page.get_by_role("link", name=f"{words('Page')} 2")).to_have_attribute("aria-current", "page")


def test_a_source_is_refreshed(page: Page, keys: Keys) -> None:
    keys.press("g", "f")
    expect(page).to_have_url("/drive/")
    has_data(page)

    with page.expect_request(re.compile(r"/refresh/drive/")):
        keys.press("r")
    has_data(page)


def test_a_data_set_is_cleared(page: Page, kept: Kept, keys: Keys) -> None:
    keys.press("g", "h")
    expect(page).to_have_url("/cache/")
    has_data(page)
    keys.press("j", "Enter")
    expect(page).to_have_url(re.compile(r"/cache/clear/\w+/"))
    has_data(page)
    keys.press("Tab", "Enter", "Tab", "Enter")

    expect(page).to_have_url(re.compile(r"/cache/(#main)?$"))
    expect(page.get_by_role("status").first).to_contain_text(re.compile(r"[Уу]дал"))


@pytest.mark.parametrize("path", ["/", "/calendar/?view=week", "/candidates/", "/cache/", "/settings/"])
def test_tab_passes_by_everything_in_order_and_shows_where_it_is(page: Page, path: str) -> None:
    page.goto(path)
    has_data(page)

    stops, visited = walk_by_tab(page)

    assert [place for place, _, _ in visited] == list(range(stops))
    assert [source for _, ringed, source in visited if not ringed] == []
    assert 'class="skip"' in visited[0][2]


def test_an_event_opens_over_the_week_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/calendar/?view=week")
    has_data(page)
    event = page.get_by_role("main").locator("button[popovertarget]").first
    event.focus()

    page.keyboard.press("Enter")
    card = page.get_by_role("dialog").filter(visible=True)
    expect(card).to_have_count(1)
    page.keyboard.press("Tab")
    expect(card.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")

    expect(card).to_have_count(0)
    expect(event).to_be_focused()
