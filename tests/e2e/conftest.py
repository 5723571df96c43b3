"""The whole stack, a browser, and pages whose every complaint fails the test."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Response,
    StorageState,
    sync_playwright,
)

from tests.e2e.chromium import ARGUMENTS, MISSING, find_chromium, is_required
from tests.e2e.interviewee import interviewee  # noqa: F401 - a fixture for all
from tests.e2e.kept import Kept
from tests.e2e.planned import plan  # noqa: F401 - likewise
from tests.e2e.steps import PAGES, VIEWS, first_candidate
from tests.e2e.visitor import Visitor
from tests.sandbox_control import SandboxControl
from tests.stack import Stack

TIMEOUT = 10_000  # milliseconds
# Too old for "just now" to be said of what was not refreshed, too young for anything to be stale.
A_MOMENT = timedelta(minutes=3, seconds=20)
BAD_REQUEST = 400
HERE: dict[str, Any] = {"locale": "ru-RU", "timezone_id": "Europe/Moscow"}

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that drive the browser."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.e2e)


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
    with Stack(tmp_path_factory.mktemp("stack"), SECRET_KEY=settings.SECRET_KEY) as running:
        yield running


@pytest.fixture
def upstreams(stack: Stack) -> Iterator[SandboxControl]:
    """What stands in for Google and Huntflow; well again after the test."""
    control = SandboxControl(stack.sandbox_url)
    yield control
    control.recover()


@pytest.fixture(scope="package")
def cache(stack: Stack) -> Iterator[Kept]:
    """What the stack has cached; whoever changes it goes through `kept`."""
    opened = Kept(stack)
    yield opened
    opened.close()


@pytest.fixture
def warm(cache: Kept, warmed: tuple[str, ...]) -> tuple[str, ...]:
    """The addresses of Anna's pages; all that they show is cached and fresh, however long the suite runs."""
    cache.be_aged(A_MOMENT)
    return warmed


@pytest.fixture
def kept(cache: Kept, warm: tuple[str, ...]) -> Iterator[Kept]:
    """What the stack has cached, to be changed at will: after the test it is as it was."""
    with cache.held():
        yield cache


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained of so far; a test that provokes something takes it out again."""
    return []


@pytest.fixture
def new_page(browser: Browser, stack: Stack, complaints: list[str]) -> Iterator[NewPage]:
    """Opens a page in a browser profile of its own; takes the options of a Playwright context."""
    contexts = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(base_url=stack.url, **{**HERE, **options})
        context.set_default_timeout(TIMEOUT)
        contexts.append(context)
        page = context.new_page()
        watch(page, stack.url, complaints)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="package")
def annas(browser: Browser, stack: Stack, anna_visits: Visitor) -> Iterator[BrowserContext]:
    """Anna's browser profile, which keeps what it has loaded from test to test."""
    context = browser.new_context(base_url=stack.url, storage_state=anna_visits.storage_state(), **HERE)
    context.set_default_timeout(TIMEOUT)
    yield context
    context.close()


@pytest.fixture
def page(annas: BrowserContext, stack: Stack, warm: tuple[str, ...], complaints: list[str]) -> Iterator[Page]:
    """A page of Anna's, where no test may leave anything behind in the profile."""
    opened = annas.new_page()
    watch(opened, stack.url, complaints)
    yield opened
    opened.close()
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


@pytest.fixture(scope="package")
def warmed(anna_visits: Visitor) -> tuple[str, ...]:
    """The addresses of Anna's pages, each of which has been opened."""
    paths = (*PAGES, *VIEWS, first_candidate(anna_visits))
    for path in paths:
        anna_visits.settled(path)
    return paths


@pytest.fixture
def anna(anna_visits: Visitor, warm: tuple[str, ...]) -> StorageState:
    """What makes a browser profile Anna's."""
    return anna_visits.storage_state()
