"""What a failing upstream does to its readers, and what the cache does for the upstream."""

from typing import Any

import pytest
from pytest_django.fixtures import Settings
from redis import Redis

from google_oauth.cache_service import CacheService, Fetched, GoogleAPICache, NotModified
from google_oauth.cache_service.report.counters import counts
from google_oauth.cache_service.storage import store
from google_oauth.exceptions import NotFound, ReconnectRequired, UpstreamRejected, UpstreamUnavailable
from tests.cache_service.asking import SHEETS, TIMEOUT, lease_of_another, put, read, wait_for
from tests.cache_service.upstream import LONG, Clock, Crowd, Upstream

DOWN = UpstreamUnavailable("google", "timeout")
DAY = 24 * 3600


@pytest.fixture
def down() -> Upstream:
    return Upstream(DOWN)


@pytest.fixture
def _stale(clock: Clock) -> None:
    put("old")
    clock.move(TIMEOUT + 1)


@pytest.mark.usefixtures("_stale")
class TestTransientFailureOverAStaleEntry:
    def test_is_papered_over_and_said(self, down: Upstream, clock: Clock) -> None:
        entry = read(down)

        assert (entry.data, entry.is_stale, entry.age.total_seconds()) == (["old"], True, TIMEOUT + 1)
        assert entry.failure is not None
        assert entry.failure.reason == "timeout"
        assert entry.failure.at.timestamp() == pytest.approx(clock.now)
        assert (entry.failure.retry_at - entry.failure.at).total_seconds() == 30

    def test_lets_the_upstream_rest(self, down: Upstream, clock: Clock) -> None:
        answers = []
        for _ in range(20):
            answers.append(read(down))
            clock.move(1)

        assert down.calls == 1
        assert {(entry.data[0], entry.failure.reason) for entry in answers if entry.failure} == {
            ("old", "timeout")
        }

    def test_is_tried_again_after_the_rest_which_grows_to_a_cap(self, down: Upstream, clock: Clock) -> None:
        rests = []
        for _ in range(6):
            failure = read(down).failure
            assert failure is not None
            rests.append((failure.retry_at - failure.at).total_seconds())
            clock.move(rests[-1])

        assert rests == [30, 60, 120, 240, 300, 300]
        assert down.calls == 6

    def test_is_forgotten_by_a_success(self, upstream: Upstream, down: Upstream, clock: Clock) -> None:
        read(down)
        clock.move(30)

        entry = read(upstream)
        clock.move(TIMEOUT + 1)
        failure = read(down).failure

        assert (entry.data, entry.failure) == (["fresh"], None)
        assert failure is not None
        assert (failure.retry_at - failure.at).total_seconds() == 30

    def test_obeys_what_the_upstream_asks(self, upstream: Upstream, clock: Clock) -> None:
        busy = Upstream(UpstreamUnavailable("google", "server_error", retry_after=100))
        read(busy)

        clock.move(99)
        assert read(upstream).is_stale
        clock.move(1)
        assert read(upstream).data == ["fresh"]
        assert upstream.calls == 1

    def test_comes_through_when_the_window_is_over(self, down: Upstream, clock: Clock) -> None:
        clock.move(DAY - 10)
        assert read(down).data == ["old"]

        clock.move(40)
        with pytest.raises(UpstreamUnavailable):
            read(down)

    def test_of_a_refresh_that_was_given_up_is_recorded(self, down: Upstream, settings: Settings) -> None:
        settings.API_CACHE_SOFT_TIMEOUT = 0
        with down.held():
            assert read(down).failure is None
            down.wait_for_call()
        wait_for(lambda: store.read_entry(SHEETS).meta.failure)

        assert read(down).failure is not None
        assert down.calls == 1

    @pytest.mark.parametrize(
        "answer",
        [UpstreamUnavailable("google", "malformed"), "x" * 2000, [[]]],
        ids=["said", "large", "deep"],
    )
    def test_malformed_is_a_failure_like_others(self, answer: Any, settings: Settings) -> None:
        settings.API_CACHE_MAX_BYTES = 1000
        if answer == [[]]:
            for _ in range(300):
                answer = [answer]

        entry = read(Upstream(answer))

        assert (entry.data, entry.failure and entry.failure.reason) == (["old"], "malformed")


