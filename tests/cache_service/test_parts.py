"""The small parts that the engine is made of."""

import threading
import time

import pytest
from django.db import connection, connections
from pytest_django.fixtures import Settings

from google_oauth.cache_service import datasets
from google_oauth.cache_service.engine import local_backoff, process
from google_oauth.cache_service.engine.background import Background
from google_oauth.cache_service.engine.lease_renewer import Keeper
from google_oauth.cache_service.engine.local_backoff import LARGEST, Recent
from google_oauth.cache_service.engine.single_flight import Flights, Landing
from google_oauth.cache_service.engine.waiting import LONGEST, SHORTEST, Patience
from google_oauth.cache_service.report.counters import counts
from google_oauth.cache_service.storage import store
from google_oauth.cache_service.storage.failures import copy_of, note_of, pack_error, unpack_error
from google_oauth.cache_service.storage.keys import question
from google_oauth.exceptions import NotFound, ReconnectRequired, UpstreamRejected, UpstreamUnavailable
from tests.cache_service.asking import SHEETS, lease_of_another, wait_for
from tests.cache_service.upstream import LONG, Clock
from tests.redis_access.troubled import TroubledValkey


class TestBackground:
    def test_runs_no_more_than_its_limit(self, settings: Settings) -> None:
        settings.API_CACHE_MAX_THREADS = 2
        background, go = Background(), threading.Event()
        started = [background.start(lambda: bool(go.wait(LONG)) and None) for _ in range(3)]

        assert started == [True, True, False]
        assert not background.start(print, timeout=0.02)
        go.set()
        assert background.start(lambda: None, timeout=LONG)
        background.drain(LONG)

    def test_drains_and_then_starts_nothing(self) -> None:
        background, done = Background(), []
        background.start(lambda: done.append(time.sleep(0.05)))

        background.drain(LONG)

        assert done == [None]
        assert not background.start(print)

    def test_drops_what_takes_too_long(self) -> None:
        background, go = Background(), threading.Event()
        background.start(lambda: bool(go.wait(LONG)) and None)
        began = time.monotonic()

        background.drain(0.05)

        assert time.monotonic() - began < 1
        go.set()

    def test_without_a_thread_to_be_had_has_no_room(self, monkeypatch: pytest.MonkeyPatch) -> None:
        background = Background()

        def refuse(_: threading.Thread) -> None:
            raise RuntimeError("can't start new thread")

        monkeypatch.setattr(threading.Thread, "start", refuse)

        assert not background.start(print)
        assert background._running == set()

    @pytest.mark.django_db(transaction=True)
    def test_closes_its_database_connection(self) -> None:
        background, used = Background(), []

        def work() -> None:
            connection.ensure_connection()
            used.append(connections["default"])

        background.start(work)
        background.drain(LONG)

        assert [each.connection for each in used] == [None]


class TestFlights:
    def test_one_that_hangs_is_not_waited_for(self, settings: Settings) -> None:
        flights = Flights()
        hanging = flights.begin(SHEETS)
        assert hanging is not None
        assert flights.begin(SHEETS) is None

        settings.API_CACHE_LEASE_LONGEST = 0
        new = flights.begin(SHEETS)

        assert new not in (None, hanging)
        flights.land(hanging)
        assert flights.join(SHEETS) is new

    def test_only_the_first_landing_counts(self) -> None:
        flights = Flights()
        flight = flights.begin(SHEETS)
        assert flight is not None
        first = Landing(error=KeyError("first"))

        flights.land(flight, first)
        flights.land(flight)

        assert flight.landing is first

    def test_whatever_goes_wrong_it_lands(self) -> None:
        flights = Flights()
        flight = flights.begin(SHEETS)
        assert flight is not None

        with pytest.raises(KeyboardInterrupt), flights.landing_on_error(flight):
            raise KeyboardInterrupt

        assert flight.wait(0)


