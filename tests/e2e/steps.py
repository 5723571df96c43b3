"""What a recruiter does, as functions; the words on the buttons come from the catalogue, as on the page."""

from urllib.parse import urlsplit

from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

PAGES = ("/", "/calendar/", "/drive/", "/sheets/", "/candidates/", "/search/?q=ana", "/cache/", "/settings/")


def words(message: str) -> str:
    """The message in the language of the interface."""
    with override("ru"):
        return gettext(message)


def sign_in(page: Page, email: str) -> None:
    """From the sign-in page over the sandbox's consent page to the dashboard, by clicks alone."""
    page.goto("/sign-in/")
    page.get_by_role("link", name=words("Sign in with Google")).click()
    page.get_by_role("link", name=email).click()
    _allow(page)
    page.wait_for_url("/")


def _allow(page: Page) -> None:
    # Who has consented before is not asked again.
    if urlsplit(page.url).path == "/o/oauth2/v2/auth":
        page.get_by_role("button", name="Продолжить").click()


def connect_drive(page: Page) -> None:
    """Grant Drive on the settings page; the consent page knows the account already."""
    page.goto("/settings/")
    page.locator("#google").get_by_role("link", name=words("Connect")).click()
    _allow(page)
    page.wait_for_url("/settings/")


def connect_huntflow(page: Page) -> None:
    """Take the recruiter's own pair of the sandbox on the settings page, in one click."""
    page.goto("/settings/")
    page.get_by_role("button", name=words("Connect my pair of the sandbox")).click()
    expect(page.locator("#huntflow .badge")).to_have_text(words("connected"))


def has_data(page: Page) -> None:
    """Every block of the page came, and none says that something is missing."""
    expect(page.locator("[aria-busy]")).to_have_count(0)
    expect(page.locator(".state")).to_have_count(0)
    expect(page.locator("main h1")).to_be_visible()
