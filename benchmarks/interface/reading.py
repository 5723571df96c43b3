"""What a reader on a slow line and a slow machine gets: when the page is there, what moves, how it reacts."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.interface.trial import Trial

# 150 ms there and back, 1.6 Mbit/s down, 0.75 up, a quarter of this machine's speed.
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
SLOWDOWN = 4
ROUNDS = 5
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
SEEN = {"first page": "/", "calendar, week": "/calendar/?view=week", "candidates": "/candidates/"}
WATCH = """
window.seen = {lcp: 0, cls: 0, inp: 0};
const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take))
    .observe({type, buffered: true, durationThreshold: 16});
watch("largest-contentful-paint", entry => seen.lcp = entry.startTime);
watch("layout-shift", entry => { if (!entry.hadRecentInput) seen.cls += entry.value; });
watch("event", entry => { if (entry.interactionId) seen.inp = Math.max(seen.inp, entry.duration); });
"""


@dataclass(frozen=True)
class Visit:
    """A first visit of a page: LCP and the worst reaction in ms, CLS, requests, bytes on the wire."""

    lcp: float
    inp: float
    cls: float
    requests: int
    transferred: int


@dataclass
class Wire:
    """What came over the wire to one page, in requests and bytes, as the browser counts it; headers included."""

    requests: int = 0
    transferred: int = 0

    def watch(self, session: CDPSession) -> None:
        """Count from now on."""
        session.on("Network.loadingFinished", lambda event: self._count(int(event["encodedDataLength"])))

    def _count(self, length: int) -> None:
        # What the browser had already is finished with no bytes.
        self.requests += length > 0
        self.transferred += length


def first_visits(trial: Trial) -> dict[str, Visit]:
    """The medians of several visits, each with an empty browser cache, by page and width."""
    with _chromium() as browser:
        return {
            f"{name}, {viewport['width']} px": _median(
                [_visit(browser, trial, path, viewport) for _ in range(ROUNDS)]
            )
            for name, path in SEEN.items()
            for viewport in (PHONE, DESKTOP)
        }


def repeated_visit(trial: Trial) -> Wire:
    """What a second visit takes, with what the first has left in the browser."""
    with _chromium() as browser, _page(browser, trial, DESKTOP) as (page, session):
        page.goto("/", wait_until="networkidle")
        wire = Wire()
        wire.watch(session)
        page.goto("/candidates/", wait_until="networkidle")
        return wire


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@contextmanager
def _page(browser: Browser, trial: Trial, viewport: Any) -> Iterator[tuple[Page, CDPSession]]:
    context = browser.new_context(
        base_url=trial.url,
        viewport=viewport,
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        # The proxy that ends TLS is only said to be there.
        extra_http_headers={"X-Forwarded-Proto": "https"},
    )
    url = trial.url.replace("http://", "https://")
    for cookie in trial.anna.session.cookies:
        # Chromium sends what is Secure to this machine without TLS as well.
        context.add_cookies([{"name": cookie.name, "value": cookie.value or "", "url": url, "secure": True}])
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    yield page, session
    context.close()


def _visit(browser: Browser, trial: Trial, path: str, viewport: Any) -> Visit:
    with _page(browser, trial, viewport) as (page, session):
        wire = Wire()
        wire.watch(session)
        page.add_init_script(WATCH)
        session.send("Network.emulateNetworkConditions", LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        page.goto(path, wait_until="networkidle")
        requests, transferred = wire.requests, wire.transferred
        _interact(page)
        seen = page.evaluate("window.seen")
    return Visit(seen["lcp"], seen["inp"], seen["cls"], requests, transferred)


def _interact(page: Page) -> None:
    """What a reader does on any page: walk over rows, open the help and close it, type, change the theme."""
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+Slash")
    page.keyboard.press("Escape")
    search = page.get_by_role("searchbox").locator("visible=true")
    if search.count():
        search.last.press_sequentially("ив", delay=300)
    page.wait_for_timeout(1000)


def _median(visits: list[Visit]) -> Visit:
    return Visit(
        median(each.lcp for each in visits),
        max(each.inp for each in visits),
        max(each.cls for each in visits),
        max(each.requests for each in visits),
        max(each.transferred for each in visits),
    )