class TestKeeper:
    def test_stops_when_the_lease_is_lost(self, settings: Settings) -> None:
        settings.API_CACHE_LEASE_EXTENSION = 0.01
        _, lease = lease_of_another()
        keeper = Keeper()
        with keeper.keeping(lease):
            assert keeper._thread is not None
            store.release(lease)
            wait_for(lambda: keeper._thread is None)

    def test_goes_on_when_redis_is_away(self, settings: Settings, troubled_valkey: TroubledValkey) -> None:
        settings.API_CACHE_LEASE_EXTENSION = 0.01
        found, lease = lease_of_another()
        keeper = Keeper()
        with keeper.keeping(lease):
            troubled_valkey.kill()
            time.sleep(0.1)
            assert keeper._thread is not None
            troubled_valkey.restart()
        assert found.question == lease.question

    def test_thread_of_before_a_reset_ends(self, settings: Settings) -> None:
        settings.API_CACHE_LEASE_EXTENSION = 0.01
        _, lease = lease_of_another()
        keeper = Keeper()
        with keeper.keeping(lease):
            thread = keeper._thread
            assert thread is not None
            keeper.reset()
            thread.join(LONG)

        assert not thread.is_alive()


class TestPatience:
    def test_hard_timeout_bounds_what_a_caller_chooses(self, settings: Settings) -> None:
        settings.API_CACHE_HARD_TIMEOUT = 2

        assert Patience(None).left == pytest.approx(2, abs=0.1)
        assert Patience(60).left == pytest.approx(2, abs=0.1)
        assert Patience(-1).left == 0
        assert (Patience(None).is_chosen, Patience(0).is_chosen) == (False, True)

    def test_pauses_grow_with_the_time_waited(self, monkeypatch: pytest.MonkeyPatch) -> None:
        now, slept = [0.0], []

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            now[0] += seconds

        monkeypatch.setattr(time, "monotonic", lambda: now[0])
        monkeypatch.setattr(time, "sleep", sleep)

        looks = len(list(Patience(8).pauses()))

        assert (slept[0], max(slept)) == (SHORTEST, LONGEST)
        assert slept[1:-1] == sorted(slept[1:-1])
        assert sum(slept) == pytest.approx(8)
        assert looks < 100


class TestMemory:
    def test_forgets_the_oldest(self) -> None:
        recent: Recent[int] = Recent()
        for number in range(LARGEST + 10):
            recent.put(number, number)

        assert recent.get(9) is None
        assert recent.get(10) == 10
        recent.forget(10)
        assert recent.get(10) is None

    def test_failure_is_over_after_its_rest(self, clock: Clock) -> None:
        other = question(datasets.FILES, 7, {"max_results": 100})
        note = note_of(UpstreamUnavailable("google", "rate_limited", retry_after=5), None)
        local_backoff.remember_failure(SHEETS, note, rests_upstream=True)

        assert local_backoff.standing_failure(other) == note
        assert local_backoff.last_failure(other) is None
        clock.move(5)
        assert local_backoff.standing_failure(other) is None


class TestFailures:
    @pytest.mark.parametrize("kind", [NotFound, ReconnectRequired, UpstreamRejected])
    def test_permanent_error_travels(self, kind: type[NotFound]) -> None:
        special = type("Special", (kind,), {})

        error = unpack_error(pack_error(special("google", "why")))

        assert (type(error), error.upstream, error.reason) == (kind, "google", "why")

    def test_copy_says_the_same(self) -> None:
        error = UpstreamUnavailable("google", "timeout", retry_after=3)

        copied = copy_of(error)

        assert copied is not error
        assert (type(copied), str(copied), vars(copied)) == (type(error), str(error), vars(error))

    @pytest.mark.parametrize(("asked", "rest"), [(0, 1), (-5, 1), (2.5, 2.5), (10**9, 24 * 3600)])
    def test_rest_that_an_upstream_asks_for_is_bounded(self, asked: float, rest: float, clock: Clock) -> None:
        note = note_of(UpstreamUnavailable("google", retry_after=asked), None)

        assert (note.retry_at - clock.now, note.asked) == (rest, True)


def test_fork_begins_anew() -> None:
    counts.add("google_sheets", "misses")

    process.begin_anew()

    assert counts.pending("google_sheets", "misses") == 0
