"""The whole cache in numbers, and clearing it, for the staff."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_redis import get_redis_connection

from google_oauth.cache_service import CacheService, GoogleAPICache, HuntflowAPICache
from google_oauth.cache_service.report.counters import HitCounts, counts
from tests.views.browser import Browser
from tests.views.cached import fail_to_refresh, kept, words

STAFF_ONLY = ["/cache/clear/?service=google_sheets", "/cache/clear/?user=1", "/cache/clear/"]


class TestStaff:
    @pytest.fixture(autouse=True)
    def _entries(self, ivan: User, olga: User) -> None:
        counts.reset()
        for user in (ivan, olga):
            GoogleAPICache.set_sheets(user.pk, [{"name": "Секретный план"}])
        HuntflowAPICache.set_candidate(ivan.pk, {"last_name": "Секретов"}, 77, 1)

    @pytest.mark.parametrize("path", STAFF_ONLY)
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_actions_are_forbidden_to_everybody_else(self, ivans: Browser, path: str, method: str) -> None:
        assert getattr(ivans.client, method)(path).status_code == 403
        assert kept() == 3

    @pytest.mark.parametrize("path", STAFF_ONLY)
    def test_actions_send_a_stranger_to_sign_in(self, path: str) -> None:
        response = Client().post(path)

        assert (response.status_code, response["Location"]) == (302, "/sign-in/")
        assert kept() == 3

    def test_sees_counts_by_data_set_and_by_person(self, olgas: Browser) -> None:
        text = words(olgas.page("/cache/"))

        assert "Записей в кэше 3" in text
        assert "Таблицы 2 свежих: 2" in text
        assert "Карточки кандидатов 1 свежих: 1" in text
        assert "Иван Петров 2 свежих: 2" in text
        assert "olga@example.com 1 свежих: 1" in text

    def test_never_sees_what_is_kept_for_others(self, olgas: Browser) -> None:
        html = olgas.page("/cache/").content.decode()

        assert "Секретн" not in html
        assert "/candidates/77/" not in html
        assert html.count('name="digest"') == 1

    def test_sees_rates_calls_saved_and_the_last_failure(self, olgas: Browser, ivan: User) -> None:
        for _ in range(6):
            CacheService.get_cached_data("google_sheets", ivan.pk, max_results=100)
        fail_to_refresh(ivan, retry_after=3600)
        CacheService.get_cached_data("huntflow_accounts", ivan.pk)

        response = olgas.page("/cache/")

        (sheets,) = (
            row for row in response.context["data_set_rows"] if row.data_set.service == "google_sheets"
        )
        assert sheets.counts == HitCounts(fresh_hits=6, misses=1, refreshes=1, failures=1)
        assert sheets.failed_at
        text = words(response)
        assert "Из кэша за последний час 75,0 %" in text
        assert "Вызовов сэкономлено за неделю 7" in text
        assert "Таблицы 7 85,7 % 0,0 % 6 1 Google сообщает о внутренней ошибке." in text

    def test_chooses_a_data_set_for_the_charts_and_a_length_for_the_table(
        self, olgas: Browser, ivan: User
    ) -> None:
        CacheService.get_cached_data("google_sheets", ivan.pk, max_results=100)
        CacheService.get_cached_data("huntflow_accounts", ivan.pk)

        whole = olgas.page("/cache/")
        chosen = olgas.page("/cache/", service="google_sheets", span="week")
        nonsense = olgas.page("/cache/", service="secrets", span="year", page="999", all="x")

        assert [whole.context["charts"][span].total.reads for span in ("hour", "week")] == [2, 2]
        assert [chosen.context["charts"][span].total.reads for span in ("hour", "week")] == [1, 1]
        assert (chosen.context["chosen"], chosen.context["span"]) == ("google_sheets", "week")
        assert (nonsense.context["chosen"], nonsense.context["span"]) == ("", "hour")

    def test_deleted_person_with_entries_is_still_counted(self, olgas: Browser, ivan: User) -> None:
        number = ivan.pk
        ivan.delete()

        assert f"Удалённый пользователь {number} 2" in words(olgas.page("/cache/"))
        assert f"Удалённый пользователь {number}" in words(olgas.page("/cache/clear/", user=number))

    def test_is_asked_before_a_data_set_of_everybody_goes(self, olgas: Browser) -> None:
        text = words(olgas.page("/cache/clear/", service="google_sheets"))

        assert "Таблицы всех" in text
        assert "Будут удалены 2 записи." in text
        assert kept() == 3

    def test_clears_a_data_set_of_everybody_and_only_that(self, olgas: Browser) -> None:
        response = olgas.client.post("/cache/clear/?service=google_sheets", follow=True)

        assert "Удалены 2 записи." in words(response)
        assert (kept("google_sheets"), kept()) == (0, 1)

    def test_clears_a_person_and_only_that_one(self, olgas: Browser, ivan: User, olga: User) -> None:
        asked = words(olgas.page("/cache/clear/", user=ivan.pk))
        response = olgas.client.post(f"/cache/clear/?user={ivan.pk}", follow=True)

        assert "Все наборы данных Иван Петров" in asked
        assert "Удалены 2 записи." in words(response)
        assert (kept(user=ivan), kept(user=olga)) == (0, 1)

    @pytest.mark.parametrize(
        "query", ["", "?service=secrets", "?user=abc", "?user=0", "?service=google_sheets&user=abc"]
    )
    def test_clears_nothing_when_it_is_not_said_what(self, olgas: Browser, query: str) -> None:
        assert olgas.client.post(f"/cache/clear/{query}").status_code == 404
        assert kept() == 3

    def test_number_that_went_is_the_real_one(self, olgas: Browser, ivan: User) -> None:
        olgas.page("/cache/clear/", service="google_sheets")
        GoogleAPICache.set_sheets(ivan.pk, [], max_results=10)

        response = olgas.client.post("/cache/clear/?service=google_sheets", follow=True)

        assert "Удалены 3 записи." in words(response)

    def test_page_costs_the_same_queries_and_round_trips_for_one_data_set_and_for_three(
        self, olgas: Browser, ivan: User
    ) -> None:
        redis = get_redis_connection("default")

        def cost() -> tuple[int, int]:
            counts.flush()
            before = int(redis.info("stats")["total_commands_processed"])
            with CaptureQueriesContext(connection) as queries:
                olgas.page("/cache/")
            return len(queries), int(redis.info("stats")["total_commands_processed"]) - before

        cost()
        queries, commands = cost()
        GoogleAPICache.set_drive_files(ivan.pk, [])
        HuntflowAPICache.set_accounts(ivan.pk, [])
        for number in range(20):
            HuntflowAPICache.set_candidate(ivan.pk, {}, 1, number)

        # One command for each of the two hashes that are new, and none for an entry.
        assert cost() == (queries, commands + 2)

    def test_many_people_cost_no_query_more(self, olgas: Browser) -> None:
        with CaptureQueriesContext(connection) as few:
            olgas.page("/cache/")
        for number in range(30):
            user = User.objects.create_user(f"person-{number}")
            GoogleAPICache.set_sheets(user.pk, [])

        with CaptureQueriesContext(connection) as many:
            response = olgas.page("/cache/")

        assert len(many) == len(few)
        assert "1–25 из 32" in words(response)
