"""What must hold for every page, on every screen."""

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import StorageState

from tests.e2e.conftest import NewPage
from tests.e2e.steps import PAGES, has_data

OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_shows_its_data_without_scripts(new_page: NewPage, anna: StorageState, path: str) -> None:
    page = new_page(storage_state=anna, java_script_enabled=False)

    page.goto(path)
    for link in page.locator("[aria-busy] a").all():
        page.goto(link.get_attribute("href") or "")

    has_data(page)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_page_scrolls_sideways(new_page: NewPage, anna: StorageState, width: int) -> None:
    page = new_page(storage_state=anna, viewport={"width": width, "height": 800})

    for path in PAGES:
        page.goto(path)
        has_data(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_breaks_a_rule_of_accessibility(
    new_page: NewPage, anna: StorageState, width: int, theme: Literal["light", "dark"]
) -> None:
    page = new_page(storage_state=anna, viewport={"width": width, "height": 800}, color_scheme=theme)
    broken = {}

    for path in PAGES:
        page.goto(path)
        has_data(page)
        for violation in Axe().run(page, options=OPTIONS).response["violations"]:
            broken[path, violation["id"]] = [node["html"] for node in violation["nodes"]]

    assert broken == {}
