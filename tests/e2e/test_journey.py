"""What a newcomer does, from the first page to signing out."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from sandbox.world.names import transliterate
from tests.e2e.conftest import NewPage
from tests.e2e.interviewee import Interviewee, leads_to_the_meeting
from tests.e2e.kept import Kept
from tests.e2e.planned import Plan, today, whole
from tests.e2e.steps import (
    PAGES,
    allow,
    connect_drive,
    connect_huntflow,
    has_data,
    sign_in,
    words,
)
from tests.e2e.visitor import Visitor
from tests.sandbox_control import SandboxControl
from tests.stack import Stack

IVAN = "ivan.petrov@example.com"
CYRILLIC = re.compile(r"^[А-ЯЁа-яё\s-]+$")


@pytest.fixture
def _no_grant(upstreams: SandboxControl) -> None:
    """Ivan has allowed the dashboard nothing yet, or nothing any more."""
    upstreams.change(op="revoke_grant", account=IVAN)


def test_the_next_interview_is_prepared_from_the_first_page(page: Page, interviewee: Interviewee) -> None:
    card = interviewee.card(page)
    paper = f"Резюме {interviewee.name}.pdf"

    assert leads_to_the_meeting(card.get_by_role("link", name=words("Join")))
    assert card.get_by_role("link", name=paper).get_attribute("target") == "_blank"
    card.get_by_role("heading").get_by_role("link", name=interviewee.name).click()

    expect(page).to_have_url(interviewee.address)
    has_data(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text(interviewee.name)
    expect(page.get_by_role("region", name=words("Interviews"))).to_contain_text("Знакомство")
    files = page.get_by_role("region", name=words("Files"), exact=True)
    expect(files.get_by_role("link", name=paper)).to_be_visible()


@pytest.mark.usefixtures("_no_grant")
def test_a_newcomer_signs_in_connects_everything_and_leaves(new_page: NewPage, plan: Plan) -> None:
    plan([whole(today(), today() + timedelta(days=1), summary="Отпуск")], calendar=IVAN)
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


def test_a_grant_that_was_revoked_is_given_again_from_the_page_that_misses_it(
    new_page: NewPage, stack: Stack, upstreams: SandboxControl, kept: Kept
) -> None:
    page = new_page(storage_state=Visitor(stack, IVAN).storage_state())
    upstreams.change(op="revoke_grant", account=IVAN)
    kept.clear()
    page.goto("/calendar/")
    expect(page.get_by_text(words("A connection is needed"))).to_be_visible()

    page.get_by_role("main").get_by_role("link", name=words("Connect")).click()
    allow(page)

    expect(page).to_have_url("/calendar/")
    expect(page.get_by_role("main").get_by_role("listitem").first).to_be_visible()
    has_data(page)


def test_a_candidate_is_one_click_from_the_list(page: Page) -> None:
    page.goto("/candidates/")
    link = page.locator("#candidates tbody th a").first
    address, name = link.get_attribute("href") or "", link.inner_text()

    link.click()

    expect(page).to_have_url(address)
    # The list leaves the patronymic out.
    heading = re.compile(rf"^\s*{re.escape(name)}( \S+)?\s*$")
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_a_name_typed_in_latin_finds_its_cyrillic_bearer(page: Page) -> None:
    page.goto("/candidates/")
    has_data(page)
    surname = page.locator("tbody th a").filter(has_text=CYRILLIC).first.inner_text().split()[0]

    page.get_by_role("searchbox", name=words("Search candidates")).press_sequentially(transliterate(surname))

    expect(page).to_have_url(re.compile(rf"[?&]q={transliterate(surname)}"))
    found = page.get_by_role("rowheader").get_by_role("link").all_inner_texts()
    assert len(found) == len([name for name in found if surname in name]) > 0
    count = page.get_by_role("main").get_by_role("status").filter(has_text=re.compile(rf"^\s*{len(found)}\s"))
    expect(count).to_be_visible()