class TestTransientFailureWithNothingStored:
    def test_is_raised_as_it_was(self, down: Upstream) -> None:
        with pytest.raises(UpstreamUnavailable) as caught:
            read(down)

        assert caught.value is DOWN

    def test_is_raised_to_all_who_wait(self, down: Upstream, crowd: Crowd) -> None:
        with down.held():
            answers = [crowd.ask(read, down) for _ in range(16)]
            wait_for(lambda: counts.pending("google_sheets", "waits") == 15)

        assert {type(answer.exception()) for answer in answers} == {UpstreamUnavailable}
        assert down.calls == 1

    def test_is_answered_at_once_while_it_rests(
        self, down: Upstream, upstream: Upstream, clock: Clock
    ) -> None:
        with pytest.raises(UpstreamUnavailable):
            read(down)
        clock.move(10)

        with pytest.raises(UpstreamUnavailable) as caught:
            read(upstream)

        assert (caught.value.upstream, caught.value.reason) == ("google", "timeout")
        assert caught.value.retry_after == pytest.approx(20)
        assert upstream.calls == 0

    def test_is_no_entry(self, down: Upstream) -> None:
        with pytest.raises(UpstreamUnavailable):
            read(down)

        assert CacheService.get_cache_stats()["total_keys"] == 0
        assert CacheService.invalidate_cache("google_sheets", 7) == 0

    def test_counts_as_one_in_a_row_also_after_other_stores(self, down: Upstream, clock: Clock) -> None:
        rests = []
        for _ in range(3):
            with pytest.raises(UpstreamUnavailable):
                read(down)
            note = store.read_entry(SHEETS).meta.failure
            assert note is not None
            rests.append(note.retry_at - clock.now)
            clock.move(rests[-1] + 1)
            # Each store drops what is of no use any more.
            GoogleAPICache.set_sheets(7, [], max_results=1)

        assert rests == [30, 60, 120]

    def test_long_after_the_last_begins_a_new_row(self, down: Upstream, clock: Clock) -> None:
        for _ in range(2):
            with pytest.raises(UpstreamUnavailable):
                read(down)
            clock.move(30 + 300)

        note = store.read_entry(SHEETS).meta.failure
        assert note is not None
        assert (note.times, note.retry_at - note.at) == (1, 30)

    def test_goes_with_a_removal(self, down: Upstream, upstream: Upstream) -> None:
        with pytest.raises(UpstreamUnavailable):
            read(down)
        CacheService.invalidate_cache("google_sheets", 7)

        assert read(upstream).data == ["fresh"]

    def test_is_over_after_the_rest(self, down: Upstream, upstream: Upstream, clock: Clock) -> None:
        with pytest.raises(UpstreamUnavailable):
            read(down)
        clock.move(30)

        assert read(upstream).data == ["fresh"]

    def test_drops_a_body_that_nobody_may_show(self, down: Upstream, redis: Redis, clock: Clock) -> None:
        put("secret")
        clock.move(TIMEOUT + DAY + 1)

        with pytest.raises(UpstreamUnavailable):
            read(down)

        assert not redis.hexists(SHEETS.hash_name, SHEETS.fields[1])


