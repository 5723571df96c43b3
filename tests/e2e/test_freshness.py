"""What a page says of its age is true: when it loads, while it stays open, and when a refresh fails."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, StorageState, expect

from tests.e2e.conftest import NewPage
from tests.e2e.kept import Kept
from tests.e2e.planned import Plan, today, whole
from tests.e2e.steps import has_data, words
from tests.sandbox_control import SandboxControl

SERVICES = {
    "/calendar/": "google_calendar_events",
    "/drive/": "google_drive_files",
    "/sheets/": "google_sheets",
    "/candidates/": "huntflow_candidate_lists",
}
FIVE_SECONDS = timedelta(seconds=5)


def age_of(page: Page) -> Locator:
    """The badge at the title of the page."""
    return page.get_by_role("main").locator("time[data-age]").first


def moment_of(page: Page) -> datetime:
    return datetime.fromisoformat(age_of(page).get_attribute("datetime") or "")


@pytest.mark.parametrize("path", SERVICES)
def test_a_badge_is_as_old_as_what_it_speaks_of(page: Page, kept: Kept, path: str) -> None:
    page.goto(path)
    has_data(page)

    assert abs(moment_of(page) - kept.cached_at(SERVICES[path])) < FIVE_SECONDS
    expect(age_of(page)).to_have_text("3\N{NO-BREAK SPACE}минуты назад")


def test_a_badge_ages_on_a_page_that_stays_open_and_turns_stale(
    new_page: NewPage, anna: StorageState, kept: Kept
) -> None:
    page = new_page(storage_state=anna)
    page.clock.install(time=datetime.now(UTC))
    page.goto("/drive/")
    has_data(page)
    badge = page.get_by_role("main").locator("[data-fresh-until]").first

    page.clock.fast_forward("06:00")
    expect(age_of(page)).to_have_text("9\N{NO-BREAK SPACE}минут назад")
    expect(badge).to_have_class("badge success")
    page.clock.fast_forward("01:00")

    expect(age_of(page)).to_have_text("10\N{NO-BREAK SPACE}минут назад")
    expect(badge).to_have_class("badge warning")


def test_a_refresh_shows_the_block_anew_in_place(page: Page, kept: Kept) -> None:
    page.goto("/drive/")
    has_data(page)
    page.evaluate("document.body.dataset.same = 'page'")

    page.get_by_role("button", name=words("Refresh")).click()

    expect(age_of(page)).to_have_text(words("just now"))
    has_data(page)
    assert page.evaluate("document.body.dataset.same") == "page"
    assert datetime.now(UTC) - moment_of(page) < FIVE_SECONDS


def test_a_refresh_that_fails_says_so_and_keeps_the_old_age(
    page: Page, kept: Kept, upstreams: SandboxControl
) -> None:
    page.goto("/candidates/")
    has_data(page)
    rows = page.get_by_role("row").count()
    before = moment_of(page)
    upstreams.fail("huntflow", "status", status=503)

    page.get_by_role("button", name=words("Refresh")).click()

    reason = words("%(upstream)s reports a failure of its own.") % {"upstream": words("Huntflow")}
    note = page.get_by_role("status").filter(has_text=reason)
    expect(note).to_contain_text("3\N{NO-BREAK SPACE}минуты назад")
    expect(note.get_by_role("button", name=words("Try again"))).to_be_visible()
    expect(age_of(page)).to_have_text("3\N{NO-BREAK SPACE}минуты назад")
    expect(page.get_by_role("main").get_by_text(words("just now"))).to_have_count(0)
    assert moment_of(page) == before
    assert page.get_by_role("row").count() == rows


def test_one_broken_source_leaves_the_other_blocks(
    page: Page, kept: Kept, upstreams: SandboxControl, plan: Plan
) -> None:
    plan([whole(today(), today() + timedelta(days=1), summary="Отпуск")])
    kept.clear()
    upstreams.fail("huntflow", "status", status=503)

    page.goto("/")

    expect(page.locator("#today .agenda li").first).to_be_visible()
    expect(page.locator("#recent .agenda li").first).to_be_visible()
    expect(page.locator("#work .state")).to_contain_text(words("Try again"))
