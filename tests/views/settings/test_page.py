import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.forms import Select
from django.test import Client

from google_oauth.models import Preferences
from google_oauth.services import GoogleCalendarService, GoogleOAuthService, HuntflowService
from google_oauth.views.settings.preferences import LongSelect
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, connect
from tests.views.browser import Browser


@pytest.fixture
def newcomer(sandbox: RunningSandbox, sandbox_settings: Any, transactional_db: None, unpaced: None) -> User:
    """A recruiter who granted the calendar and nothing else."""
    return connect(sandbox, ANNA, features=("calendar",))


@pytest.fixture
def browser(newcomer: User, browser_of: Callable[[User], Browser]) -> Browser:
    return browser_of(newcomer)


def form(sandbox: RunningSandbox, **changes: str) -> dict[str, str]:
    return {"base_url": f"{sandbox.url}/v2", **sandbox.pair(ANNA), **changes}


def test_page_shows_what_is_connected_and_offers_the_rest(browser: Browser) -> None:
    html = browser.page("/settings/").content.decode()

    assert ANNA in html
    assert "/google/start/?feature=drive&amp;next=/settings/" in html
    assert "feature=calendar" not in html
    assert 'name="access_token"' in html
    assert 'name="sandbox"' in html


def test_pair_of_the_sandbox_is_offered_on_the_sandbox_only(browser: Browser, settings: Any) -> None:
    settings.SANDBOX_URL = ""

    assert 'name="sandbox"' not in browser.page("/settings/").content.decode()


def test_pair_is_checked_and_kept(browser: Browser, sandbox: RunningSandbox, newcomer: User) -> None:
    response = browser.client.post("/huntflow/connect/", form(sandbox), follow=True)

    assert response.redirect_chain == [("/settings/", 302)]
    assert "Хантфлоу подключён." in response.content.decode()
    assert HuntflowService(newcomer).connected


def test_pair_of_the_sandbox_is_connected_in_one_click(browser: Browser, newcomer: User) -> None:
    browser.client.post("/huntflow/connect/", {"sandbox": "1"})

    assert HuntflowService(newcomer).get_accounts()


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"access_token": "0" * 64, "refresh_token": "0" * 64}, "не знает такой пары токенов"),
        ({"base_url": "http://huntflow.example"}, "Это не адрес сервиса"),
        ({"base_url": "file:///etc/passwd"}, "Это не адрес сервиса"),
        ({"access_token": ""}, "Обязательное поле"),
        ({"refresh_token": "x" * 3000}, "не более"),
        ({"base_url": "\0"}, "ноль-байт"),
    ],
)
def test_pair_that_is_no_use_is_refused_in_words_and_not_kept(
    browser: Browser, sandbox: RunningSandbox, newcomer: User, changes: dict[str, str], text: str
) -> None:
    response = browser.client.post("/huntflow/connect/", form(sandbox, **changes))

    assert response.status_code == 200
    assert text in response.content.decode()
    assert not HuntflowService(newcomer).connected


def test_tokens_are_never_sent_back(browser: Browser, sandbox: RunningSandbox) -> None:
    posted = form(sandbox, base_url="no address")

    html = browser.client.post("/huntflow/connect/", posted).content.decode()

    assert "no address" in html
    assert posted["access_token"] not in html
    assert posted["refresh_token"] not in html


def test_upstream_that_is_down_refuses_nothing_for_good(
    browser: Browser, sandbox: RunningSandbox, newcomer: User
) -> None:
    sandbox.fail("huntflow", "status", status=503)

    response = browser.client.post("/huntflow/connect/", form(sandbox))
    one_click = browser.client.post("/huntflow/connect/", {"sandbox": "1"}, follow=True)

    for answer in (response, one_click):
        assert "сообщает о внутренней ошибке" in answer.content.decode()
    assert not HuntflowService(newcomer).connected


def test_disconnect_drops_the_pair_and_what_it_brought(
    browser: Browser, sandbox: RunningSandbox, newcomer: User
) -> None:
    HuntflowService(newcomer).connect_sandbox_pair()
    browser.block("/candidates/", "candidates")

    response = browser.client.post("/huntflow/disconnect/", follow=True)

    assert "Хантфлоу отключён." in response.content.decode()
    assert not HuntflowService(newcomer).connected


def test_removal_that_redis_did_not_confirm_is_told(
    browser: Browser, newcomer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HuntflowService, "disconnect", lambda _: False)

    response = browser.client.post("/huntflow/disconnect/", follow=True)

    assert "пока не удалось удалить" in response.content.decode()


