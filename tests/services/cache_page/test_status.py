"""What the cache page tells, and what clearing takes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django_redis import get_redis_connection
from pytest_django.fixtures import DjangoAssertNumQueries

from google_oauth.cache_service import CacheService, GoogleAPICache, HuntflowAPICache, datasets
from google_oauth.cache_service.report.counters import Bucket, HitCounts, Series, counts
from google_oauth.exceptions import CacheUnavailable, UpstreamUnavailable
from google_oauth.services import pending_removals
from google_oauth.services.cache_page import redis_state, status
from google_oauth.services.cache_page.status import Scope
from tests.redis_access.troubled import TroubledValkey


@pytest.fixture
def ivan(db: None) -> User:
    return User.objects.create_user("ivan")


def kept_services(user: User) -> set[str]:
    return {info.service for info in status.own_cache(user).entries}


class TestOwnCache:
    def test_holds_nothing_of_others(self, ivan: User) -> None:
        GoogleAPICache.set_sheets(ivan.pk, [])
        GoogleAPICache.set_drive_files(ivan.pk + 1, [])

        assert kept_services(ivan) == {"google_sheets"}

    def test_finishes_a_removal_that_is_due_before_it_tells(self, ivan: User) -> None:
        GoogleAPICache.set_sheets(ivan.pk, [])
        pending_removals.schedule_removal(ivan.pk, "google")

        own = status.own_cache(ivan)

        assert (own.entries, own.due) == ((), ())

    @pytest.mark.usefixtures("redis_without_removals")
    def test_says_what_should_be_gone_and_is_not(self, ivan: User) -> None:
        GoogleAPICache.set_sheets(ivan.pk, [])
        pending_removals.schedule_removal(ivan.pk, "google")

        assert status.own_cache(ivan).due == ("google",)

    def test_says_which_upstream_wants_to_be_left_alone(self, ivan: User) -> None:
        def refused(_: Any) -> None:
            raise UpstreamUnavailable("google", "rate_limited", retry_after=60)

        with pytest.raises(UpstreamUnavailable):
            GoogleAPICache.fetch_sheets(ivan.pk, refused)

        backoffs = status.own_cache(ivan).backoffs

        assert {upstream: failure.reason for upstream, failure in backoffs.items()} == {
            "google": "rate_limited"
        }

    def test_costs_a_command_more_for_each_service_and_none_for_more_entries(
        self, ivan: User, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        redis = get_redis_connection("default")

        def commands() -> int:
            before = int(redis.info("stats")["total_commands_processed"])
            with django_assert_num_queries(2):
                status.own_cache(ivan)
            return int(redis.info("stats")["total_commands_processed"]) - before - 1

        GoogleAPICache.set_sheets(ivan.pk, [])
        commands()
        one = commands()
        for longest in (1, 2, 3):
            GoogleAPICache.set_sheets(ivan.pk, [], max_results=longest)
        many = commands()
        GoogleAPICache.set_drive_files(ivan.pk, [])
        HuntflowAPICache.set_accounts(ivan.pk, [])

        assert many == one <= len(datasets.DATA_SETS) + 3
        assert commands() == one + 2


class TestOverview:
    def test_counts_everybody_and_shows_nobodys_data(self, ivan: User) -> None:
        GoogleAPICache.set_sheets(ivan.pk, [{"name": "secret plan"}])
        HuntflowAPICache.set_candidate(ivan.pk + 1, {"last_name": "Secretov"}, 1, 2)

        overview = status.overview()

        assert overview.totals.whole.entries == 2
        assert {user: numbers.entries for user, numbers in overview.totals.users.items()} == {
            ivan.pk: 1,
            ivan.pk + 1: 1,
        }
        assert "secret" not in repr(overview).lower()

    def test_has_the_counters_of_the_hour_by_minutes_and_of_the_week_by_hours(self, ivan: User) -> None:
        counts.reset()
        GoogleAPICache.set_sheets(ivan.pk, [])
        CacheService.get_cached_data("google_sheets", ivan.pk, max_results=100)
        CacheService.get_cached_data("huntflow_accounts", ivan.pk)

        overview = status.overview()

        for series, length in ((overview.hour, 60), (overview.week, 7 * 24)):
            assert len(series.buckets) == length
            assert series.of("google_sheets") == HitCounts(fresh_hits=1)
            assert series.of() == series.buckets[-1].of() == HitCounts(fresh_hits=1, misses=1)
            assert series.last_failure() is None

    def test_tells_the_memory_where_the_server_does(self) -> None:
        memory = status.overview().memory
        assert memory
        assert memory.used > 0

        redis = get_redis_connection("default")
        redis.execute_command("ACL", "SETUSER", "default", "-info")
        without = status.overview().memory
        redis.execute_command("ACL", "SETUSER", "default", "+info")
        assert without is None
        # That it keeps to itself how full it is does not make it a server that gives nothing out.
        assert "read" not in redis_state().refused

    def test_needs_redis(self, troubled_valkey: TroubledValkey) -> None:
        with troubled_valkey.frozen():
            with pytest.raises(CacheUnavailable):
                status.overview()
            assert redis_state().is_away

    def test_last_failure_is_the_latest_bucket_with_one(self) -> None:
        noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
        buckets = tuple(
            Bucket(noon + timedelta(minutes=number), {"google_sheets": HitCounts(failures=failures)})
            for number, failures in enumerate([1, 2, 0])
        )

        series = Series(buckets, redis_troubles=0)

        assert series.last_failure("google_sheets") == series.last_failure() == buckets[1].start
        assert series.last_failure("google_drive_files") is None


class TestClear:
    @pytest.fixture(autouse=True)
    def _entries(self) -> None:
        for user in (7, 8):
            GoogleAPICache.set_sheets(user, [])
            GoogleAPICache.set_sheets(user, [], max_results=10)
            HuntflowAPICache.set_accounts(user, [])
        get_redis_connection("default").set("session-of-somebody", "stays")

    @pytest.mark.parametrize(
        ("scope", "gone"),
        [
            (Scope(service="google_sheets"), {(7, "google_sheets"): 2, (8, "google_sheets"): 2}),
            (Scope(user_id=7), {(7, "google_sheets"): 2, (7, "huntflow_accounts"): 1}),
            (Scope(service="google_sheets", user_id=8), {(8, "google_sheets"): 2}),
        ],
    )
    def test_removes_what_was_counted_and_only_that(self, scope: Scope, gone: dict[Any, int]) -> None:
        before = self.kept()

        counted = status.count_in(scope)
        removed = status.clear(scope)

        assert counted == removed == sum(gone.values())
        assert self.kept() == {key: number for key, number in before.items() if key not in gone}
        assert get_redis_connection("default").get("session-of-somebody") == b"stays"

    def test_of_nothing_in_particular_is_refused(self) -> None:
        before = self.kept()

        with pytest.raises(ValueError, match="needed"):
            status.clear(Scope())

        assert self.kept() == before

    @pytest.mark.usefixtures("redis_without_removals")
    def test_that_redis_did_not_confirm_is_no_success(self) -> None:
        with pytest.raises(CacheUnavailable):
            status.clear(Scope(user_id=7))

    def kept(self) -> dict[tuple[int, str], int]:
        return {
            (user, service): number
            for user in (7, 8)
            for service in datasets.DATA_SETS
            if (number := status.count_in(Scope(service, user)))
        }
