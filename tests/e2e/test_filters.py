"""Filtering in place: what is typed narrows the list, the address follows, and nothing is lost on the way."""

import re

from playwright.sync_api import Page, StorageState, expect

from tests.e2e.conftest import NewPage
from tests.e2e.steps import has_data, words


def test_a_search_narrows_the_list_while_it_is_typed(page: Page) -> None:
    page.goto("/drive/?kind=pdf")
    search = page.locator("main").get_by_role("searchbox")

    search.press_sequentially("резюме")

    expect(page).to_have_url(re.compile(r"[?&]q=%D1%80.*kind=pdf"))
    expect(page.locator("#drive-results tbody th a").first).to_contain_text(
        re.compile("резюме", re.IGNORECASE)
    )
    expect(page.locator("#drive-status")).to_have_text(re.compile(r"^\d+ файл"))
    expect(search).to_be_focused()
    expect(search).to_have_value("резюме")


def test_filtering_keeps_the_order_that_was_chosen(page: Page) -> None:
    page.goto("/candidates/")
    has_data(page)

    page.get_by_role("link", name=words("Candidate"), exact=True).click()
    expect(page.locator("th[aria-sort]")).to_have_text(words("Candidate"))
    page.get_by_label(words("Stage")).select_option(index=1)

    expect(page).to_have_url(re.compile(r"stage=\d+.*sort=name"))
    expect(page.locator("th[aria-sort]")).to_have_attribute("aria-sort", "ascending")


def test_a_vacancy_is_a_list_of_its_own(page: Page) -> None:
    page.goto("/candidates/")
    has_data(page)
    vacancies = page.get_by_label(words("Vacancy"), exact=True)
    name = vacancies.locator("option").nth(1).inner_text()

    vacancies.select_option(index=1)

    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    expect(page).to_have_url(re.compile(r"vacancy=\d+"))
    has_data(page)


def test_the_way_back_leads_through_the_pages_of_a_list(page: Page) -> None:
    page.goto("/drive/")
    has_data(page)
    first = page.locator("#drive-results tbody th a").first.inner_text()

    page.get_by_role("link", name=words("Next page")).click()
    expect(page).to_have_url("/drive/?page=2")
    expect(page.locator("#drive-results tbody th a").first).not_to_have_text(first)
    page.go_back()

    expect(page).to_have_url("/drive/")
    expect(page.locator("#drive-results tbody th a").first).to_have_text(first)


def test_a_theme_that_was_chosen_stays(new_page: NewPage, anna: StorageState) -> None:
    page = new_page(storage_state=anna, color_scheme="light")
    page.goto("/settings/")

    page.get_by_role("button", name=words("Dark")).click()
    page.goto("/drive/")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(14, 18, 24)"


def test_the_first_page_is_in_the_zone_of_the_browser_at_once(new_page: NewPage, anna: StorageState) -> None:
    page = new_page(storage_state=anna, timezone_id="Asia/Vladivostok")

    page.goto("/settings/")

    expect(page.locator("html")).to_have_attribute("data-zone", "Asia/Vladivostok")
    expect(page.get_by_text("Asia/Vladivostok, UTC+10")).to_be_visible()
