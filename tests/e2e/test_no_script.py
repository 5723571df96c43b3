"""Without scripts a page asks for more clicks, and nothing is missing."""

import re

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.e2e.conftest import NewPage
from tests.e2e.kept import Kept
from tests.e2e.steps import has_settled, words
from tests.sandbox_control import SandboxControl


@pytest.fixture
def plain(new_page: NewPage, anna: StorageState) -> Page:
    """A page of Anna's whose browser runs no scripts."""
    return new_page(storage_state=anna, java_script_enabled=False)


def test_every_page_shows_its_data(plain: Page, warm: tuple[str, ...]) -> None:
    for path in warm:
        plain.goto(path)
        for href in [link.get_attribute("href") for link in plain.locator("[aria-busy] a").all()]:
            plain.goto(href or "")
        has_settled(plain)
        expect(plain.get_by_role("button", name=words("Try again"))).to_have_count(0)


def test_figures_that_will_not_come_are_not_there(plain: Page, kept: Kept, upstreams: SandboxControl) -> None:
    kept.forget("huntflow_*")
    upstreams.fail("huntflow", "delay", seconds=4)

    plain.goto("/")

    expect(plain.locator("#work [aria-busy]")).to_be_visible()
    expect(plain.locator(".figures > [hidden]").first).to_be_hidden()
    expect(plain.locator(".figures > :not([hidden])").first).to_be_visible()


def test_a_list_is_searched_filtered_sorted_and_paged(plain: Page) -> None:
    plain.goto("/candidates/")
    plain.get_by_role("link", name=words("Candidate"), exact=True).click()
    expect(plain.get_by_role("columnheader", name=words("Candidate"))).to_have_attribute(
        "aria-sort", "ascending"
    )
    plain.get_by_role("link", name=words("Next page")).click()
    expect(plain).to_have_url(re.compile(r"sort=name&page=2$"))

    plain.get_by_label(words("Stage")).select_option(index=1)
    stage = plain.get_by_label(words("Stage")).locator("option:checked").inner_text()
    plain.get_by_role("main").get_by_role("button", name=words("Show"), exact=True).click()
    expect(plain).to_have_url(re.compile(r"stage=\d+"))
    assert {row.locator("td").first.inner_text() for row in plain.locator("tbody tr").all()} == {stage}

    surname = plain.locator("tbody th a").first.inner_text().split()[0]
    plain.get_by_role("main").get_by_role("searchbox").fill(surname)
    plain.keyboard.press("Enter")
    expect(plain.locator("tbody th a").first).to_contain_text(surname)


def test_a_week_is_left_and_found_again(plain: Page) -> None:
    plain.goto("/calendar/?view=week")
    period = plain.locator("main h2").first
    this_week = period.inner_text()

    plain.get_by_role("link", name=words("Next period")).click()
    expect(period).not_to_have_text(this_week)
    plain.get_by_role("navigation", name=words("Period")).get_by_role("link", name=words("Today")).click()

    expect(period).to_have_text(this_week)


def test_a_block_is_refreshed(plain: Page, kept: Kept) -> None:
    plain.goto("/drive/?kind=pdf")
    age = plain.get_by_role("main").locator("time[data-age]").first
    expect(age).to_have_text("3\N{NO-BREAK SPACE}минуты назад")

    plain.get_by_role("button", name=words("Refresh")).click()

    expect(plain).to_have_url("/drive/?kind=pdf")
    expect(age).to_have_text(words("just now"))


def test_what_is_cached_is_cleared(plain: Page, kept: Kept) -> None:
    plain.goto("/cache/")
    drive = plain.get_by_role("row", name=words("Files in Drive"))

    drive.get_by_role("link", name=words("Clear")).click()
    plain.get_by_role("button", name=re.compile(r"\b1 запись")).click()

    expect(plain).to_have_url("/cache/")
    expect(drive).to_have_count(0)
