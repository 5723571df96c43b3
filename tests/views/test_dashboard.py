import re
from typing import Any

from tests.running_sandbox import RunningSandbox
from tests.views.browser import Browser, kind_of


def number(html: str, name: str) -> str:
    """What a figure of the page shows."""
    found = re.search(rf'id="{name}"[^>]*>\s*(?:<span[^>]*>)?([^<]+)', html)
    assert found
    return found[1].strip()


def whole(browser: Browser) -> Any:
    return browser.whole("/", "today", "recent", "work")


def test_page_shows_the_day_and_its_four_figures(browser: Browser) -> None:
    response = whole(browser)

    html = response.content.decode()
    figures = [number(html, name) for name in ("today-count", "unanswered-count", "work-count", "week-count")]
    assert "Сегодня, " in html
    assert all(figure.isdecimal() for figure in figures)
    assert int(figures[0]) == response.context["today_count"]


def test_block_that_comes_later_brings_its_figures_along(browser: Browser) -> None:
    html = browser.block("/", "today").content.decode()

    assert '<dd id="today-count" hx-swap-oob="true">' in html
    assert '<dd id="unanswered-count" hx-swap-oob="true">' in html


def test_page_itself_swaps_nothing_out_of_band(browser: Browser) -> None:
    assert "hx-swap-oob" not in whole(browser).content.decode()


def test_lists_are_capped_and_lead_to_the_whole(browser: Browser) -> None:
    response = whole(browser)

    assert len(response.context["files"]) == 7
    assert len(response.context["candidates"]) == 6
    html = response.content.decode()
    for path in ("/calendar/", "/drive/", "/candidates/"):
        assert f'<a href="{path}">' in html


def test_candidates_in_work_are_neither_hired_nor_rejected(browser: Browser) -> None:
    rows = browser.block("/", "work").context["candidates"]

    assert {row.stage.final for row in rows} == {False}


def test_recruiter_of_no_organisation_is_told_that_nobody_is_in_work(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    sandbox.fail("huntflow.accounts.list", "status", status=200, body={"items": []})

    html = browser.block("/", "work").content.decode()

    assert "В работе никого нет" in html


def test_dashboard_shares_its_entries_with_the_pages(browser: Browser, sandbox: RunningSandbox) -> None:
    whole(browser)
    sandbox.reset_counts()

    for path, name in (("/calendar/", "calendar"), ("/drive/", "drive"), ("/candidates/", "candidates")):
        browser.block(path, name)

    assert sandbox.counts() == {}


def test_block_that_is_not_found_leaves_the_page_and_the_others(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    sandbox.fail("calendar", "status", status=404)

    page = whole(browser)

    assert page.status_code == 200
    assert [kind_of(page, name) for name in ("today", "recent", "work")] == ["not_found", "", ""]
