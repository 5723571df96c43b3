"""What must hold for every page, on every screen."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import StorageState

from tests.e2e.conftest import NewPage
from tests.e2e.steps import PAGES, has_data

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_its_data_without_scripts(new_page: NewPage, anna: StorageState, path: str) -> None:
    page = new_page(storage_state=anna, java_script_enabled=False)

    page.goto(path)
    for href in [link.get_attribute("href") for link in page.locator("[aria-busy] a").all()]:
        page.goto(href or "")

    has_data(page)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(new_page: NewPage, anna: StorageState, width: int) -> None:
    page = new_page(storage_state=anna, viewport={"width": width, "height": 800})

    for path in PAGES:
        page.goto(path)
        has_data(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_breaks_a_rule_of_accessibility(new_page: NewPage, anna: StorageState, width: int) -> None:
    # Without motion no colour is caught half-way.
    page = new_page(storage_state=anna, viewport={"width": width, "height": 800}, reduced_motion="reduce")
    broken = {}

    for path in PAGES:
        page.goto(path)
        has_data(page)
        # Colours are all that differs between the themes.
        for theme, rules in (("light", RULES), ("dark", ["color-contrast"])):
            page.emulate_media(color_scheme=theme)
            for violation in Axe().run(page, options={"runOnly": rules}).response["violations"]:
                broken[path, theme, violation["id"]] = [node["html"] for node in violation["nodes"]]

    assert broken == {}
