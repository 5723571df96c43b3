"""What the cache page tells, and what clearing takes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django_redis import get_redis_connection
from pytest_django.fixtures import DjangoAssertNumQueries

from google_oauth.cache_service import CacheService, GoogleAPICache, HuntflowAPICache, datasets
from google_oauth.cache_service.report.counters import counts
from google_oauth.cache_service.report.tally import Tally
from google_oauth.cache_service.storage import clock
from google_oauth.clients.huntflow import pace
from google_oauth.exceptions import CacheUnavailable, ReconnectRequired, UpstreamUnavailable
from google_oauth.services import HuntflowService, pending_removals
from google_oauth.services.cache_page import status
from google_oauth.services.cache_page.refresh import READERS, refresh_own
from google_oauth.services.cache_page.status import Moment, Scope, Track
from tests.redis_access.troubled import TroubledValkey
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, connect


@pytest.fixture
def anna(
    sandbox: RunningSandbox, sandbox_settings: Any, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> User:
    """A recruiter with everything connected."""
    monkeypatch.setattr(pace, "INTERVAL", 0.0001)
    sandbox.change(op="set_rate_limit", target="huntflow", per_second=None)
    user = connect(sandbox, ANNA)
    HuntflowService(user).connect_sandbox_pair()
    return user


@pytest.fixture
def ivan(db: None) -> User:
    return User.objects.create_user("ivan")


def digest_of(user: User, service: str) -> str:
    (kept,) = (kept for kept in status.own_cache(user).entries if kept.service == service)
    return kept.digest


def kept_services(user: User) -> set[str]:
    return {kept.service for kept in status.own_cache(user).entries}


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

        resting = status.own_cache(ivan).resting

        assert {upstream: failure.reason for upstream, failure in resting.items()} == {
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

        assert overview.survey.whole.entries == 2
        assert {user: held.entries for user, held in overview.survey.users.items()} == {
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

        for track, length in ((overview.hour, 60), (overview.week, 7 * 24)):
            assert len(track.moments) == length
            assert track.of("google_sheets") == Tally(fresh_hits=1)
            assert track.of() == track.moments[-1].of() == Tally(fresh_hits=1, misses=1)
            assert track.last_failure() is None

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
        assert "read" not in status.state().refused

    def test_needs_redis(self, troubled_valkey: TroubledValkey) -> None:
        with troubled_valkey.frozen():
            with pytest.raises(CacheUnavailable):
                status.overview()
            assert status.state().is_away

    def test_last_failure_is_the_latest_moment_with_one(self) -> None:
        noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
        moments = tuple(
            Moment(noon + timedelta(minutes=number), {"google_sheets": Tally(failures=failures)})
            for number, failures in enumerate([1, 2, 0])
        )

        track = Track(moments, redis_troubles=0)

        assert track.last_failure("google_sheets") == track.last_failure() == moments[1].start
        assert track.last_failure("google_drive_files") is None


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

        counted = status.count(scope)
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
            if (number := status.count(Scope(service, user)))
        }


class TestRefreshOwn:
    def test_every_data_set_has_a_reader(self) -> None:
        assert READERS.keys() == datasets.DATA_SETS.keys()

    def test_every_kind_of_entry_is_asked_for_anew(self, anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
        service = HuntflowService(anna)
        account = service.get_accounts()[0]["id"]
        vacancy = service.get_vacancies(account)[0]["id"]
        person = service.get_applicants(account, max_results=1)[0]["id"]
        service.get_vacancy(account, vacancy)
        service.get_applicant(account, person)
        service.get_applicant_log(account, person)
        service.get_statuses(account)
        service.get_tags(account)
        service.get_rejection_reasons(account)
        for name in ("google_calendar_events", "google_calendars", "google_drive_files", "google_sheets"):
            READERS[name](anna)()
        found = {kept.service: kept for kept in status.own_cache(anna).entries}
        assert found.keys() == datasets.DATA_SETS.keys()
        now = clock.now
        monkeypatch.setattr(clock, "now", lambda: now() + 30)

        for kept in found.values():
            refreshed = refresh_own(anna, kept.service, kept.digest)

            assert refreshed
            assert kept.cached_at
            assert (refreshed.is_newer, refreshed.reason) == (True, "")
            assert refreshed.cached_at > kept.cached_at
        assert len(status.own_cache(anna).entries) == len(found)

    def test_second_one_within_ten_seconds_brings_nothing_newer(
        self, anna: User, sandbox: RunningSandbox
    ) -> None:
        READERS["google_sheets"](anna)()
        digest = digest_of(anna, "google_sheets")
        first = refresh_own(anna, "google_sheets", digest)
        sandbox.reset_counts()

        second = refresh_own(anna, "google_sheets", digest)

        assert first
        assert second
        assert (first.is_newer, second.is_newer) == (True, False)
        assert sandbox.counts().get("drive.files.list", 0) == 0

    def test_upstream_that_is_down_leaves_the_age_as_it_was(
        self, anna: User, sandbox: RunningSandbox
    ) -> None:
        READERS["google_sheets"](anna)()
        digest = digest_of(anna, "google_sheets")
        sandbox.fail("drive", "status", status=503)

        refreshed = refresh_own(anna, "google_sheets", digest)

        assert refreshed
        assert (refreshed.is_newer, refreshed.reason) == (False, "server_error")

    def test_entry_of_somebody_else_is_none(self, anna: User) -> None:
        other = User.objects.create_user("other")
        GoogleAPICache.set_sheets(other.pk, [])

        assert refresh_own(anna, "google_sheets", digest_of(other, "google_sheets")) is None

    def test_ended_grant_is_told(self, anna: User) -> None:
        READERS["google_sheets"](anna)()
        digest = digest_of(anna, "google_sheets")
        anna.google_account.delete()
        GoogleAPICache.set_sheets(anna.pk, [])

        with pytest.raises(ReconnectRequired):
            refresh_own(User.objects.get(pk=anna.pk), "google_sheets", digest)
