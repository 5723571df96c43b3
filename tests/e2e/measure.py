"""What a page measures: its width, its targets, what moved while it loaded."""

from playwright.sync_api import Page

# 640 is what is left of 1280 at a zoom of 200 %.
WIDTHS = (320, 390, 640, 768, 1280, 1920)
PHONE, DESKTOP = 390, 1280
HEIGHT = 800

# A text link takes the height of its line, as WCAG 2.5.8 allows; a wrapping label is the target of its control,
# and so is the box over which an absolute ::after of a button spreads. A control in an event that is drawn to scale is
# as high as there is room for.
SMALL = """([least, buttons]) => {
    const isButton = element => element.matches(".btn, button:not(.link, .opens), select, input, textarea");
    function box(element) {
        if (element.labels?.[0]?.contains(element)) return element.labels[0].getBoundingClientRect();
        const after = getComputedStyle(element, "::after");
        const spread = after.content !== "none" && after.position === "absolute";
        return (spread ? element.offsetParent : element).getBoundingClientRect();
    }
    function size(element) {
        if (!isButton(element)) return least;
        return Math.max(least, Math.min(buttons, element.closest(".slot")?.clientHeight ?? buttons));
    }
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
        .filter(element => element.checkVisibility({visibilityProperty: true}) && element.type !== "hidden")
        .filter(element => getComputedStyle(element).display !== "inline")
        .map(element => [element, box(element), size(element)])
        .filter(([, {width, height}, size]) => Math.min(width, height) < size - 0.5)
        .map(([element, {width, height}]) => `${Math.round(width)}x${Math.round(height)} ${element.outerHTML.slice(0, 160)}`);
}"""
# Regions that scroll want a name and a place in the order of focus; the navigation has its links.
UNREACHABLE = """() => [...document.querySelectorAll("main *")]
    .filter(element => element.scrollWidth > element.clientWidth + 1
        && ["auto", "scroll"].includes(getComputedStyle(element).overflowX))
    .filter(element => element.tabIndex !== 0 || element.getAttribute("role") !== "region"
        || !document.getElementById(element.getAttribute("aria-labelledby"))?.textContent.trim())
    .map(element => element.outerHTML.slice(0, 160))"""
SHIFTED = """() => new Promise(resolve => {
    const seen = [];
    new PerformanceObserver(list => seen.push(...list.getEntries())).observe({type: "layout-shift", buffered: true});
    requestAnimationFrame(() => setTimeout(() => resolve(
        seen.filter(shift => !shift.hadRecentInput).reduce((sum, shift) => sum + shift.value, 0))));
})"""


def set_width(page: Page, width: int) -> None:
    """Let the window be so wide."""
    page.set_viewport_size({"width": width, "height": HEIGHT})


def small_targets(page: Page, *, least: int, buttons: int) -> list[str]:
    """What is smaller than so many pixels, in either direction; `buttons` counts for every kind of control."""
    return list(page.evaluate(SMALL, [least, buttons]))


def unreachable_regions(page: Page) -> list[str]:
    """What scrolls sideways without a name, or where no key reaches it."""
    return list(page.evaluate(UNREACHABLE))


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def layout_shift(page: Page) -> float:
    """How much moved so far without the reader's doing, as Cumulative Layout Shift counts it."""
    return float(page.evaluate(SHIFTED))