class TestRateLimit:
    LIMITED = UpstreamUnavailable("google", "rate_limited", retry_after=60)

    def test_rests_every_data_set_of_that_upstream_for_that_user(
        self, upstream: Upstream, clock: Clock
    ) -> None:
        with pytest.raises(UpstreamUnavailable):
            read(Upstream(self.LIMITED))

        clock.move(59)
        with pytest.raises(UpstreamUnavailable) as caught:
            GoogleAPICache.fetch_drive_files(7, upstream)
        assert (caught.value.reason, caught.value.retry_after) == ("rate_limited", pytest.approx(1))
        assert upstream.calls == 0

        clock.move(1)
        assert GoogleAPICache.fetch_drive_files(7, upstream).data == ["fresh"]

    def test_leaves_other_users_alone(self, upstream: Upstream) -> None:
        with pytest.raises(UpstreamUnavailable):
            read(Upstream(self.LIMITED))

        assert GoogleAPICache.fetch_drive_files(8, upstream).data == ["fresh"]

    def test_serves_stale_of_other_data_sets_marked(self, upstream: Upstream, clock: Clock) -> None:
        GoogleAPICache.set_drive_files(7, ["old files"])
        clock.move(TIMEOUT + 1)
        with pytest.raises(UpstreamUnavailable):
            read(Upstream(self.LIMITED))

        entry = GoogleAPICache.fetch_drive_files(7, upstream)

        assert (entry.data, entry.failure and entry.failure.reason) == (["old files"], "rate_limited")
        assert upstream.calls == 0

    def test_is_not_passed_over_by_force(self, upstream: Upstream) -> None:
        with pytest.raises(UpstreamUnavailable):
            read(Upstream(self.LIMITED))

        with pytest.raises(UpstreamUnavailable):
            GoogleAPICache.fetch_drive_files(7, upstream, force=True)

        assert upstream.calls == 0

    def test_without_a_time_of_its_own_is_passed_over_by_force(self, upstream: Upstream) -> None:
        with pytest.raises(UpstreamUnavailable):
            read(Upstream(UpstreamUnavailable("google", "rate_limited")))

        with pytest.raises(UpstreamUnavailable):
            GoogleAPICache.fetch_drive_files(7, upstream)
        assert GoogleAPICache.fetch_drive_files(7, upstream, force=True).data == ["fresh"]

    def test_goes_with_the_connection(self, upstream: Upstream) -> None:
        with pytest.raises(UpstreamUnavailable):
            read(Upstream(self.LIMITED))
        GoogleAPICache.invalidate_user_cache(7)

        assert GoogleAPICache.fetch_drive_files(7, upstream).data == ["fresh"]

    def test_that_cannot_be_read_rests_nobody(self, upstream: Upstream, redis: Redis) -> None:
        redis.set("api_cache_rest:{7}:google", b"99999999999.0 1 nonsense \xff")

        assert read(upstream).data == ["fresh"]

    def test_holds_back_eager_refreshes(self, upstream: Upstream, clock: Clock) -> None:
        put("kept")
        clock.move(0.9 * TIMEOUT)
        with pytest.raises(UpstreamUnavailable):
            GoogleAPICache.fetch_drive_files(7, Upstream(self.LIMITED))

        assert read(upstream).data == ["kept"]
        assert upstream.calls == 0


