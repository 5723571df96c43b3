"""Everything by keys: pages, rows, the search, the help; and nothing where keys are for typing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.e2e.conftest import NewPage
from tests.e2e.steps import has_data, words


@pytest.fixture
def page(new_page: NewPage, anna: StorageState) -> Page:
    """Anna's list of files."""
    opened = new_page(storage_state=anna)
    opened.goto("/drive/")
    has_data(opened)
    return opened


@pytest.fixture
def no_shortcuts(page: Page) -> Iterator[None]:
    """Shortcuts switched off, and on again after the test."""
    switch(page, on=False)
    yield
    switch(page, on=True)


def switch(page: Page, *, on: bool) -> None:
    page.goto("/settings/")
    page.get_by_label(words("Single-key shortcuts")).set_checked(on)
    page.get_by_role("button", name=words("Save")).click()
    expect(page.locator(".note.success")).to_be_visible()


def press_in_russian(page: Page, *codes: str) -> None:
    """Press keys where G and K are, as a keyboard in the Russian layout reports them."""
    for code in codes:
        page.evaluate(
            "code => document.body.dispatchEvent("
            "new KeyboardEvent('keydown', {code, key: {KeyG: 'п', KeyK: 'л'}[code], bubbles: true}))",
            code,
        )


@pytest.mark.parametrize(
    ("key", "path"),
    [("t", "/"), ("c", "/calendar/"), ("k", "/candidates/"), ("s", "/sheets/"), ("n", "/settings/")],
)
def test_g_and_a_letter_lead_to_a_page(page: Page, key: str, path: str) -> None:
    page.keyboard.press("g")
    page.keyboard.press(key)

    expect(page).to_have_url(path)


def test_keys_are_meant_by_their_place(page: Page) -> None:
    press_in_russian(page, "KeyG", "KeyK")

    expect(page).to_have_url("/candidates/")


def test_slash_leads_into_the_search_and_enter_to_its_hits(page: Page) -> None:
    page.keyboard.press("/")
    expect(page.locator(".find input")).to_be_focused()

    page.keyboard.type("интервью")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/search/\?q="))
    expect(page.locator("#search-status")).to_have_text(re.compile(r"^\d+"))


def test_question_mark_lists_the_keys_and_escape_ends_that(page: Page) -> None:
    page.keyboard.press("Shift+Slash")
    dialog = page.get_by_role("dialog", name=words("Keyboard shortcuts"))
    expect(dialog).to_be_visible()

    page.keyboard.press("r")
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()


def test_help_opens_without_a_key(page: Page) -> None:
    page.get_by_role("button", name=words("Shortcuts")).click()

    dialog = page.get_by_role("dialog", name=words("Keyboard shortcuts"))
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name=words("Close")).click()
    expect(dialog).to_be_hidden()


def test_j_and_k_walk_over_the_rows_and_enter_opens_one(page: Page) -> None:
    page.goto("/candidates/")
    has_data(page)
    rows = page.locator("tbody th a")

    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/candidates/\d+/\d+/"))


def test_r_refreshes_the_page(page: Page) -> None:
    with page.expect_request(re.compile(r"/refresh/drive/")):
        page.keyboard.press("r")

    has_data(page)


def test_keys_are_letters_in_a_field_and_nothing_with_a_modifier(page: Page) -> None:
    search = page.locator("main").get_by_role("searchbox")
    search.click()

    page.keyboard.type("gk/?jr")
    expect(search).to_have_value("gk/?jr")
    page.locator("h1").click()
    page.keyboard.press("Control+g")
    page.keyboard.press("Alt+k")

    expect(page).to_have_url(re.compile(r"/drive/"))


@pytest.mark.usefixtures("no_shortcuts")
def test_keys_do_nothing_when_they_are_switched_off(page: Page) -> None:
    page.goto("/drive/")
    has_data(page)

    page.keyboard.press("g")
    page.keyboard.press("k")
    page.keyboard.press("/")

    expect(page).to_have_url("/drive/")
    expect(page.locator(".find input")).not_to_be_focused()
