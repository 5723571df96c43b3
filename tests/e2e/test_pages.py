"""What must hold for every page, in every state, theme and width: one load of each, looked at in many ways."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, StorageState

from tests.e2e.axe import COLOURS, RULES, violations
from tests.e2e.conftest import NewPage
from tests.e2e.kept import Kept
from tests.e2e.measure import (
    DESKTOP,
    PHONE,
    WIDTHS,
    layout_shift,
    overflow,
    set_width,
    small_targets,
    unreachable_regions,
)
from tests.e2e.steps import LISTS, VIEWS, has_settled
from tests.e2e.visitor import Visitor
from tests.sandbox_control import SandboxControl
from tests.stack import Stack

LARGEST_SHIFT = 0.02
EVERYTHING_FAILS = ("calendar", "drive", "huntflow")


def fail(upstreams: SandboxControl) -> None:
    for target in EVERYTHING_FAILS:
        upstreams.fail(target, "status", status=503)


@pytest.fixture(scope="package")
def nobody(stack: Stack) -> StorageState:
    """Somebody new, who has connected everything and has nothing anywhere."""
    SandboxControl(stack.sandbox_url).change(op="add_account", email="olga.novaya@example.com")
    SandboxControl(stack.sandbox_url).change(op="issue_pair", account="olga.novaya@example.com")
    return Visitor(stack, "olga.novaya@example.com").storage_state()


@pytest.fixture(scope="package")
def stranger(stack: Stack) -> StorageState:
    """Somebody who took back what they had allowed Google, and never connected anything else."""
    control = SandboxControl(stack.sandbox_url)
    control.change(op="add_account", email="oleg.drugoy@example.com")
    visitor = Visitor(stack, "oleg.drugoy@example.com", connected=False)
    control.change(op="revoke_grant", account="oleg.drugoy@example.com")
    return visitor.storage_state()


@pytest.fixture
def stale(kept: Kept, upstreams: SandboxControl) -> None:
    """Everything is three hours old, and nothing newer is to be had."""
    kept.be_aged(timedelta(hours=3))
    fail(upstreams)


@pytest.fixture
def failed(kept: Kept, upstreams: SandboxControl) -> None:
    """Nothing is cached, and nothing is to be had."""
    kept.clear()
    fail(upstreams)


def faults_of(page: Page, *, frame: bool) -> dict[str, Any]:
    """What is wrong with the page that is open, by what it is wrong with; nothing at best.

    Without `frame` the navigation is looked at in one theme and width only: it is the same on every page.
    """
    found: dict[str, Any] = {}
    for width, buttons in ((DESKTOP, 32), (PHONE, 44)):
        set_width(page, width)
        found[f"targets at {width}"] = small_targets(page, least=24, buttons=buttons)
        for theme, rules in (("light", RULES), ("dark", COLOURS)):
            page.emulate_media(color_scheme=theme)
            whole = frame or (width == DESKTOP and theme == "light")
            wrong = violations(page, *rules, within="html" if whole else "main")
            found[f"axe in {theme} at {width}"] = wrong
    for width in WIDTHS:
        set_width(page, width)
        found[f"wider than {width} by"] = max(overflow(page), 0)
        found[f"out of reach at {width}"] = unreachable_regions(page)
    set_width(page, DESKTOP)
    return {what: details for what, details in found.items() if details}


def faults(page: Page, *paths: str, frame: bool = False) -> dict[str, dict[str, Any]]:
    """What is wrong with each of these pages once it has settled."""
    found = {}
    for path in paths:
        # Without motion no colour is caught half-way.
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(path)
        has_settled(page)
        found[path] = faults_of(page, frame=frame)
    return {path: wrong for path, wrong in found.items() if wrong}


def test_full_pages_keep_every_rule(page: Page, warm: tuple[str, ...]) -> None:
    assert faults(page, "/", frame=True) == {}
    assert faults(page, *warm[1:], "/cache/clear/google_sheets/") == {}


def test_full_pages_stand_still_while_they_load(page: Page, warm: tuple[str, ...]) -> None:
    shifts = {}
    for path in warm:
        page.goto(path)
        has_settled(page)
        shifts[path] = layout_shift(page)

    assert {path: shift for path, shift in shifts.items() if shift > LARGEST_SHIFT} == {}


def test_empty_pages_keep_every_rule(new_page: NewPage, nobody: StorageState) -> None:
    paths = (
        "/",
        "/calendar/",
        "/calendar/?view=week",
        "/drive/",
        "/sheets/",
        "/candidates/",
        "/search/?q=ana",
        "/cache/",
    )

    assert faults(new_page(storage_state=nobody), *paths) == {}


def test_lists_in_which_nothing_matches_keep_every_rule(page: Page) -> None:
    paths = (f"{path}?q=qqqqqq" for path in ("/calendar/", "/drive/", "/candidates/", "/search/"))

    assert faults(page, *paths) == {}


@pytest.mark.usefixtures("stale")
def test_stale_pages_keep_every_rule(page: Page, warm: tuple[str, ...]) -> None:
    assert faults(page, *LISTS, *VIEWS, warm[-1], "/search/?q=ana", "/cache/") == {}


@pytest.mark.usefixtures("failed")
def test_failed_pages_keep_every_rule(page: Page, warm: tuple[str, ...]) -> None:
    assert faults(page, *LISTS, *VIEWS, warm[-1], "/search/?q=ana", "/cache/") == {}


def test_pages_without_a_connection_keep_every_rule(new_page: NewPage, stranger: StorageState) -> None:
    paths = (*LISTS, "/search/?q=ana", "/cache/", "/settings/")

    assert faults(new_page(storage_state=stranger), *paths) == {}


def test_the_sign_in_page_keeps_every_rule(new_page: NewPage) -> None:
    assert faults(new_page(), "/sign-in/", frame=True) == {}
