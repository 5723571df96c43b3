"""Clearing one's own entries."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from google_oauth.cache_service import GoogleAPICache, HuntflowAPICache
from tests.views.browser import Browser
from tests.views.cached import kept, words


class TestClearingOnesOwn:
    @pytest.fixture(autouse=True)
    def _entries(self, ivan: User) -> None:
        for user_id in (ivan.pk, ivan.pk + 1):
            GoogleAPICache.set_sheets(user_id, [])
            GoogleAPICache.set_sheets(user_id, [], max_results=10)
            HuntflowAPICache.set_accounts(user_id, [])

    def test_is_asked_for_with_the_number_that_would_go(self, ivans: Browser) -> None:
        text = words(ivans.page("/cache/clear/google_sheets/"))

        assert "Таблицы только ваши" in text
        assert "Будут удалены 2 записи." in text
        assert "Удалить 2 записи" in text
        assert kept() == 6

    def test_removes_that_data_set_of_oneself_alone(self, ivans: Browser, ivan: User) -> None:
        response = ivans.client.post("/cache/clear/google_sheets/", follow=True)

        assert response.redirect_chain == [("/cache/", 302)]
        assert "Удалены 2 записи." in words(response)
        assert (kept("google_sheets", ivan), kept("huntflow_accounts", ivan), kept()) == (0, 1, 4)
        assert "Иван Петров" in words(response)

    def test_of_nothing_has_no_button(self, ivans: Browser) -> None:
        html = ivans.page("/cache/clear/google_calendars/").content.decode()

        assert "Сейчас здесь ничего не хранится" in html
        assert "btn danger" not in html

    def test_of_what_is_no_data_set_is_not_found(self, ivans: Browser) -> None:
        assert ivans.page("/cache/clear/secrets/").status_code == 404
        assert ivans.client.post("/cache/clear/secrets/").status_code == 404

    def test_takes_no_user_from_the_query(self, ivans: Browser, ivan: User) -> None:
        ivans.client.post(f"/cache/clear/google_sheets/?user={ivan.pk + 1}", {"user": ivan.pk + 1})

        assert kept() == 4
        assert kept("google_sheets", ivan) == 0

    @pytest.mark.usefixtures("redis_without_removals")
    def test_that_redis_did_not_confirm_is_told(self, ivans: Browser) -> None:
        text = words(ivans.client.post("/cache/clear/google_sheets/", follow=True))

        assert "Redis не подтвердил удаление: записи могли остаться" in text
        assert "Удален" not in text

    def test_from_another_site_is_refused(self, ivans: Browser) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = ivans.client.cookies

        assert strict.post("/cache/clear/google_sheets/").status_code == 403
        assert kept() == 6
