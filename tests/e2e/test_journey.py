"""What a newcomer does, from the first page to signing out."""

import re
from urllib.parse import quote

import pytest
import requests
from playwright.sync_api import StorageState, expect

from tests.e2e.conftest import NewPage
from tests.e2e.steps import PAGES, connect_drive, connect_huntflow, has_data, sign_in, words
from tests.stack import Stack

IVAN = "ivan.petrov@example.com"


@pytest.fixture
def _no_grant(stack: Stack) -> None:
    """Ivan has allowed the dashboard nothing yet, or nothing any more."""
    change = {"op": "revoke_grant", "account": IVAN}
    requests.post(f"{stack.sandbox_url}/_sandbox/data", json=change, timeout=5).raise_for_status()


@pytest.mark.usefixtures("_no_grant")
def test_a_newcomer_signs_in_connects_everything_and_leaves(new_page: NewPage) -> None:
    page = new_page()

    page.goto("/")
    expect(page).to_have_url("/sign-in/?next=%2F")
    sign_in(page, IVAN)
    expect(page.locator("#today .agenda li").first).to_be_visible()
    expect(page.locator("#recent .state")).to_contain_text(words("Connect"))
    connect_drive(page)
    connect_huntflow(page)
    for path in PAGES:
        page.goto(path)
        has_data(page)

    page.get_by_role("button", name=words("Sign out")).click()
    for path in PAGES:
        page.goto(path)
        expect(page).to_have_url(f"/sign-in/?next={quote(path, safe='')}")


def test_a_refresh_shows_the_block_anew_in_place(new_page: NewPage, anna: StorageState) -> None:
    page = new_page(storage_state=anna)
    page.goto("/drive/")
    has_data(page)
    before = page.locator("#drive time[data-age]").get_attribute("datetime")
    page.evaluate("document.body.dataset.same = 'page'")

    page.get_by_role("button", name=words("Refresh")).click()

    expect(page.locator("#drive time[data-age]")).not_to_have_attribute("datetime", before or "")
    has_data(page)
    assert page.evaluate("document.body.dataset.same") == "page"


@pytest.mark.usefixtures("_no_grant")
def test_a_denied_consent_is_said_and_can_be_repeated(new_page: NewPage, complaints: list[str]) -> None:
    page = new_page()
    page.goto("/sign-in/")
    page.get_by_role("link", name=words("Sign in with Google")).click()
    page.get_by_role("link", name=IVAN).click()

    page.get_by_role("button", name="Отмена").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Войти не удалось")
    complaints.clear()  # the answer is a 403
    sign_in(page, IVAN)


def test_one_broken_source_leaves_the_other_blocks(
    new_page: NewPage, anna: StorageState, broken_huntflow: None
) -> None:
    page = new_page(storage_state=anna)

    page.goto("/")

    expect(page.locator("#today .agenda li").first).to_be_visible()
    expect(page.locator("#recent .agenda li").first).to_be_visible()
    expect(page.locator("#work .state")).to_contain_text(words("Try again"))


def test_a_candidate_is_one_click_from_the_list(new_page: NewPage, anna: StorageState) -> None:
    page = new_page(storage_state=anna)
    page.goto("/candidates/")
    link = page.locator("#candidates tbody th a").first
    address, name = link.get_attribute("href") or "", link.inner_text()

    link.click()

    expect(page).to_have_url(address)
    # The list leaves the patronymic out.
    heading = re.compile(rf"^\s*{re.escape(name)}( \S+)?\s*$")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
