"""What a recruiter does, as functions; the words on the buttons come from the catalogue, as on the page."""

import re
import time
from urllib.parse import urlsplit

from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from tests.e2e.visitor import Visitor
from tests.sandbox_control import SandboxControl

LISTS = ("/", "/calendar/", "/drive/", "/sheets/", "/candidates/")
PAGES = (*LISTS, "/search/?q=ana", "/cache/", "/settings/")
# Looks at the counts of the upstreams, a tenth of a second apart; a call of ours waits less for its turn.
QUIET = 8
VIEWS = ("/calendar/?view=day", "/calendar/?view=week", "/calendar/?view=month")


def words(message: str) -> str:
    """The message in the language of the interface."""
    with override("ru"):
        return gettext(message)


def sign_in(page: Page, email: str) -> None:
    """From the sign-in page over the sandbox's consent page to the dashboard, by clicks alone."""
    page.goto("/sign-in/")
    page.get_by_role("link", name=words("Sign in with Google")).click()
    page.get_by_role("link", name=email).click()
    allow(page)
    page.wait_for_url("/")


def allow(page: Page) -> None:
    """Consent at the sandbox; who has consented before is not asked again."""
    if urlsplit(page.url).path == "/o/oauth2/v2/auth":
        page.get_by_role("button", name="Продолжить").click()


def connect_drive(page: Page) -> None:
    """Grant Drive on the settings page; the consent page knows the account already."""
    page.goto("/settings/")
    page.locator("#google").get_by_role("link", name=words("Connect")).click()
    allow(page)
    page.wait_for_url("/settings/")


def connect_huntflow(page: Page) -> None:
    """Take the recruiter's own pair of the sandbox on the settings page, in one click."""
    page.goto("/settings/")
    page.get_by_role("button", name=words("Connect my pair of the sandbox")).click()
    expect(page.locator("#huntflow .badge")).to_have_text(words("connected"))


def has_settled(page: Page) -> None:
    """The page has loaded, and every block of it came or says why it is not there."""
    page.wait_for_load_state()
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def has_data(page: Page) -> None:
    """Every block of the page came, and none says that something is missing."""
    has_settled(page)
    expect(page.locator(".state")).to_have_count(0)


def first_candidate(visitor: Visitor) -> str:
    """The address of the candidate who comes first in the list."""
    found = re.search(r'href="(/candidates/\d+/\d+/)"', visitor.settled("/candidates/"))
    assert found
    return found[1]


def wait_for_quiet(upstreams: SandboxControl) -> None:
    """Return once nobody has asked the upstreams anything for a while: no refresh is on its way any more."""
    counts: list[dict[str, int]] = []
    while len(counts) < QUIET or counts[-QUIET:] != [counts[-1]] * QUIET:
        counts.append(upstreams.counts())
        time.sleep(0.1)
