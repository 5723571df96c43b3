"""The whole stack, a browser, and pages whose every complaint fails the test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, StorageState, sync_playwright

from tests.e2e.chromium import ARGUMENTS, MISSING, find_chromium, is_required
from tests.e2e.visitor import Visitor
from tests.stack import Stack

TIMEOUT = 10_000  # milliseconds
BAD_REQUEST = 400

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that drive the browser; one worker runs all that share the stack."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        if "browser" in fixtures:
            item.add_marker(pytest.mark.e2e)
        if "stack" in fixtures:
            item.add_marker(pytest.mark.xdist_group("stack"))


# Package scope, not session: while Playwright is open its event loop runs in this thread, and Django would
# refuse database access to whatever test came next.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A headless Chromium; without one its tests are skipped, or fail where it is required."""
    path = find_chromium()
    if path is None:
        pytest.fail(MISSING) if is_required() else pytest.skip(MISSING)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """What `make run` starts."""
    starting = Stack(tmp_path_factory.mktemp("stack"))
    # Coverage would slow it down, and counts the same lines in the tests of each room.
    starting.environ.pop("COVERAGE_PROCESS_CONFIG", None)
    with starting as running:
        yield running


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of so far; a test that provokes something takes it out again."""
    return []


@pytest.fixture
def new_page(browser: Browser, stack: Stack, complaints: list[str]) -> Iterator[NewPage]:
    """Opens a page in a browser profile of its own; takes the options of a Playwright context."""
    contexts = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(
            base_url=stack.url, **{"locale": "ru-RU", "timezone_id": "Europe/Moscow", **options}
        )
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        page = context.new_page()
        watch(page, stack.url, complaints)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


def watch(page: Page, own: str, complaints: list[str]) -> None:
    """Collect errors and warnings of the console, refused styles and scripts among them, and failed requests.

    Only those of addresses that begin with `own`: the consent page is not the dashboard's.
    """

    def complain(kind: str, text: str, url: str) -> None:
        if url.startswith(own):
            complaints.append(f"{kind}: {text} ({url})")

    def on_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complain(message.type, message.text, message.location["url"])

    def on_response(answer: Response) -> None:
        if answer.status >= BAD_REQUEST:
            complain("answer", str(answer.status), answer.url)

    page.on("console", on_console)
    page.on("response", on_response)
    page.on("pageerror", lambda error: complain("script", str(error), page.url))


@pytest.fixture(scope="package")
def anna_visits(stack: Stack) -> Visitor:
    """A recruiter of both organisations who has connected everything."""
    return Visitor(stack, "anna.smirnova@example.com")


@pytest.fixture
def anna(anna_visits: Visitor) -> StorageState:
    """What makes a browser profile Anna's."""
    return anna_visits.storage_state()


@pytest.fixture
def broken_huntflow(stack: Stack) -> Iterator[None]:
    """Huntflow answers 503, and nothing is cached that could stand in."""
    stack.manage("clear_cache", "--confirm")
    fault = {"target": "huntflow", "mode": "status", "status": 503}
    requests.post(f"{stack.sandbox_url}/_sandbox/faults", json=fault, timeout=5).raise_for_status()
    yield
    requests.delete(f"{stack.sandbox_url}/_sandbox/faults", timeout=5).raise_for_status()
    stack.manage("clear_cache", "--confirm")
