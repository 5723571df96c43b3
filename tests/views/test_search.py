"""The search over everything."""

import re

import pytest

from google_oauth.cache_service import GoogleAPICache
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA
from tests.views.browser import Browser


@pytest.fixture
def warm(browser: Browser) -> Browser:
    """A browser whose sources are cached."""
    for path, name in (("/", "work"), ("/calendar/", "calendar"), ("/drive/", "drive")):
        browser.block(path, name)
    return browser


def test_a_name_is_found_everywhere_in_either_script_without_a_call(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    organisation = browser.block("/candidates/", "candidates").context["account"].id
    candidate = {"first_name": "Алёна", "last_name": "Щукина-Звонкая"}
    sandbox.change(op="add_candidate", organisation=organisation, candidate=candidate)
    file = {"name": "Резюме Щукина-Звонкая Алёна", "mimeType": "application/pdf"}
    sandbox.change(op="add_file", owner=ANNA, file=file)
    browser.client.post("/refresh/candidates/", {"next": "/"})
    browser.block("/search/", "search", q="shchukina")
    sandbox.reset_counts()

    response = browser.page("/search/", q="shchukina zvonkaia")

    findings = response.context["findings"]
    assert [row.candidate.last_name for row in findings.candidates.hits] == ["Щукина-Звонкая"]
    assert [hit.name for hit in findings.files.hits] == ["Резюме Щукина-Звонкая Алёна"]
    assert sandbox.counts() == {}


def test_vacancies_and_events_are_found(warm: Browser) -> None:
    everything = warm.page("/search/", q="интервью")
    vacancy = warm.block("/candidates/", "candidates").context["page"].items[0].vacancy

    found = warm.page("/search/", q=vacancy.position)

    assert everything.context["findings"].events.total > 5
    assert len(everything.context["findings"].events.hits) == 5
    assert vacancy.id in {each.vacancy.id for each in found.context["findings"].vacancies.hits}


@pytest.mark.parametrize("query", ["", "   "])
def test_a_query_without_words_asks_nobody(browser: Browser, sandbox: RunningSandbox, query: str) -> None:
    sandbox.reset_counts()

    response = browser.page("/search/", q=query)

    assert response.context["findings"] is None
    assert sandbox.counts() == {}


def test_what_is_not_loaded_yet_is_named_and_looked_for_again(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    sandbox.fail("drive", "delay", seconds=30)

    response = browser.page("/search/", q="резюме")

    sandbox.recover()
    html = response.content.decode()
    assert "drive" in {each["state"].kind and "drive" for each in response.context["missing"]}
    assert "ещё не загружено" in html
    assert 'hx-trigger="load delay:2s"' in html


def test_a_source_that_fails_is_named_with_its_reason(warm: Browser, sandbox: RunningSandbox) -> None:
    GoogleAPICache.invalidate_user_cache(int(warm.client.session["_auth_user_id"]))
    warm.block("/calendar/", "calendar")
    sandbox.fail("drive", "status", status=500)
    warm.block("/drive/", "drive")

    response = warm.page("/search/", q="интервью")

    assert [(each["name"], each["state"].kind) for each in response.context["missing"]] == [
        ("Файлы", "unavailable")
    ]
    assert response.context["findings"].events.total > 0
    nothing = warm.page("/search/", q="такого точно нет").content.decode()
    assert "Среди доступного ничего не найдено" in nothing


def test_nothing_found_says_so(warm: Browser) -> None:
    assert "Ничего не найдено" in warm.page("/search/", q="такого точно нет").content.decode()


def test_what_is_searched_for_is_shown_and_never_run(warm: Browser) -> None:
    html = warm.page("/search/", q='"><script>alert(1)</script>').content.decode()

    assert "<script>alert" not in html


def test_nothing_is_said_of_what_could_not_be_searched(browser: Browser, sandbox: RunningSandbox) -> None:
    for target in ("drive", "calendar", "huntflow"):
        sandbox.fail(target, "status", status=500)

    response = browser.block("/search/", "search", q="такого точно нет")

    assert len(response.context["missing"]) == 3
    html = response.content.decode()
    assert "не найдено" not in html
    assert 'id="search-status"></p>' in html


def test_all_candidates_that_match_are_one_click_away(warm: Browser) -> None:
    response = warm.page("/search/", q="а")

    links = re.findall(r'href="(/candidates/\?account=\d+&amp;q=[^"]+)"', response.content.decode())
    assert links == [
        f"/candidates/?account={account.id}&amp;q=%D0%B0" for account in response.context["accounts"]
    ]
    assert len(links) == 2


def test_every_page_has_the_box_but_the_search_itself(browser: Browser) -> None:
    box = 'action="/search/"'

    pages = [browser.page(path).content.decode() for path in ("/drive/", "/search/")]

    assert [page.count(box) for page in pages] == [1, 1]
    assert [page.count('class="find"') for page in pages] == [1, 0]


def test_old_source_is_named_beside_the_age_of_the_whole(warm: Browser, sandbox: RunningSandbox) -> None:
    sandbox.fail("drive", "status", status=500)

    warm.client.post("/refresh/search/", {"next": "/search/"})

    response = warm.page("/search/", q="интервью")
    searched = dict(response.context["searched"])
    assert [name for name, age in searched.items() if age.failure] == ["Файлы"]
    assert "Поиск шёл по данным на" in response.content.decode()
    assert response.context["blocks"]["search"].freshness.failure


def test_candidates_are_found_by_their_tags(browser: Browser) -> None:
    rows = browser.block("/candidates/", "candidates").context["page"].items
    tagged = next(row for row in rows if row.tags)
    query = f"{tagged.candidate.full_name} {tagged.tags[0].upper()}"

    found = browser.block("/search/", "search", q=query).context["findings"].candidates

    assert tagged.candidate.id in {row.candidate.id for row in found.hits}


def test_search_does_without_tags_that_do_not_come(warm: Browser, sandbox: RunningSandbox) -> None:
    sandbox.fail("huntflow.tags.list", "status", status=500)

    response = warm.page("/search/", q="интервью")

    assert (response.context["missing"], response.context["findings"].total > 5) == ([], True)
