"""How one question is answered: what a reader gets, how long it waits, and what it costs the upstream."""

import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from redis import Redis

from google_oauth.cache_service import GoogleAPICache
from google_oauth.cache_service.engine.single_flight import flights
from google_oauth.cache_service.report.counters import counts
from google_oauth.cache_service.storage import store
from google_oauth.cache_service.storage.keys import EntryKey
from google_oauth.exceptions import StillRefreshing, UpstreamUnavailable
from google_oauth.redis_access import client
from tests.cache_service.asking import SHEETS, TIMEOUT, lease_of_another, put, read, wait_for
from tests.cache_service.upstream import LONG, Clock, Crowd, Upstream
from tests.environment import ROOT

APPLICATION = ROOT / "google_oauth"


def commands(redis: Redis) -> int:
    return int(redis.info("stats")["total_commands_processed"])


def our_callers() -> list[tuple[str, str]]:
    """File and function of each frame of the application that has led here, the innermost first."""
    found, frame = [], sys._getframe(1)
    while frame.f_back:
        frame = frame.f_back
        if str(APPLICATION) in frame.f_code.co_filename:
            found.append((frame.f_code.co_filename, frame.f_code.co_name))
    return found


class TestFresh:
    def test_hit_is_answered_without_the_upstream(self, upstream: Upstream, clock: Clock) -> None:
        put("kept")
        clock.move(60)

        entry = read(upstream)

        assert (entry.data, entry.is_stale, entry.age.total_seconds()) == (["kept"], False, 60)
        assert (entry.refreshing, entry.failure, entry.service) == (False, None, "google_sheets")
        assert upstream.calls == 0

    def test_hit_is_one_command(self, upstream: Upstream, redis: Redis) -> None:
        put("kept")
        before = commands(redis)

        read(upstream)

        # Reading the number is a command, too.
        assert commands(redis) - before - 1 == 1

    def test_hit_takes_five_steps_in_four_modules_below_the_facade(
        self, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put("kept")
        redis, steps = client._client(), []
        send = redis.execute_command

        def noted(*command: Any) -> Any:
            if command[0] == "HMGET":
                steps.extend(our_callers())
            return send(*command)

        monkeypatch.setattr(redis, "execute_command", noted)
        read(upstream)

        below = steps[: [Path(file).name for file, _ in steps].index("facades.py")]
        assert len(below) <= 5, below
        assert len({file for file, _ in below}) <= 4, below

    def test_every_reader_has_a_copy_of_its_own(self, upstream: Upstream) -> None:
        put("kept")

        read(upstream).data.append("mine")

        assert read(upstream).data == ["kept"]

    def test_none_is_an_answer(self) -> None:
        upstream = Upstream(lambda _: None)

        read(upstream)

        assert read(upstream).data is None
        assert upstream.calls == 1
        assert GoogleAPICache.get_sheets(7) is None

    @pytest.mark.parametrize("answer", [[], [None], 0, False, "", {}])
    def test_empty_answers_are_answers(self, answer: Any) -> None:
        upstream = Upstream(lambda _: answer)

        read(upstream)

        assert read(upstream).data == answer
        assert upstream.calls == 1


class TestMiss:
    def test_is_fetched_and_kept(self, upstream: Upstream) -> None:
        entry = read(upstream)

        assert (entry.data, entry.is_stale, entry.refreshing) == (["fresh"], False, False)
        assert read(upstream).data == ["fresh"]
        assert (upstream.calls, upstream.previous) == (1, [None])

    def test_of_many_threads_is_one_call(self, upstream: Upstream, crowd: Crowd) -> None:
        with upstream.held():
            answers = [crowd.ask(read, upstream) for _ in range(32)]
            wait_for(lambda: counts.pending("google_sheets", "waits") == 31)

        assert [answer.result().data for answer in answers] == [["fresh"]] * 32
        assert upstream.calls == 1

    def test_waits_for_another_process(self, upstream: Upstream, crowd: Crowd) -> None:
        _, lease = lease_of_another()
        answers = [crowd.ask(read, upstream) for _ in range(8)]
        time.sleep(0.05)
        put("theirs")

        assert [answer.result().data for answer in answers] == [["theirs"]] * 8
        assert upstream.calls == 0
        assert not store.extend_lease(lease)

    def test_takes_over_from_a_crashed_process(self, upstream: Upstream, settings: Settings) -> None:
        settings.API_CACHE_LEASE = 0.2
        lease_of_another()
        began = time.monotonic()

        assert read(upstream).data == ["fresh"]
        assert 0.15 < time.monotonic() - began < 1

    def test_waits_no_longer_than_the_hard_timeout(self, upstream: Upstream, settings: Settings) -> None:
        settings.API_CACHE_HARD_TIMEOUT = 0.1
        with upstream.held():
            for _ in range(2):
                with pytest.raises(StillRefreshing):
                    read(upstream)

        settings.API_CACHE_HARD_TIMEOUT = LONG
        assert read(upstream).data == ["fresh"]
        assert upstream.calls == 1

    def test_with_no_time_at_all_begins_the_refresh(self, upstream: Upstream) -> None:
        with upstream.held():
            with pytest.raises(StillRefreshing):
                read(upstream, wait=0)
            upstream.wait_for_call()

        assert read(upstream).data == ["fresh"]
        assert upstream.calls == 1

    def test_with_no_time_does_not_wait_for_another_process(self, upstream: Upstream) -> None:
        lease_of_another()

        with pytest.raises(StillRefreshing):
            read(upstream, wait=0)

        assert upstream.calls == 0

    def test_whose_flight_has_just_ended_looks_again(
        self, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        flight = flights.begin(SHEETS)
        assert flight is not None

        def land_first(question: EntryKey) -> None:
            monkeypatch.undo()
            put("theirs")
            flights.finish(flight)

        monkeypatch.setattr(flights, "join", land_first)

        assert read(upstream).data == ["theirs"]
        assert upstream.calls == 0

    def test_interrupted_in_its_own_thread_keeps_nobody_waiting(
        self, upstream: Upstream, settings: Settings
    ) -> None:
        settings.API_CACHE_MAX_THREADS = 0

        with pytest.raises(KeyboardInterrupt):
            read(Upstream(KeyboardInterrupt()))

        assert read(upstream).data == ["fresh"]

    def test_that_asks_for_itself_is_told_so(self) -> None:
        with pytest.raises(RuntimeError, match="asks for its own answer"):
            read(lambda _: read(lambda _: []))

    def test_with_the_background_full_fetches_in_its_own_thread(self, settings: Settings) -> None:
        settings.API_CACHE_MAX_THREADS = 0
        threads = []

        read(lambda _: threads.append(threading.current_thread()))

        assert threads == [threading.current_thread()]

    def test_with_the_background_full_and_little_time_gives_up(
        self, upstream: Upstream, settings: Settings
    ) -> None:
        settings.API_CACHE_MAX_THREADS = 0

        with pytest.raises(StillRefreshing):
            read(upstream, wait=0.01)

        assert upstream.calls == 0
        assert read(upstream).data == ["fresh"]


class TestStale:
    @pytest.fixture(autouse=True)
    def _stale(self, clock: Clock) -> None:
        put("old")
        clock.move(TIMEOUT + 1)

    def test_is_refreshed_when_the_upstream_is_quick(self, upstream: Upstream) -> None:
        entry = read(upstream)

        assert (entry.data, entry.is_stale, entry.age.total_seconds()) == (["fresh"], False, 0)
        assert [previous and previous.data for previous in upstream.previous] == [["old"]]

    def test_is_answered_at_the_soft_timeout(self, upstream: Upstream, settings: Settings) -> None:
        settings.API_CACHE_SOFT_TIMEOUT = 0.1
        began = time.monotonic()

        with upstream.held():
            entry = read(upstream)
            took = time.monotonic() - began

        assert (entry.data, entry.is_stale, entry.refreshing) == (["old"], True, True)
        assert entry.age.total_seconds() == TIMEOUT + 1
        assert 0.1 <= took < 0.5

    def test_refresh_that_was_given_up_lands(self, upstream: Upstream, settings: Settings) -> None:
        settings.API_CACHE_SOFT_TIMEOUT = 0
        with upstream.held():
            read(upstream)
            upstream.wait_for_call()
        wait_for(lambda: GoogleAPICache.get_sheets(7) == ["fresh"])

        assert read(upstream).data == ["fresh"]
        assert upstream.calls == 1

    def test_is_answered_at_once_while_another_thread_refreshes(
        self, upstream: Upstream, crowd: Crowd, settings: Settings
    ) -> None:
        settings.API_CACHE_SOFT_TIMEOUT = LONG
        with upstream.held():
            first = crowd.ask(read, upstream)
            upstream.wait_for_call()
            others = [read(upstream) for _ in range(20)]

        assert {(entry.data[0], entry.is_stale, entry.refreshing) for entry in others} == {
            ("old", True, True)
        }
        assert first.result().data == ["fresh"]
        assert upstream.calls == 1

    def test_is_answered_at_once_while_another_process_refreshes(self, upstream: Upstream) -> None:
        lease_of_another()

        entry = read(upstream)

        assert (entry.data, entry.is_stale, entry.refreshing) == (["old"], True, True)
        assert upstream.calls == 0

    def test_with_the_background_full_is_answered_unrefreshed(
        self, upstream: Upstream, settings: Settings
    ) -> None:
        settings.API_CACHE_MAX_THREADS = 0

        entry = read(upstream)

        assert (entry.data, entry.refreshing, upstream.calls) == (["old"], False, 0)

    def test_wait_caps_the_soft_timeout(self, upstream: Upstream, settings: Settings) -> None:
        settings.API_CACHE_SOFT_TIMEOUT = LONG

        with upstream.held():
            entry = read(upstream, wait=0)

        assert (entry.data, entry.refreshing) == (["old"], True)

    def test_past_its_window_is_a_miss(self, upstream: Upstream, clock: Clock) -> None:
        clock.move(24 * 3600)
        upstream.answer = UpstreamUnavailable("google", "timeout")

        with pytest.raises(UpstreamUnavailable):
            read(upstream)

        assert upstream.previous == [None]