def test_dead_pair_is_told_from_none(browser: Browser, sandbox: RunningSandbox, newcomer: User) -> None:
    HuntflowService(newcomer).connect_sandbox_pair()
    sandbox.change(op="kill_pair", account=ANNA)
    browser.block("/candidates/", "candidates")

    assert "пара токенов недействительна" in browser.page("/settings/").content.decode()


@pytest.mark.parametrize("path", ["/huntflow/connect/", "/huntflow/disconnect/"])
def test_connections_change_by_post_alone(browser: Browser, path: str) -> None:
    assert browser.client.get(path).status_code == 405


CHOICE = {"language": "en", "time_zone": "Asia/Yekaterinburg", "shortcuts": "on"}


def chosen_by(user: User) -> tuple[str, str, bool]:
    row = Preferences.objects.get(user=user)
    return row.language, row.time_zone, row.shortcuts


def test_choice_is_kept_and_holds_from_the_next_page_on(browser: Browser, newcomer: User) -> None:
    response = browser.client.post("/settings/preferences/", CHOICE, follow=True)
    html = response.content.decode()

    assert response.redirect_chain == [("/settings/", 302)]
    assert chosen_by(newcomer) == ("en", "Asia/Yekaterinburg", True)
    assert '<html lang="en"' in html
    assert "The settings are saved." in html
    assert "Asia/Yekaterinburg, UTC+5" in html
    assert 'data-zone="Asia/Yekaterinburg" data-zone-chosen' in html


def test_choice_can_be_left_to_the_browser_again(browser: Browser, newcomer: User) -> None:
    browser.client.post("/settings/preferences/", CHOICE)

    html = browser.client.post("/settings/preferences/", {"language": ""}, follow=True).content.decode()

    assert chosen_by(newcomer) == ("", "", False)
    assert '<html lang="ru"' in html
    assert 'data-zone="Europe/Moscow" data-shortcuts="off"' in html


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"language": "tlh"}, "language"),
        ({"language": "../en"}, "language"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../../etc/passwd"}, "time_zone"),
        ({"time_zone": "x" * 9000}, "time_zone"),
        ({"time_zone": "\0"}, "time_zone"),
    ],
)
def test_choice_that_is_none_is_refused_in_words_and_nothing_is_lost(
    browser: Browser, newcomer: User, changes: dict[str, str], field: str
) -> None:
    browser.client.post("/settings/preferences/", CHOICE)

    response = browser.client.post("/settings/preferences/", {**CHOICE, "language": "ru", **changes})
    html = response.content.decode()

    assert response.status_code == 200
    assert f'id="id_{field}_error"' in html
    assert 'aria-invalid="true"' in html
    assert chosen_by(newcomer) == ("en", "Asia/Yekaterinburg", True)
    assert '<a href="/settings/" aria-current="page"' in html
    # The rest of what was entered is still there, and the page around the form as it was.
    assert ('<option value="ru" selected>' in html) is (field == "time_zone")
    assert ('<option value="Asia/Yekaterinburg" selected>' in html) is (field == "language")
    assert '<html lang="en"' in html


def test_page_says_what_the_browser_and_google_would_choose(browser: Browser, newcomer: User) -> None:
    browser.client.cookies["tz"] = "America/New_York"
    GoogleCalendarService(GoogleOAuthService(newcomer)).get_calendars()

    html = browser.page("/settings/").content.decode()

    assert "Как в браузере: Русский" in html
    assert "Как в браузере: America/New York" in html
    assert "В Google Календаре указан пояс Europe/Moscow." in html


def test_browser_that_tells_no_zone_is_shown_the_one_of_google(browser: Browser, newcomer: User) -> None:
    del browser.client.cookies["tz"]
    GoogleCalendarService(GoogleOAuthService(newcomer)).get_calendars()

    html = browser.page("/settings/").content.decode()

    assert "Как в Google Календаре: Europe/Moscow" in html
    assert '<html lang="ru" data-zone="Europe/Moscow">' in " ".join(html.split())


@pytest.mark.parametrize("method", ["get", "put"])
def test_choice_changes_by_post_alone(browser: Browser, method: str) -> None:
    assert getattr(browser.client, method)("/settings/preferences/").status_code == 405


def test_nobody_chooses_for_a_stranger(client: Client, db: None) -> None:
    response = client.post("/settings/preferences/", CHOICE)

    assert response["Location"] == "/sign-in/"
    assert not Preferences.objects.exists()


def test_long_list_is_drawn_as_django_draws_lists() -> None:
    choices = [("", "<выбор>"), ("UTC+3", [("Europe/Moscow", "Moscow"), ("a&b", "A & B")])]

    drawn = [
        re.sub(
            r">\s+<", "><", widget(choices=choices).render("zone", "a&b", {"id": "id_zone", "required": True})
        )
        for widget in (Select, LongSelect)
    ]

    assert drawn[0].strip() == drawn[1]
