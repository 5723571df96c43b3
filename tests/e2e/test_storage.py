"""What a browser keeps of the pages once they are closed: cookies without a word about anybody, and nothing else."""

import json
import re
from typing import Any
from urllib.parse import quote, unquote

from playwright.sync_api import Page, StorageState, expect

from tests.e2e.conftest import NewPage
from tests.e2e.steps import has_settled

KEPT = """async () => ({
  "local": Object.entries(localStorage),
  "session": Object.entries(sessionStorage),
  "databases": await indexedDB.databases(),
  "caches": await caches.keys(),
  "workers": (await navigator.serviceWorker.getRegistrations()).length,
})"""
# With an icon, which browsers ask for otherwise.
BARE = '<!doctype html><link rel="icon" href="data:,">'
TYPED = "Канарейкина"
COUNTS = {"count_in_work", "count_interviews_today"}


def kept_by(page: Page) -> Any:
    """All kinds of storage of the site in this tab, read on a page without scripts of ours."""
    page.route("**/bare/", lambda route: route.fulfill(content_type="text/html", body=BARE))
    page.goto("/bare/")
    return page.evaluate(KEPT)


def test_browser_keeps_cookies_and_no_word_of_what_was_seen(
    new_page: NewPage, anna: StorageState, warm: tuple[str, ...]
) -> None:
    page = new_page(storage_state=anna)
    for path in warm:
        page.goto(path)
        has_settled(page)
    page.goto("/drive/")
    # The address follows what is typed.
    page.locator("main").get_by_role("searchbox").fill(TYPED)
    expect(page).to_have_url(re.compile(quote(TYPED)))

    assert kept_by(page) == {"local": [], "session": [], "databases": [], "caches": [], "workers": 0}
    cookies = page.context.cookies()
    assert {cookie["name"] for cookie in cookies} == {"sessionid", "csrftoken", "tz", *COUNTS}
    told = unquote(json.dumps(cookies, ensure_ascii=False))
    assert [word for word in ("anna.smirnova", "Смирнова", TYPED) if word in told] == []
