"""The promises over several processes, some of which are killed or frozen."""

import os
import subprocess
import sys
import time

import pytest
from pytest_django.fixtures import Settings

from google_oauth.cache_service import CacheService, GoogleAPICache
from google_oauth.cache_service.engine.background import background
from google_oauth.cache_service.report import counters
from google_oauth.cache_service.report.counters import counts
from google_oauth.exceptions import NotFound, UpstreamUnavailable
from google_oauth.redis_access import execute
from tests.cache_service.asking import TIMEOUT, put, read
from tests.cache_service.processes import Child, SharedUpstream, crowd
from tests.cache_service.upstream import LONG, Clock
from tests.environment import ROOT


def test_cold_readers_of_four_processes_cost_one_call() -> None:
    upstream = SharedUpstream()
    with upstream.held():
        children = [Child(lambda: crowd(upstream, 25)) for _ in range(4)]
        upstream.wait_for_call()
    answers = [answer for child in children for answer in child.result()]

    assert len({tuple(data) for _, data, _ in answers}) == 1
    assert len(answers) == 100
    assert upstream.calls == 1


def test_readers_of_a_stale_entry_in_four_processes_cost_one_call(clock: Clock) -> None:
    upstream = SharedUpstream()
    put("old")
    clock.move(TIMEOUT + 1)
    with upstream.held():
        children = [Child(lambda: crowd(upstream, 25, wait=0.3)) for _ in range(4)]
        answers = [answer for child in children for answer in child.result()]

    assert [data for _, data, _ in answers] == [["old"]] * 100
    assert upstream.calls == 1


def test_counters_of_four_processes_are_exact() -> None:
    upstream = SharedUpstream()
    for child in [Child(lambda: crowd(upstream, 25)) for _ in range(4)]:
        child.result()

    counted = counters.hit_statistics()["last_hour"]["google_sheets"]

    assert counted["misses"] + counted.get("fresh_hits", 0) == 100
    assert counted["refreshes"] == upstream.calls == 1
    assert counted.get("waits", 0) < counted["misses"]
    assert counted["calls_saved"] == 99


def test_failing_upstream_is_called_once_in_a_rest_over_four_processes(clock: Clock) -> None:
    upstream = SharedUpstream(UpstreamUnavailable("google", "timeout"))
    put("old")
    clock.move(TIMEOUT + 1)
    for window in (1, 2):
        children = [Child(lambda: crowd(upstream, 20)) for _ in range(4)]
        answers = [answer for child in children for answer in child.result()]

        assert {(tuple(data), is_stale) for _, data, is_stale in answers} == {(("old",), True)}
        assert upstream.calls == window
        clock.move(31)


def test_permanent_failure_goes_to_those_who_wait_in_other_processes() -> None:
    upstream = SharedUpstream(NotFound("google"))
    with upstream.held():
        first = Child(lambda: crowd(upstream, 1))
        upstream.wait_for_call()
        others = [Child(lambda: crowd(upstream, 5)) for _ in range(2)]
        time.sleep(0.3)
    errors = [error for child in [first, *others] for _, error, _ in child.result()]

    assert [type(error) for error in errors] == [NotFound] * 11
    assert upstream.calls == 1


def test_killed_refresher_is_replaced_when_its_lease_ends(settings: Settings) -> None:
    settings.API_CACHE_LEASE = 0.4
    upstream = SharedUpstream()
    with upstream.held():
        refresher = Child(lambda: read(upstream))
        upstream.wait_for_call()
        refresher.kill()
    began = time.monotonic()

    assert read(upstream).data == [os.getpid()]
    assert time.monotonic() - began < 1


def test_frozen_refresher_is_replaced_and_does_not_undo_it(settings: Settings) -> None:
    settings.API_CACHE_LEASE = 0.3
    upstream = SharedUpstream()
    with upstream.held():
        refresher = Child(lambda: read(upstream).data)
        upstream.wait_for_call()
        refresher.freeze()
    mine = read(upstream).data
    refresher.thaw()

    # Its own caller gets the newer answer, which is still the one that is kept.
    assert refresher.result() == mine == [os.getpid()]
    assert GoogleAPICache.get_sheets(7) == mine


def test_removal_in_another_process_beats_a_refresh() -> None:
    upstream = SharedUpstream()
    with upstream.held():
        refresher = Child(lambda: read(upstream).data)
        upstream.wait_for_call()
        assert Child(lambda: CacheService.invalidate_cache("google_sheets", 7)).result() == 0

    assert refresher.result() == [refresher.pid]
    assert GoogleAPICache.get_sheets(7) is None


def test_child_of_a_fork_in_the_midst_of_a_refresh_begins_anew() -> None:
    upstream = SharedUpstream()
    with upstream.held():
        assert background.start(lambda: [read(upstream), None][1])
        upstream.wait_for_call()
        pending = counts.pending("google_sheets", "refreshes")
        # The child knows nothing of the parent's flight and waits for its lease instead.
        child = Child(lambda: (counts.pending("google_sheets", "refreshes"), crowd(upstream, 2)))
        time.sleep(0.1)

    counted, answers = child.result()
    assert (pending, counted) == (1, 0)
    assert [data for _, data, _ in answers] == [[os.getpid()]] * 2
    assert upstream.calls == 1


def test_refresh_longer_than_a_lease_is_one_call(settings: Settings) -> None:
    settings.API_CACHE_LEASE, settings.API_CACHE_LEASE_EXTENSION = 0.7, 0.1
    settings.API_CACHE_HARD_TIMEOUT = LONG
    upstream = SharedUpstream()
    with upstream.held():
        children = [Child(lambda: crowd(upstream, 10)) for _ in range(2)]
        upstream.wait_for_call()
        time.sleep(1)

    assert len({tuple(data) for child in children for _, data, _ in child.result()}) == 1
    assert upstream.calls == 1


AT_EXIT = """
import time
import django
django.setup()
from google_oauth.cache_service import GoogleAPICache
from google_oauth.exceptions import StillRefreshing
try:
    GoogleAPICache.fetch_sheets(7, lambda _: time.sleep({seconds}) or ["late"], wait=0)
except StillRefreshing:
    pass
"""


@pytest.mark.parametrize(("seconds", "kept"), [(0.3, ["late"]), (60, None)])
def test_end_of_the_process_waits_a_moment_for_what_runs(
    seconds: float, kept: list[str] | None, settings: Settings
) -> None:
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-c", AT_EXIT.format(seconds=seconds)],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "REDIS_URL": settings.CACHES["default"]["LOCATION"],
        },
        check=True,
    )

    assert time.monotonic() - began < 30
    assert GoogleAPICache.get_sheets(7) == kept
    assert counters.hit_statistics()["last_hour"]["google_sheets"]["refreshes"] == 1


def test_commands_of_a_stampede_are_few() -> None:
    upstream = SharedUpstream()

    def commands() -> int:
        return int(execute(lambda client: client.info("stats"))["total_commands_processed"])

    before = commands()
    with upstream.held():
        children = [Child(lambda: crowd(upstream, 25)) for _ in range(4)]
        upstream.wait_for_call()
        time.sleep(0.3)
    for child in children:
        child.result()

    assert commands() - before <= 400
