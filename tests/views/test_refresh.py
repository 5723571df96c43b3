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
