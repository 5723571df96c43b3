import pytest
from django.test import Client

from tests.running_sandbox import RunningSandbox
from tests.views.browser import Browser


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
