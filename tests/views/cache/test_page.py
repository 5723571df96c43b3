"""The cache page for everybody: their own entries, and how Redis is."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_redis import get_redis_connection

from google_oauth.cache_service import GoogleAPICache, HuntflowAPICache
from google_oauth.cache_service.storage import clock
from google_oauth.services import pending_removals
from google_oauth.services.cache_page import status
from google_oauth.services.cache_page.refresh import entry_method
from tests.redis_access.troubled import TroubledValkey
from tests.running_sandbox import RunningSandbox
from tests.views.browser import Browser
from tests.views.cached import fail_to_refresh, words


class TestOwnEntries:
    @pytest.mark.usefixtures("transactional_db")
    def test_stranger_is_sent_to_sign_in(self) -> None:
        response = Client().get("/cache/")

        assert (response.status_code, response["Location"]) == (302, "/sign-in/?next=%2Fcache%2F")

    def test_are_listed_by_data_set_with_their_state(
        self, ivans: Browser, ivan: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        GoogleAPICache.set_calendar_events(ivan.pk, [], days_back=7)
        HuntflowAPICache.set_accounts(ivan.pk, [])
        now = clock.now
        monkeypatch.setattr(clock, "now", lambda: now() + 301)

        text = words(ivans.page("/cache/"))

        assert "Ваши записи 2 записи" in text
        assert (
            "События календаря основной календарь, 100 дней вперёд, 7 дней назад, не больше 100 устарела"
            in text
        )
        assert "Организации полностью свежая , только что" in text
        assert "Redis отвечает" in text

    @pytest.mark.usefixtures("noon")
    def test_failed_one_says_why_and_when_it_may_be_asked_again(self, ivans: Browser, ivan: User) -> None:
        GoogleAPICache.set_sheets(ivan.pk, [])
        fail_to_refresh(ivan, retry_after=3600)

        text = words(ivans.page("/cache/"))

        assert "сбой Google сообщает" in text
        assert re.search(
            r"внутренней ошибке. Последняя попытка: \d\d:\d\d. Следующая не раньше \d\d:\d\d. Сохранена только что",
            text,
        )

    def test_upstream_that_wants_to_be_left_alone_is_named(self, ivans: Browser, ivan: User) -> None:
        GoogleAPICache.set_sheets(ivan.pk, [])
        fail_to_refresh(ivan, "rate_limited", retry_after=3600)

        assert re.search(
            r"просит паузу[^.]*\. До [^.]* запросов к нему не будет", words(ivans.page("/cache/"))
        )

    def test_nothing_of_others_is_seen_and_no_number_of_theirs(self, ivans: Browser, ivan: User) -> None:
        GoogleAPICache.set_sheets(ivan.pk, [])
        for number in range(5):
            HuntflowAPICache.set_candidate(ivan.pk + 1, {"last_name": "Секретов"}, 77, number)

        response = ivans.page("/cache/")

        assert "Ваши записи 1 запись" in words(response)
        assert "77" not in re.sub(
            r'csrf\w*" value="\w+"|[0-9a-f]{32}|\d\d:\d\d:\d\d\S*', "", response.content.decode()
        )
        assert "Весь кэш" not in words(response)
        assert "overview" not in response.context

    def test_of_many_the_first_are_shown_and_all_on_demand(self, ivans: Browser, ivan: User) -> None:
        for number in range(8):
            HuntflowAPICache.set_candidate(ivan.pk, {}, 1, number + 1)

        short = ivans.page("/cache/")
        whole = ivans.page("/cache/", all="huntflow_candidates")

        assert short.content.decode().count('name="digest"') == 5
        assert "Показать ещё 3" in words(short)
        assert 'href="?all=huntflow_candidates#huntflow_candidates"' in short.content.decode()
        assert whole.content.decode().count('name="digest"') == 8
        assert "Показать ещё" not in words(whole)

    def test_are_those_of_one_source_where_the_address_says_so(self, ivans: Browser, ivan: User) -> None:
        GoogleAPICache.set_sheets(ivan.pk, [])
        HuntflowAPICache.set_accounts(ivan.pk, [])

        response = ivans.page("/cache/", source="huntflow")

        assert [group.data_set.service for group in response.context["groups"]] == ["huntflow_accounts"]
        assert "Ваши записи 1 запись" in words(response)
        assert 'value="/cache/?source=huntflow"' in response.content.decode()
        assert ivans.page("/cache/", source="google' OR 1").context["total"] == 2

    def test_data_set_that_was_never_loaded_is_told(self, ivans: Browser, ivan: User) -> None:
        GoogleAPICache.set_sheets(ivan.pk, [])

        text = words(ivans.page("/cache/", source="google"))

        assert "Ещё не загружались: События календаря, Календари, Файлы Диска" in text

    def test_one_that_is_on_its_way_says_so(self, ivans: Browser, ivan: User) -> None:
        GoogleAPICache.set_sheets(ivan.pk, [])
        seen = []

        def fetch(_: Any) -> list[Any]:
            seen.append("обновляется" in words(ivans.page("/cache/")))
            return []

        GoogleAPICache.fetch_sheets(ivan.pk, fetch, force=True)

        assert (seen, "обновляется" in words(ivans.page("/cache/"))) == ([True], False)

    def test_source_that_is_not_connected_is_named_with_the_way_to_connect_it(
        self, ivans: Browser, browser: Browser
    ) -> None:
        html = ivans.page("/cache/").content.decode()

        assert "Google Календарь ещё не подключён. Файлы Google Диска ещё не подключены." in html
        assert re.search(r'Хантфлоу ещё не подключён.</p>\s*<a href="/settings/">Подключить</a>', html)
        assert "Хантфлоу ещё не подключён" not in browser.page("/cache/").content.decode()

    def test_empty_cache_says_what_to_do(self, ivans: Browser) -> None:
        response = ivans.page("/cache/")

        assert "Сейчас для вас ничего не хранится" in words(response)
        assert 'href="/">Открыть страницу дня' in response.content.decode()

    @pytest.mark.usefixtures("redis_without_removals")
    def test_removal_that_is_still_due_is_told(self, ivans: Browser, ivan: User) -> None:
        pending_removals.schedule_removal(ivan.pk, "huntflow")

        assert "Ответы Хантфлоу должны быть удалены, но Redis этого не подтвердил" in words(
            ivans.page("/cache/")
        )


class TestRefresh:
    def refresh(self, browser: Browser, service: str) -> Any:
        (own,) = (
            entry
            for entry in status.own_cache(
                User.objects.get(pk=browser.client.session["_auth_user_id"])
            ).entries
            if entry.service == service
        )
        posted = {"service": service, "digest": own.digest}
        return browser.client.post("/cache/refresh/", posted, follow=True)

    def test_brings_what_is_new_and_says_so(self, browser: Browser, anna: User) -> None:
        entry_method(anna, "google_sheets")()

        response = self.refresh(browser, "google_sheets")

        assert response.redirect_chain == [("/cache/", 302)]
        assert "Таблицы: обновлено." in words(response)

    def test_of_the_same_entry_at_once_is_never_called_a_success(self, browser: Browser, anna: User) -> None:
        entry_method(anna, "google_sheets")()
        self.refresh(browser, "google_sheets")

        text = words(self.refresh(browser, "google_sheets"))

        assert "Таблицы: ничего новее пока нет." in text
        assert "обновлено" not in text

    def test_that_fails_says_why(self, browser: Browser, anna: User, sandbox: RunningSandbox) -> None:
        entry_method(anna, "google_sheets")()
        sandbox.fail("drive", "status", status=503)

        text = words(self.refresh(browser, "google_sheets"))

        assert "Таблицы: обновить не удалось. Google сообщает о внутренней ошибке" in text
        assert "сбой" in text

    def test_over_an_ended_grant_says_what_to_do(self, ivans: Browser, ivan: User) -> None:
        GoogleAPICache.set_sheets(ivan.pk, [])

        assert "Таблицы: Google ещё не подключён" in words(self.refresh(ivans, "google_sheets"))

    @pytest.mark.parametrize(
        "posted", [{}, {"service": "no such", "digest": "x"}, {"service": "google_sheets"}]
    )
    def test_of_what_is_not_there_asks_nobody(self, ivans: Browser, posted: dict[str, str]) -> None:
        response = ivans.client.post("/cache/refresh/", posted, follow=True)

        assert "Этой записи больше нет" in words(response)

    def test_of_somebody_elses_entry_does_nothing(self, ivans: Browser, anna: User) -> None:
        entry_method(anna, "google_sheets")()
        (own,) = status.own_cache(anna).entries
        posted = {"service": "google_sheets", "digest": own.digest}

        response = ivans.client.post("/cache/refresh/", posted, follow=True)

        assert "Этой записи больше нет" in words(response)
        assert status.own_cache(anna).entries == (own,)

    def test_is_never_a_get(self, ivans: Browser) -> None:
        assert ivans.client.get("/cache/refresh/").status_code == 405


class TestRedisAway:
    def test_page_says_so_and_renders(self, olgas: Browser, troubled_valkey: TroubledValkey) -> None:
        with troubled_valkey.frozen():
            response = olgas.page("/cache/")

        assert response.status_code == 200
        text = words(response)
        assert "Redis не отвечает" in text
        assert "Неизвестно, что для вас хранится" in text
        assert "Записей в кэше" not in text

    def test_actions_say_so(self, olgas: Browser, troubled_valkey: TroubledValkey) -> None:
        with troubled_valkey.frozen():
            asked = olgas.page("/cache/clear/", service="google_sheets")
            cleared = olgas.client.post("/cache/clear/?service=google_sheets", follow=True)
            refreshed = olgas.client.post("/cache/refresh/", {"service": "google_sheets"}, follow=True)

        assert "неизвестно, сколько записей удалится" in words(asked)
        assert "btn danger" not in asked.content.decode()
        assert "Redis не подтвердил удаление" in words(cleared)
        assert "Redis не отвечает, поэтому неизвестно, что запрашивать" in words(refreshed)

    def test_full_server_is_told_from_one_that_is_away(
        self, ivans: Browser, ivan: User, troubled_valkey: TroubledValkey
    ) -> None:
        with troubled_valkey.full():
            GoogleAPICache.set_sheets(ivan.pk, ["more"])

            text = words(ivans.page("/cache/"))

        assert "Redis не сохраняет новое. Причина: его память заполнена." in text
        assert "Сейчас для вас ничего не хранится" in text

    def test_server_that_refuses_to_read_says_its_word(self, ivans: Browser) -> None:
        redis = get_redis_connection("default")
        redis.execute_command("ACL", "SETUSER", "default", "-hscan")

        text = words(ivans.page("/cache/"))

        redis.execute_command("ACL", "SETUSER", "default", "+hscan")
        assert "Redis ничего не отдаёт. Причина: ответ NOPERM." in text
        assert "Redis отвечает" in words(ivans.page("/cache/"))
