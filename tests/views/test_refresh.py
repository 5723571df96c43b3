import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from django.test import Client

import google_oauth
from google_oauth.views.refresh import BLOCKS
from tests.running_sandbox import RunningSandbox
from tests.views.browser import BLOCKS as PAGES_OF_BLOCKS
from tests.views.browser import CARD, Browser

ROOT = Path(google_oauth.__file__).parent
# Calls of our own functions that the refresh of a block may take, and of those that read many entries.
MAX_CALLS = 1000
MAX_CALLS_FOR_MANY = {"work": 1300, "all": 2300}
PERSON = ("huntflow.accounts.list", "huntflow.applicants.get")


@pytest.mark.parametrize(
    "next_url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", "\0", "http:///evil"]
)
def test_foreign_address_to_go_on_to_is_refused(browser: Browser, next_url: str) -> None:
    assert browser.client.post("/refresh/drive/", {"next": next_url})["Location"] == "/"


def test_address_of_this_site_is_gone_on_to_with_its_query(browser: Browser) -> None:
    response = browser.client.post("/refresh/drive/", {"next": "/drive/?page=2&sort=name"})

    assert (response.status_code, response["Location"]) == (303, "/drive/?page=2&sort=name")


def test_source_that_is_none_is_not_found(browser: Browser) -> None:
    assert browser.client.post("/refresh/secrets/").status_code == 404


def test_refresh_is_never_a_get(browser: Browser) -> None:
    assert browser.client.get("/refresh/drive/").status_code == 405


def test_impatient_reader_reaches_the_upstream_once(browser: Browser, sandbox: RunningSandbox) -> None:
    sandbox.reset_counts()

    for _ in range(5):
        browser.client.post("/refresh/calendar/", {"next": "/calendar/"})

    assert sandbox.counts()["calendar.events.list"] == 1


def test_htmx_gets_the_fresh_block_through_the_same_redirect(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    headers = {"HX-Request": "true", "HX-Target": "drive"}

    response = browser.client.post("/refresh/drive/", {"next": "/drive/"}, headers=headers, follow=True)

    # As a browser does, the test client sends the headers along to the address that it is sent to.
    assert response.content.decode().strip().startswith("<section")


def test_form_of_another_site_is_refused_in_words(browser: Browser) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.client.cookies

    response = strict.post("/refresh/drive/", {"next": "/drive/"})

    assert response.status_code == 403
    assert "Форма устарела" in response.content.decode()


def test_everything_is_asked_for_once_by_one_form(browser: Browser, sandbox: RunningSandbox) -> None:
    for path, name in (("/", "today"), ("/", "work"), ("/", "recent")):
        browser.block(path, name)
    sandbox.reset_counts()

    answers = [browser.client.post("/refresh/all/", {"next": "/"}) for _ in range(2)]

    asked = ("calendar.events.list", "drive.changes.list", "huntflow.accounts.list")
    counts = sandbox.counts()
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(303, "/")] * 2
    assert {name: counts[name] for name in asked} == dict.fromkeys(asked, 1)


def test_source_that_fails_keeps_no_other_from_being_refreshed(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    for path, name in (("/", "today"), ("/", "work"), ("/", "recent")):
        browser.block(path, name)
    sandbox.fail("huntflow", "status", status=503)

    browser.client.post("/refresh/all/", {"next": "/"})

    blocks = browser.page("/").context["blocks"]
    assert {name: bool(block.freshness.failure) for name, block in blocks.items()} == {
        "today": False,
        "work": True,
        "recent": False,
    }
    assert blocks["today"].behind.failure == "Хантфлоу сообщает о внутренней ошибке."
    assert "связь с интервью могла измениться" in browser.page("/").content.decode()


def test_page_that_htmx_is_on_goes_before_the_one_that_it_began_with(browser: Browser) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/search/?q=new"}

    response = browser.client.post("/refresh/search/", {"next": "/search/?q=old"}, headers=headers)

    assert response["Location"] == "/search/?q=new"


def test_what_a_failed_refresh_left_is_never_called_new(browser: Browser, sandbox: RunningSandbox) -> None:
    browser.block("/drive/", "drive")
    sandbox.fail("drive", "status", status=503)

    browser.client.post("/refresh/drive/", {"next": "/drive/"})

    html = browser.block("/drive/", "drive").content.decode()
    said = [words in html for words in ("Обновлено", "только что", "меньше минуты назад")]
    assert said == [False, False, True]


def calls_of_ours(work: Callable[[], object]) -> Counter[str]:
    """How often each of our functions is called by this thread; the keys are file and function."""
    calls: Counter[str] = Counter()

    def noted(frame: FrameType, event: str, _: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(ROOT):
            calls[f"{path.relative_to(ROOT)}:{frame.f_code.co_name}"] += 1

    before = sys.getprofile()
    sys.setprofile(noted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


@pytest.fixture
def addresses(browser: Browser) -> dict[str, str]:
    """The address that refreshes each block, once all of them are cached."""
    person = browser.block("/candidates/", "candidates").context["page"].items[0].candidate
    card = f"/candidates/{person.account_id}/{person.id}/"
    for path, names in {**PAGES_OF_BLOCKS, card: CARD}.items():
        for name in names:
            browser.block(path, name)
    query = f"?account={person.account_id}&candidate={person.id}"
    return {name: f"/refresh/{name}/{query if name in CARD else ''}" for name in BLOCKS} | {
        "all": "/refresh/all/"
    }


@pytest.mark.parametrize("name", [*BLOCKS, "all"])
def test_refresh_fetches_and_draws_nothing(browser: Browser, addresses: dict[str, str], name: str) -> None:
    calls = calls_of_ours(lambda: browser.client.post(addresses[name], {"next": "/"}))

    drawn = [function for function in calls if function.startswith("views/") and ":draw_" in function]
    assert (drawn, [each for each in calls if each.startswith("templatetags/")]) == ([], [])
    assert calls.total() <= MAX_CALLS_FOR_MANY.get(name, MAX_CALLS), calls.most_common(10)


def test_drawing_functions_are_called_as_the_test_of_refreshes_looks_for_them(browser: Browser) -> None:
    calls = calls_of_ours(lambda: browser.block("/calendar/", "calendar"))

    assert calls["views/calendar.py:draw_calendar"] > 0
    assert calls.total() > MAX_CALLS


@pytest.mark.parametrize(
    ("name", "operations"),
    [
        ("today", {"calendar.events.list"}),
        ("calendar", {"calendar.events.list"}),
        ("recent", {"drive.changes.list"}),
        ("history", {"huntflow.applicants.logs", "huntflow.vacancies.list", "huntflow.statuses.list"}),
        ("candidate", {*PERSON, "huntflow.vacancies.list", "huntflow.statuses.list"}),
        ("interviews", {*PERSON, "calendar.events.list"}),
        ("papers", {*PERSON, "drive.changes.list"}),
        (
            "work",
            {
                "huntflow.accounts.list",
                "huntflow.applicants.list",
                "huntflow.vacancies.list",
                "huntflow.statuses.list",
            },
        ),
    ],
)
def test_refresh_asks_for_what_the_block_needs_and_for_nothing_that_it_can_do_without(
    browser: Browser, sandbox: RunningSandbox, addresses: dict[str, str], name: str, operations: set[str]
) -> None:
    sandbox.reset_counts()

    browser.client.post(addresses[name], {"next": "/"})

    assert set(sandbox.counts()) == operations