class TestPermanentFailure:
    def test_not_found_removes_the_entry(self, clock: Clock, redis: Redis) -> None:
        put("old")
        GoogleAPICache.set_sheets(7, ["other question"], max_results=5)
        clock.move(TIMEOUT + 1)

        with pytest.raises(NotFound):
            read(Upstream(NotFound("google")))

        assert [key for key in redis.hkeys(SHEETS.hash_name) if key.endswith(SHEETS.digest.encode())] == [
            SHEETS.fields[2].encode()
        ]
        assert CacheService.get_cache_stats()["total_keys"] == 1

    def test_reconnect_removes_all_of_that_upstream(self, clock: Clock) -> None:
        put("old")
        GoogleAPICache.set_drive_files(7, ["files"])
        GoogleAPICache.set_drive_files(8, ["files of another"])
        clock.move(TIMEOUT + 1)

        with pytest.raises(ReconnectRequired):
            read(Upstream(ReconnectRequired("google")))

        assert CacheService.get_cache_stats()["services"] == {"google_drive_files": 1}

    def test_rejection_removes_what_is_not_fresh(self, clock: Clock) -> None:
        put("old")
        clock.move(TIMEOUT + 1)

        with pytest.raises(UpstreamRejected):
            read(Upstream(UpstreamRejected("google")))

        assert CacheService.get_cache_stats()["total_keys"] == 0

    def test_rejection_leaves_what_is_fresh(self) -> None:
        put("kept")

        with pytest.raises(UpstreamRejected):
            read(Upstream(UpstreamRejected("google")), force=True)

        assert GoogleAPICache.get_sheets(7) == ["kept"]

    def test_is_not_recorded(self, upstream: Upstream) -> None:
        with pytest.raises(NotFound):
            read(Upstream(NotFound("google")))

        assert read(upstream).data == ["fresh"]

    def test_goes_to_all_who_wait(self, crowd: Crowd) -> None:
        gone = Upstream(NotFound("google", "gone"))
        with gone.held():
            answers = [crowd.ask(read, gone) for _ in range(16)]
            wait_for(lambda: counts.pending("google_sheets", "waits") == 15)

        errors = [answer.exception() for answer in answers]
        assert {(type(error), str(error)) for error in errors} == {(NotFound, "google: gone")}
        assert len({id(error) for error in errors}) == 16
        assert gone.calls == 1

    def test_goes_to_those_who_wait_in_other_processes(self, upstream: Upstream, crowd: Crowd) -> None:
        _, lease = lease_of_another()
        answer = crowd.ask(read, upstream)
        wait_for(lambda: counts.pending("google_sheets", "waits"))
        store.release_lease(lease, drop="entry", error=b'["NotFound","google","gone"]')

        error = answer.exception(LONG)
        assert (type(error), str(error)) == (NotFound, "google: gone")
        assert upstream.calls == 0


class TestCrash:
    def test_propagates_frees_the_lease_and_leaves_the_entry(self, upstream: Upstream, clock: Clock) -> None:
        put("old")
        clock.move(TIMEOUT + 1)

        with pytest.raises(ZeroDivisionError):
            read(lambda _: 1 / 0)

        assert store.read_entry(SHEETS).to_entry().data == ["old"]
        assert read(upstream).data == ["fresh"]

    def test_of_what_is_no_json_propagates(self, upstream: Upstream) -> None:
        with pytest.raises(TypeError):
            read(lambda _: {1, 2})

        assert read(upstream).data == ["fresh"]


class TestNotModified:
    @pytest.fixture(autouse=True)
    def _stale(self, clock: Clock) -> None:
        read(Upstream(Fetched(["body"], {"etag": "1", "url": "u"})))
        clock.move(TIMEOUT + 1)

    def test_renews_the_entry(self, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
        upstream = Upstream(lambda previous: NotModified({**previous.validator, "etag": "2"}))

        entry = read(upstream)
        clock.move(TIMEOUT / 2)

        assert (entry.data, entry.is_stale, entry.age.total_seconds()) == (["body"], False, 0)
        assert read(upstream).validator == {"etag": "2", "url": "u"}
        assert upstream.calls == 1
        assert "💾" not in caplog.text

    def test_gives_each_reader_a_validator_of_its_own(self, clock: Clock) -> None:
        clock.move(-TIMEOUT)
        read(Upstream(["unused"])).validator["etag"] = "spoilt"

        assert read(Upstream(["unused"])).validator == {"etag": "1", "url": "u"}

    def test_overtaken_by_a_removal_is_fetched_again_without_a_validator(self) -> None:
        def answer(previous: Any) -> Any:
            if previous is None:
                return ["anew"]
            CacheService.invalidate_cache("google_sheets", 7)
            return NotModified(previous.validator)

        upstream = Upstream(answer)

        assert read(upstream).data == ["anew"]
        assert upstream.calls == 2
        assert GoogleAPICache.get_sheets(7) == ["anew"]

    def test_of_nothing_is_an_error_of_the_fetch(self) -> None:
        with pytest.raises(TypeError):
            GoogleAPICache.fetch_drive_files(7, Upstream(NotModified()))

    def test_counts(self) -> None:
        counts.reset()

        read(Upstream(NotModified()))

        assert counts.pending("google_sheets", "not_modified") == 1
