"""Hands that touch nothing but the keyboard, and count."""

from playwright.sync_api import Locator, Page, expect

MOST = 12
FOCUSABLE = ":is(a[href], button, input, select, textarea, summary, [tabindex='0'])"
# What Tab stops at, in the order of the source; of a group of radio buttons it stops at one.
STOPS = """selector => [...document.querySelectorAll(selector)].filter(element =>
    element.checkVisibility({visibilityProperty: true}) && !element.disabled && element.tabIndex >= 0
    && element.type !== "hidden")"""
# Every stop notes its place among them, and whether a ring is around it or around what it lies in.
LISTEN = f"""selector => {{
    const stops = ({STOPS})(selector);
    const ringed = element => {{
        for (let near = element, steps = 0; near && steps < 4; near = near.parentElement, steps++) {{
            const style = getComputedStyle(near);
            if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return true;
        }}
        return false;
    }};
    window.visited = [];
    document.addEventListener("focusin", ({{target}}) => window.visited.push(
        [stops.indexOf(target), ringed(target), target.outerHTML.slice(0, 120)]));
    return stops.length;
}}"""


class Keys:
    """Presses keys on a page; AssertionError with the first one too many for a short path."""

    def __init__(self, page: Page) -> None:
        self._page, self.pressed = page, 0

    def press(self, *keys: str) -> None:
        """Press one key after another; a capital wants no Shift of its own."""
        for key in keys:
            self.pressed += 1
            assert self.pressed <= MOST, f"{MOST} presses were not enough"
            self._page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type a text, which is one press for each letter."""
        self.press(*text)

    def enter(self, target: Locator) -> None:
        """Press Tab until the target has the focus, then Enter."""
        expect(target).to_be_visible()
        while not target.evaluate("element => element === document.activeElement"):
            self.press("Tab")
        self.press("Enter")


def walk_by_tab(page: Page) -> tuple[int, list[tuple[int, bool, str]]]:
    """The number of stops, and what Tab visited when pressed as often: place among them, ring, source."""
    stops = page.evaluate(LISTEN, FOCUSABLE)
    for _ in range(stops):
        page.keyboard.press("Tab")
    return stops, [tuple(visit) for visit in page.evaluate("window.visited")]
