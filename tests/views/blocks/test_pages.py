"""What every page of blocks keeps to, whatever it shows."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_redis import get_redis_connection

from google_oauth.services import HuntflowService
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, connect
from tests.views.browser import Browser, block_of, kind_of
from tests.waiting import eventually

# Each page with the one block that fills it, and the target of the sandbox that it needs.
PAGES = [
    ("/calendar/", "calendar", "calendar"),
    ("/drive/", "drive", "drive"),
    ("/sheets/", "sheets", "drive"),
    ("/candidates/", "candidates", "huntflow"),
]
DASHBOARD = [("/", "today", "calendar"), ("/", "recent", "drive"), ("/", "work", "huntflow")]
OFFERS = [
    ("/", "today", "feature=calendar"),
    ("/", "recent", "feature=drive"),
    ("/", "work", "/settings/#huntflow"),
    ("/calendar/", "calendar", "feature=calendar"),
    ("/drive/", "drive", "feature=drive"),
    ("/sheets/", "sheets", "feature=drive"),
    ("/candidates/", "candidates", 'name="sandbox"'),
]
FORBIDDEN = {
    "calendar": {"error": {"code": 403, "errors": [{"reason": "forbidden"}], "message": "no"}},
    "huntflow": None,
}
ADDRESSES = ["/", "/calendar/", "/drive/", "/sheets/", "/candidates/", "/cache/", "/settings/"]
BAD_QUERIES = [
    {"page": "abc"},
    {"page": "-1"},
    {"page": "0"},
    {"page": "999999999999999999999"},
    {"page": "²"},
    {"size": "7"},
    {"days_ahead": "-1"},
    {"days_ahead": str(10**9)},
    {"days_ahead": "1e3"},
    {"sort": "no such column"},
    {"sort": "--name"},
    {"sort": "__class__"},
    {"kind": "no such kind"},
    {"owner": "nobody"},
    {"stage": "99999999"},
    {"q": "x" * 10_240},
    {"q": "\0"},
    {"q": "((((*+\\"},
    {"q": "\u202etxt"},
    {"block": "no such block"},
]


@pytest.fixture
def stranger(
    sandbox: RunningSandbox,
    sandbox_settings: Any,
    transactional_db: None,
    browser_of: Callable[[User], Browser],
) -> Browser:
    """The browser of somebody who signed in and granted nothing."""
    user = connect(sandbox, ANNA, features=())
    sandbox.reset_counts()
    return browser_of(user)


@pytest.mark.parametrize(("path", "name", "_target"), PAGES + DASHBOARD)
def test_warm_page_is_complete_and_costs_no_call(
    browser: Browser, sandbox: RunningSandbox, path: str, name: str, _target: str
) -> None:
    browser.block(path, name)
    sandbox.reset_counts()

    response = browser.page(path)

    assert response.status_code == 200
    assert kind_of(response, name) == ""
    assert block_of(response, name).freshness
    assert sandbox.counts().get(f"{_target}.list", 0) == 0


@pytest.mark.parametrize(("path", "name", "target"), PAGES + DASHBOARD)
def test_slow_upstream_leaves_a_skeleton_whose_link_brings_the_block(
    browser: Browser, sandbox: RunningSandbox, path: str, name: str, target: str
) -> None:
    sandbox.fail(target, "delay", seconds=30)

    page = browser.page(path)

    sandbox.recover()
    assert kind_of(page, name) == "loading"
    assert f'hx-target="#{name}"' in page.content.decode()
    # Its own link: on a slow machine other blocks of the page have one as well.
    assert f'href="?block={name}"' in page.content.decode()
    without_scripts = browser.client.get(f"{path}?block={name}")
    assert kind_of(without_scripts, name) == ""


@pytest.mark.parametrize(("path", "name", "target"), PAGES + DASHBOARD)
def test_upstream_that_is_down_is_named_with_a_way_to_try_again(
    browser: Browser, sandbox: RunningSandbox, path: str, name: str, target: str
) -> None:
    sandbox.fail(target, "status", status=503)

    fragment = browser.block(path, name)

    html = fragment.content.decode()
    assert kind_of(fragment, name) == "unavailable"
    assert "сообщает о внутренней ошибке" in html
    assert "Последняя попытка" in html
    assert f'hx-post="/refresh/{name}/' in html


@pytest.mark.parametrize(("path", "name", "target"), PAGES + DASHBOARD)
def test_answer_that_is_no_json_counts_as_a_failure_and_never_as_an_empty_list(
    browser: Browser, sandbox: RunningSandbox, path: str, name: str, target: str
) -> None:
    sandbox.fail(target, "html")

    fragment = browser.block(path, name)

    assert kind_of(fragment, name) == "unavailable"


@pytest.mark.parametrize(("path", "name", "target"), PAGES + DASHBOARD)
def test_stored_answer_stands_in_for_a_refresh_that_failed_and_says_so(
    browser: Browser, sandbox: RunningSandbox, path: str, name: str, target: str
) -> None:
    browser.block(path, name)
    before = block_of(browser.page(path), name).freshness
    sandbox.fail(target, "status", status=503)

    response = browser.client.post(f"/refresh/{name}/", {"next": path}, follow=True)

    after = block_of(response, name).freshness
    assert before
    assert after
    assert after.cached_at == before.cached_at
    assert after.failure
    assert "Показаны данные на" in response.content.decode()


@pytest.mark.parametrize(("path", "name", "target"), PAGES + DASHBOARD)
def test_refresh_brings_what_is_new_and_shows_its_age(
    browser: Browser, path: str, name: str, target: str
) -> None:
    browser.block(path, name)
    before = block_of(browser.page(path), name).freshness

    response = browser.client.post(f"/refresh/{name}/", {"next": path}, follow=True)

    after = block_of(response, name).freshness
    assert response.redirect_chain == [(path, 303)]
    assert before
    assert after
    assert after.cached_at > before.cached_at
    assert "только что" in response.content.decode()


def test_one_source_that_is_down_takes_no_other_block(browser: Browser, sandbox: RunningSandbox) -> None:
    for name in ("today", "recent", "work"):
        browser.block("/", name)
    get_redis_connection("default").flushdb()
    sandbox.fail("huntflow", "reset")

    page = browser.whole("/", "today", "recent", "work")

    assert [kind_of(page, name) for name in ("today", "recent", "work")] == ["", "", "unavailable"]
    assert page.status_code == 200
    # A number that is not known is not nought.
    assert '<div id="in-work" hidden>' in page.content.decode()


def test_cold_page_asks_all_upstreams_before_any_has_answered(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    targets = ("calendar", "drive", "huntflow")
    for target in targets:
        sandbox.fail(target, "hang")
    sandbox.reset_counts()

    page = browser.page("/")

    asked = [any(name.startswith(target) for name in sandbox.counts()) for target in targets]
    sandbox.recover()
    assert asked == [True, True, True]
    assert [kind_of(page, name) for name in ("today", "recent", "work")] == ["loading"] * 3


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        ("/calendar/", "calendar.events.list"),
        ("/drive/", "drive.files.list"),
        ("/sheets/", "drive.files.list"),
    ],
)
def test_two_loads_cost_one_call(
    browser: Browser, sandbox: RunningSandbox, path: str, operation: str
) -> None:
    sandbox.reset_counts()

    assert eventually(lambda: kind_of(browser.page(path), path.strip("/")) == "")
    browser.page(path)

    assert sandbox.counts()[operation] == 1
    assert "calendar.events.get" not in sandbox.counts()


@pytest.mark.parametrize(("path", "name", "_target"), PAGES)
def test_htmx_gets_the_block_and_nothing_around_it(
    browser: Browser, path: str, name: str, _target: str
) -> None:
    fragment = browser.block(path, name)
    results = browser.block(path, f"{name}-results")

    assert fragment.content.decode().strip().startswith("<section")
    assert f'id="{name}-results"' in results.content.decode()
    assert {"HX-Request", "HX-Target"} <= set(re.split(", *", fragment["Vary"]))


@pytest.mark.parametrize(("path", "name", "_target"), PAGES)
def test_bad_query_is_answered_with_the_block(browser: Browser, path: str, name: str, _target: str) -> None:
    answers = [browser.block(path, name, **query) for query in BAD_QUERIES]

    assert [(answer.status_code, kind_of(answer, name)) for answer in answers] == [(200, "")] * len(answers)


@pytest.mark.parametrize("path", ADDRESSES)
def test_query_that_is_no_utf8_is_answered(browser: Browser, path: str) -> None:
    assert browser.client.get(path + "?q=%ff%fe&page=%80&sort=%c3%28").status_code == 200


@pytest.mark.parametrize("path", ADDRESSES)
def test_stranger_is_sent_to_sign_in(client: Client, db: None, path: str) -> None:
    page = client.get(path)
    fragment = client.get(path, headers={"HX-Request": "true", "HX-Current-URL": f"http://testserver{path}"})

    assert page["Location"].startswith("/sign-in/?next=")
    assert fragment["HX-Redirect"].startswith("/sign-in/")


@pytest.mark.parametrize("path", ADDRESSES)
def test_page_only_reads(browser: Browser, path: str) -> None:
    assert browser.client.post(path).status_code == 405


@pytest.mark.parametrize(("path", "name", "offered"), OFFERS)
def test_missing_connection_is_offered_without_a_call(
    sandbox: RunningSandbox, stranger: Browser, path: str, name: str, offered: str
) -> None:
    page = stranger.page(path)

    assert kind_of(page, name) == "reconnect"
    assert offered in page.content.decode()
    assert sandbox.counts() == {}


def test_grant_that_was_revoked_asks_to_reconnect(browser: Browser, sandbox: RunningSandbox) -> None:
    browser.block("/calendar/", "calendar")
    sandbox.change(op="revoke_grant", account=ANNA)

    response = browser.client.post("/refresh/calendar/", {"next": "/calendar/"}, follow=True)

    assert kind_of(response, "calendar") == "reconnect"
    assert "больше не даёт доступа" in response.content.decode()


def test_dead_pair_asks_to_reconnect(anna: User, browser: Browser, sandbox: RunningSandbox) -> None:
    browser.block("/candidates/", "candidates")
    sandbox.change(op="kill_pair", account=ANNA)

    response = browser.client.post("/refresh/candidates/", {"next": "/candidates/"}, follow=True)

    assert kind_of(response, "candidates") == "reconnect"
    assert not HuntflowService(anna).connected


@pytest.mark.parametrize(("path", "name", "target"), [PAGES[0], PAGES[3]])
def test_refusal_says_who_can_help(
    browser: Browser, sandbox: RunningSandbox, path: str, name: str, target: str
) -> None:
    sandbox.fail(target, "status", status=403, body=FORBIDDEN[target])

    fragment = browser.block(path, name)

    assert kind_of(fragment, name) == "refused"
    assert "администратор" in fragment.content.decode()


@pytest.mark.parametrize("path", ADDRESSES)
def test_page_is_kept_nowhere_and_runs_nothing_foreign(browser: Browser, path: str) -> None:
    response = browser.page(path)

    assert "no-store" in response["Cache-Control"]
    assert "'unsafe" not in response["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", response.content.decode()) == []


def test_page_answers_while_redis_keeps_nothing(browser: Browser) -> None:
    browser.block("/calendar/", "calendar")
    get_redis_connection("default").config_set("maxmemory", "1")
    try:
        get_redis_connection("default").flushdb()
        fragment = browser.block("/calendar/", "calendar")
    finally:
        get_redis_connection("default").config_set("maxmemory", "0")

    assert kind_of(fragment, "calendar") == ""


def test_stale_page_says_that_newer_is_on_its_way_and_looks_for_it_once(
    browser: Browser, sandbox: RunningSandbox, settings: Any
) -> None:
    settings.API_CACHE_TIMEOUT = {**settings.API_CACHE_TIMEOUT, "google_calendar_events": 0.05}
    browser.block("/calendar/", "calendar")
    sandbox.fail("calendar", "delay", seconds=30)
    assert eventually(lambda: block_is_refreshing(browser))

    page = browser.page("/calendar/").content.decode()
    fragment = browser.block("/calendar/", "calendar").content.decode()

    sandbox.recover()
    assert "badge warning" in page
    assert "обновляется" in page
    assert 'hx-trigger="load delay:1s"' in page
    assert "Это не последние данные" not in page
    assert 'hx-trigger="load delay:1s"' not in fragment


def block_is_refreshing(browser: Browser) -> bool:
    freshness = block_of(browser.page("/calendar/"), "calendar").freshness
    return bool(freshness and freshness.is_stale and freshness.refreshing)
