"""On a phone the navigation is a bar that scrolls: what is current, and what has the focus, is seen whole."""

from playwright.sync_api import Locator, StorageState, expect

from tests.e2e.conftest import NewPage

PHONE = {"width": 390, "height": 844}


def is_seen_whole(link: Locator) -> bool:
    box = link.bounding_box()
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]


def test_current_page_and_the_focused_link_are_in_sight(new_page: NewPage, anna: StorageState) -> None:
    page = new_page(storage_state=anna, viewport=PHONE)
    page.goto("/settings/")
    links = page.get_by_role("navigation").first.get_by_role("listitem").get_by_role("link")
    expect(links.last).to_have_attribute("aria-current", "page")

    seen = [is_seen_whole(links.last)]
    links.first.focus()
    for link in links.all():
        seen.append(is_seen_whole(link))
        page.keyboard.press("Tab")

    assert seen == [True] * (links.count() + 1)
