"""What a reader asks of the browser, a page does: no motion, colours of their own, and aloud only what is known."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.kept import Kept
from tests.e2e.measure import layout_shift
from tests.e2e.steps import LISTS, has_data, words
from tests.sandbox_control import SandboxControl

LARGEST_SHIFT = 0.02
RUNNING = "document.getAnimations().filter(each => each.playState === 'running').length"
RING = "element => [getComputedStyle(element).outlineStyle, getComputedStyle(element).outlineWidth]"
# A border, as the only thing that the reader's colours leave of a badge.
WITHOUT_BORDER = """() => [...document.querySelectorAll(".badge, .note, .btn.primary")]
    .filter(element => element.checkVisibility())
    .filter(element => parseFloat(getComputedStyle(element).borderTopWidth) < 1
        || getComputedStyle(element).borderTopStyle === "none")
    .map(element => element.outerHTML.slice(0, 120))"""


@pytest.fixture
def loading(page: Page, kept: Kept, upstreams: SandboxControl) -> Page:
    """The first page while Huntflow takes its time."""
    kept.clear()
    upstreams.fail("huntflow", "delay", seconds=4)
    page.goto("/")
    expect(page.locator("[aria-busy]").first).to_be_visible()
    return page


def test_nothing_moves_for_a_reader_who_wants_no_motion(loading: Page, upstreams: SandboxControl) -> None:
    loading.emulate_media(reduced_motion="no-preference")
    assert loading.evaluate(RUNNING) > 0

    loading.emulate_media(reduced_motion="reduce")
    assert loading.evaluate(RUNNING) == 0


def test_figures_on_their_way_are_seen_and_not_read_aloud(loading: Page, upstreams: SandboxControl) -> None:
    expect(loading.locator("#in-work[hidden]")).to_be_visible()

    assert words("Candidates in work") not in loading.locator(".figures").aria_snapshot()


def test_blocks_that_come_late_push_nothing_away(loading: Page, upstreams: SandboxControl) -> None:
    upstreams.recover()
    has_data(loading)
    expect(loading.locator("[hx-trigger^='load']")).to_have_count(0)

    assert layout_shift(loading) <= LARGEST_SHIFT


def test_badges_and_the_focus_show_in_the_colours_of_the_reader(page: Page) -> None:
    for path in (*LISTS, "/cache/"):
        page.emulate_media(forced_colors="active")
        page.goto(path)
        has_data(page)

        assert page.evaluate(WITHOUT_BORDER) == [], path
        page.keyboard.press("Tab")
        assert page.locator(":focus").evaluate(RING) == ["solid", "2px"]
