"""What axe-core finds on a page."""

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

SOURCE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# All that differs between a light and a dark page.
COLOURS = ("color-contrast",)
RUN = """([within, rules]) => axe.run(within, {
    runOnly: rules, resultTypes: ["violations"], preload: false,
}).then(found => found.violations.map(each => [each.id, each.nodes.map(node => node.html)]))"""


def violations(page: Page, *rules: str, within: str = "html") -> list[Any]:
    """Each rule that is broken, with the elements that break it; axe is put into a page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(SOURCE)
    return list(page.evaluate(RUN, [within, rules or RULES]))
