"""Everything by keys: pages, rows, the search, the help; and nothing where keys are for typing."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.e2e.conftest import NewPage
from tests.e2e.steps import has_data, words

# What a keyboard in the Russian layout reports where these letters are.
RUSSIAN = dict(zip("acgkmtwn", "фспльеит", strict=True))
PRESS_IN_RUSSIAN = """([code, key]) => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", {code, key, bubbles: true}))"""


def press_in_russian(page: Page, *letters: str) -> None:
    for letter in letters:
        page.evaluate(PRESS_IN_RUSSIAN, [f"Key{letter.upper()}", RUSSIAN[letter]])


@pytest.fixture
def files(page: Page) -> Page:
    """Anna's list of files."""
    page.goto("/drive/")
    has_data(page)
    return page


@pytest.fixture
def no_shortcuts(new_page: NewPage, anna: StorageState) -> Iterator[Page]:
    """A page with shortcuts switched off; they are on again after the test."""
    page = new_page(storage_state=anna)
    switch(page, on=False)
    yield page
    switch(page, on=True)


def switch(page: Page, *, on: bool) -> None:
    page.goto("/settings/")
    page.get_by_label(words("Single-key shortcuts")).set_checked(on)
    page.get_by_role("button", name=words("Save")).click()
    expect(page.locator(".note.success")).to_be_visible()


def test_g_and_a_letter_lead_to_a_page(files: Page) -> None:
    for key, path in (("t", "/"), ("s", "/sheets/"), ("h", "/cache/"), ("n", "/settings/"), ("f", "/drive/")):
        files.keyboard.press("g")
        files.keyboard.press(key)
        expect(files).to_have_url(path)
        has_data(files)


def test_keys_are_meant_by_their_place(page: Page) -> None:
    page.goto("/settings/")

    press_in_russian(page, "g", "k")
    expect(page).to_have_url("/candidates/")
    has_data(page)
    press_in_russian(page, "n")
    expect(page).to_have_url(re.compile(r"page=2"))
    press_in_russian(page, "g", "c")
    expect(page).to_have_url("/calendar/")
    has_data(page)
    press_in_russian(page, "w")
    expect(page).to_have_url("/calendar/?view=week")


def test_keys_lead_through_the_calendar(page: Page) -> None:
    page.goto("/calendar/")
    has_data(page)
    current = page.get_by_role("navigation", name=words("View")).locator("[aria-current]")

    for key, view in (("d", "day"), ("w", "week"), ("m", "month"), ("a", "agenda")):
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(f"view={view}"))
        expect(current).to_have_attribute("href", re.compile(f"view={view}"))
    period = page.locator("main h2").first
    today = period.inner_text()
    for key in ("ArrowLeft", "t", "ArrowRight", "t"):
        page.keyboard.press(key)
        expect(period).to_have_text(today) if key == "t" else expect(period).not_to_have_text(today)


def test_slash_leads_into_the_search_and_enter_to_its_hits(files: Page) -> None:
    files.keyboard.press("/")
    expect(files.get_by_role("navigation").get_by_role("searchbox")).to_be_focused()

    files.keyboard.type("интервью")
    files.keyboard.press("Enter")

    expect(files).to_have_url(re.compile(r"/search/\?q="))
    expect(files.locator("#search-status")).to_have_text(re.compile(r"^\d+"))


def test_the_help_opens_by_key_and_by_button_and_gives_the_focus_back(files: Page) -> None:
    dialog = files.get_by_role("dialog", name=words("Keyboard shortcuts"))
    button = files.get_by_role("button", name=words("Shortcuts"))

    files.keyboard.press("Shift+Slash")
    expect(dialog).to_be_visible()
    files.keyboard.press("r")
    files.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    button.focus()
    files.keyboard.press("Enter")
    expect(dialog.get_by_role("button", name=words("Close"))).to_be_focused()
    files.keyboard.press("Enter")

    expect(dialog).to_be_hidden()
    expect(button).to_be_focused()


def test_j_and_k_walk_over_the_rows_and_enter_opens_one(page: Page) -> None:
    page.goto("/candidates/")
    has_data(page)
    rows = page.locator("tbody th a")

    for key, row in (("j", 0), ("j", 1), ("k", 0), ("k", 0)):
        page.keyboard.press(key)
        expect(rows.nth(row)).to_be_focused()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/candidates/\d+/\d+/"))


def test_keys_are_letters_in_a_field_and_nothing_with_a_modifier(files: Page) -> None:
    search = files.locator("main").get_by_role("searchbox")
    search.click()

    files.keyboard.type("gk/?jr")
    expect(search).to_have_value("gk/?jr")
    files.locator("h1").click()
    files.keyboard.press("Control+g")
    files.keyboard.press("Alt+k")

    expect(files).to_have_url(re.compile(r"/drive/"))


def test_keys_do_nothing_when_they_are_switched_off(no_shortcuts: Page) -> None:
    no_shortcuts.goto("/drive/")
    has_data(no_shortcuts)

    for key in ("g", "k", "/"):
        no_shortcuts.keyboard.press(key)

    expect(no_shortcuts).to_have_url("/drive/")
    expect(no_shortcuts.get_by_role("navigation").get_by_role("searchbox")).not_to_be_focused()
