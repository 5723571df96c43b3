"""A removal wins over every refresh that began before it, wherever in that refresh it falls."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from redis import Redis

from google_oauth.cache_service import CacheService, GoogleAPICache
from google_oauth.cache_service.engine import refresh
from google_oauth.cache_service.engine.lookup import look_up
from google_oauth.cache_service.engine.single_flight import flights
from google_oauth.cache_service.report.counters import counts
from google_oauth.cache_service.storage import scan, store
from google_oauth.cache_service.storage.keys import EntryKey
from google_oauth.cache_service.storage.stored import StoredEntry
from google_oauth.exceptions import ReconnectRequired, UpstreamUnavailable
from tests.cache_service.asking import SHEETS, TIMEOUT, lease_of_another, put, read, wait_for
from tests.cache_service.upstream import LONG, Clock, Crowd, Upstream

REMOVALS: dict[str, Callable[[], int]] = {
    "entry": lambda: CacheService.invalidate_cache("google_sheets", 7, max_results=100),
    "service of user": lambda: CacheService.invalidate_cache("google_sheets", 7),
    "service": lambda: CacheService.invalidate_cache("google_sheets"),
    "upstream of user": lambda: GoogleAPICache.invalidate_user_cache(7),
    "all": CacheService.clear_all_cache,
}
removals = pytest.mark.parametrize("remove", REMOVALS.values(), ids=REMOVALS.keys())


def bodies(redis: Redis) -> list[bytes]:
    """Every body in the database, under whatever key."""
    kept = []
    for key in redis.scan_iter():
        if redis.type(key) == b"hash":
            kept += [value for name, value in redis.hgetall(key).items() if name.startswith(b"b:")]
    return kept


def just_before(monkeypatch: pytest.MonkeyPatch, name: str, act: Callable[[], Any]) -> None:
    """Let `act` happen once, when the store is about to do `name`."""
    original, pending = getattr(store, name), [act]

    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if pending:
            pending.pop()()
        return original(*args, **kwargs)

    monkeypatch.setattr(store, name, wrapped)


@removals
class TestRemoval:
    def test_before_the_lease_lets_the_refresh_begin_anew(
        self, remove: Callable[[], int], upstream: Upstream, monkeypatch: pytest.MonkeyPatch, clock: Clock
    ) -> None:
        put("old")
        clock.move(TIMEOUT + 1)
        just_before(monkeypatch, "take_lease", remove)

        assert read(upstream).data == ["fresh"]
        # The refresh that fetched began after the removal, with nothing of before.
        assert upstream.previous == [None]

    def test_during_the_fetch_keeps_nothing(
        self, remove: Callable[[], int], upstream: Upstream, crowd: Crowd, redis: Redis
    ) -> None:
        with upstream.held():
            reader = crowd.ask(read, upstream)
            upstream.wait_for_call()
            remove()

        assert reader.result(LONG).data == ["fresh"]
        assert GoogleAPICache.get_sheets(7) is None
        assert bodies(redis) == []

    def test_between_fetch_and_store_keeps_nothing(
        self, remove: Callable[[], int], upstream: Upstream, monkeypatch: pytest.MonkeyPatch, redis: Redis
    ) -> None:
        just_before(monkeypatch, "write_entry", remove)

        assert read(upstream).data == ["fresh"]
        assert bodies(redis) == []

    def test_during_a_background_refresh_keeps_nothing(
        self,
        remove: Callable[[], int],
        upstream: Upstream,
        clock: Clock,
        settings: Settings,
        redis: Redis,
    ) -> None:
        put("old")
        clock.move(TIMEOUT + 1)
        settings.API_CACHE_SOFT_TIMEOUT = 0
        with upstream.held():
            assert read(upstream).data == ["old"]
            upstream.wait_for_call()
            assert remove() == 1
        wait_for(lambda: counts.pending("google_sheets", "lost_leases"))

        assert bodies(redis) == []

    def test_overtakes_those_who_wait_in_the_process(self, remove: Callable[[], int], crowd: Crowd) -> None:
        answers = iter([["old"], ["anew"]])
        upstream = Upstream(lambda _: next(answers))
        with upstream.held():
            first = crowd.ask(read, upstream)
            upstream.wait_for_call()
            others = [crowd.ask(read, upstream) for _ in range(8)]
            wait_for(lambda: counts.pending("google_sheets", "waits") == 8)
            remove()

        assert first.result(LONG).data == ["old"]
        assert [other.result(LONG).data for other in others] == [["anew"]] * 8
        assert upstream.calls == 2

    def test_of_what_another_process_refreshes_voids_its_lease(self, remove: Callable[[], int]) -> None:
        found, lease = lease_of_another()

        remove()

        assert not store.extend_lease(lease)
        assert not store.write_entry(SHEETS, found.meta, b"[]", lease)
        assert not store.release_lease(lease)

    def test_leaves_no_byte(self, remove: Callable[[], int], redis: Redis) -> None:
        put("a secret")

        assert remove() == 1
        assert not any(b"secret" in (redis.dump(key) or b"") for key in redis.scan_iter())
        assert bodies(redis) == []

    def test_of_nothing_removes_nothing(self, remove: Callable[[], int]) -> None:
        assert remove() == 0


@pytest.mark.parametrize("remove", [REMOVALS["service"], REMOVALS["all"]], ids=["service", "all"])
def test_removal_by_scan_whose_cursor_has_passed_wins_over_what_began_before(
    remove: Callable[[], int], redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "SCAN_COUNT", 10)
    for number in range(300):
        redis.set(f"foreign:{number}", 1)
    found, lease = lease_of_another()
    stored = []
    original = scan.execute

    def execute_and_store(operation: Any, **options: Any) -> Any:
        answer = original(operation, **options)
        # Between every two steps the refresh tries to store.
        stored.append(store.write_entry(SHEETS, found.meta, b'["old"]', lease))
        return answer

    monkeypatch.setattr(scan, "execute", execute_and_store)
    remove()

    assert len(stored) > 10
    assert bodies(redis) == []
    assert redis.dbsize() == 300


def test_flight_is_closed_to_newcomers_before_its_result_is_read(
    upstream: Upstream, crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = []

    def join_and_look_up(key: EntryKey) -> StoredEntry:
        joined.append(flights.join(key))
        return look_up(key)

    monkeypatch.setattr(refresh, "look_up", join_and_look_up)
    with upstream.held():
        readers = [crowd.ask(read, upstream) for _ in range(2)]
        wait_for(lambda: counts.pending("google_sheets", "waits"))
    for reader in readers:
        reader.result(LONG)

    # Whoever came then would have asked after a removal that the result does not know of.
    assert joined == [None]


def test_lost_lease_is_a_line_in_the_log(
    upstream: Upstream, crowd: Crowd, caplog: pytest.LogCaptureFixture
) -> None:
    with upstream.held():
        reader = crowd.ask(read, upstream)
        upstream.wait_for_call()
        CacheService.clear_all_cache()
    reader.result(LONG)

    assert caplog.messages == ["A refresh of google_sheets was overtaken; its answer is not kept"]


def test_newer_store_is_not_replaced_by_an_older_answer(upstream: Upstream, crowd: Crowd) -> None:
    with upstream.held():
        reader = crowd.ask(read, upstream)
        upstream.wait_for_call()
        put("newer")

    assert reader.result(LONG).data == ["newer"]
    assert GoogleAPICache.get_sheets(7) == ["newer"]


def test_failure_that_was_overtaken_is_not_recorded(upstream: Upstream, crowd: Crowd) -> None:
    upstream.answer = UpstreamUnavailable("google", "timeout")
    with upstream.held():
        reader = crowd.ask(read, upstream)
        upstream.wait_for_call()
        CacheService.invalidate_cache("google_sheets", 7)

    assert isinstance(reader.exception(LONG), UpstreamUnavailable)
    assert store.read_entry(SHEETS).meta.failure is None


def test_permanent_failure_that_was_overtaken_removes_nothing(upstream: Upstream, crowd: Crowd) -> None:
    upstream.answer = ReconnectRequired("google")
    with upstream.held():
        reader = crowd.ask(read, upstream)
        upstream.wait_for_call()
        GoogleAPICache.invalidate_user_cache(7)
        put("of the new grant")

    assert isinstance(reader.exception(LONG), ReconnectRequired)
    assert GoogleAPICache.get_sheets(7) == ["of the new grant"]


def test_a_late_refresher_does_not_undo_a_takeover(settings: Settings) -> None:
    settings.API_CACHE_LEASE = 0.05
    found, lost = lease_of_another()
    wait_for(lambda: store.take_lease(found)[0].outcome == "taken")

    assert not store.write_entry(SHEETS, found.meta, b'["late"]', lost)
    assert GoogleAPICache.get_sheets(7) is None


def test_lease_that_ran_out_and_was_not_taken_still_stores(upstream: Upstream, settings: Settings) -> None:
    settings.API_CACHE_LEASE, settings.API_CACHE_LEASE_EXTENSION = 0.01, LONG

    def slow(_: Any) -> list[str]:
        wait_for(lambda: not store.read_entry(SHEETS).is_leased)
        return ["late but first"]

    read(slow)

    assert GoogleAPICache.get_sheets(7) == ["late but first"]


def test_leases_are_extended_while_the_fetch_runs(
    upstream: Upstream, crowd: Crowd, settings: Settings
) -> None:
    settings.API_CACHE_LEASE, settings.API_CACHE_LEASE_EXTENSION = 0.1, 0.02
    with upstream.held():
        reader = crowd.ask(read, upstream)
        upstream.wait_for_call()
        found = store.read_entry(SHEETS)
        outcomes = set()
        for _ in range(30):
            outcomes.add(store.take_lease(found)[0].outcome)
            time.sleep(0.01)

    assert outcomes == {"held"}
    assert reader.result(LONG).data == ["fresh"]


def test_leases_are_not_extended_for_ever(upstream: Upstream, crowd: Crowd, settings: Settings) -> None:
    settings.API_CACHE_LEASE, settings.API_CACHE_LEASE_EXTENSION = 0.1, 0.02
    settings.API_CACHE_LEASE_LONGEST = 0.2
    with upstream.held():
        crowd.ask(read, upstream)
        upstream.wait_for_call()
        found = store.read_entry(SHEETS)
        wait_for(lambda: store.take_lease(found)[0].outcome == "taken")
