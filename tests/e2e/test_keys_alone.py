"""Each journey by the keyboard alone, in at most twelve presses; and Tab, which passes by everything in order.

A journey that leads over pages of Google is counted anew on each page.
"""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import NewPage
from tests.e2e.interviewee import Interviewee, leads_to_the_meeting
from tests.e2e.kept import Kept
from tests.e2e.keys import Keys, walk_by_tab
from tests.e2e.planned import Plan, noon, today
from tests.e2e.steps import has_data, has_settled, words
from tests.e2e.visitor import Visitor
from tests.sandbox_control import SandboxControl
from tests.stack import Stack


@pytest.fixture
def keys(page: Page) -> Keys:
    """On the first page, where every path begins."""
    page.goto("/")
    has_data(page)
    return Keys(page)


@pytest.fixture(scope="package")
def newcomer(stack: Stack) -> str:
    """The address of somebody who has never been here."""
    email = "vera.novikova@example.com"
    SandboxControl(stack.sandbox_url).change(op="add_account", email=email)
    SandboxControl(stack.sandbox_url).change(op="issue_pair", account=email)
    return email


def skip(page: Page) -> Keys:
    """Past the navigation, in two presses."""
    has_settled(page)
    keys = Keys(page)
    keys.press("Tab", "Enter")
    return keys


def consent(page: Page) -> None:
    """Allow all that the page of Google, whose presses are not ours, asks for."""
    page.wait_for_url("**/o/oauth2/v2/auth?**")
    Keys(page).enter(page.get_by_role("button", name="Продолжить"))


def test_a_newcomer_signs_in_and_connects_everything(new_page: NewPage, newcomer: str) -> None:
    page = new_page()
    page.goto("/sign-in/")

    skip(page).enter(page.get_by_role("link", name=words("Sign in with Google")))
    Keys(page).enter(page.get_by_role("link", name=newcomer))
    consent(page)
    page.wait_for_url("/")
    Keys(page).enter(page.get_by_role("navigation").get_by_role("link", name=words("Settings")))
    page.wait_for_url("/settings/")
    skip(page).enter(page.locator("#google").get_by_role("link", name=words("Connect")))
    consent(page)
    page.wait_for_url("/settings/")
    skip(page).enter(page.get_by_role("button", name=words("Connect my pair of the sandbox")))

    expect(page.locator("#google .badge")).to_have_text([words("connected")] * 2)
    expect(page.locator("#huntflow .badge")).to_have_text(words("connected"))


def test_a_grant_that_was_revoked_is_given_again(
    new_page: NewPage, stack: Stack, newcomer: str, kept: Kept, upstreams: SandboxControl
) -> None:
    page = new_page(storage_state=Visitor(stack, newcomer).storage_state())
    upstreams.change(op="revoke_grant", account=newcomer)
    kept.clear()
    page.goto("/calendar/")

    skip(page).enter(page.get_by_role("main").get_by_role("link", name=words("Connect")))
    consent(page)

    page.wait_for_url("/calendar/")
    has_settled(page)
    expect(page.get_by_text(words("A connection is needed"))).to_have_count(0)


def test_a_refresh_is_tried_while_huntflow_is_down(page: Page, kept: Kept, upstreams: SandboxControl) -> None:
    upstreams.fail("huntflow", "status", status=503)
    page.goto("/candidates/")

    keys = skip(page)
    keys.enter(page.get_by_role("button", name=words("Refresh")))
    with page.expect_request(re.compile(r"/refresh/candidates/")):
        keys.enter(page.get_by_role("button", name=words("Try again")))

    note = page.get_by_role("status").filter(has_text=words("Huntflow"))
    expect(note).to_contain_text("3\N{NO-BREAK SPACE}минуты назад")
    assert page.get_by_role("row").count() > 1


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


def is_walked_in_order(page: Page, path: str) -> None:
    """Tab comes by all that the page has, from the link that skips the navigation on, and a ring shows where it is."""
    page.goto(path)
    has_settled(page)
    expect(page).to_have_url(path)

    stops, visited = walk_by_tab(page)

    assert [place for place, _, _ in visited] == list(range(stops))
    assert [source for _, ringed, source in visited if not ringed] == []
    assert 'class="skip"' in visited[0][2]


@pytest.mark.parametrize("path", ["/", "/calendar/?view=week", "/candidates/", "/cache/", "/settings/"])
def test_tab_passes_by_everything_in_order_and_shows_where_it_is(page: Page, path: str) -> None:
    is_walked_in_order(page, path)


def test_tab_passes_by_everything_on_the_sign_in_page(new_page: NewPage) -> None:
    is_walked_in_order(new_page(), "/sign-in/")


def test_an_event_opens_over_the_week_and_gives_the_focus_back(page: Page, plan: Plan) -> None:
    plan([noon(today(), summary="Обед")])
    page.goto("/calendar/?view=week")
    has_data(page)
    # Whatever else is at noon: it has a target of its own, unless it is counted.
    event = page.get_by_role("main").locator(".blocks button[popovertarget]").filter(visible=True).first
    event.focus()

    page.keyboard.press("Enter")
    card = page.get_by_role("dialog").filter(visible=True)
    expect(card).to_have_count(1)
    page.keyboard.press("Tab")
    expect(card.locator(":focus")).to_have_count(1)
    page.keyboard.press("Escape")

    expect(card).to_have_count(0)
    expect(event).to_be_focused()
