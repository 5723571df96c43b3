"""Reads while a removal is still owed."""

from typing import Any

import pytest

from google_oauth.cache_service import CacheEntry, Fetched, GoogleAPICache
from google_oauth.exceptions import StillRefreshing
from google_oauth.models import PendingRemoval
from google_oauth.services import pending_removals
from google_oauth.services.cached_read import CachedRead
from tests.cache_service.upstream import Upstream

pytestmark = pytest.mark.django_db
USER = 7


def read(reads: CachedRead, answer: Any) -> CacheEntry:
    return reads.read(GoogleAPICache.fetch_sheets, lambda _: answer, force=False)


def test_owed_removal_is_done_before_the_read() -> None:
    GoogleAPICache.set_sheets(USER, ["old"])
    PendingRemoval.objects.create(user_id=USER, upstream="google")

    entry = read(CachedRead(USER, "google"), ["new"])

    assert (entry.data, PendingRemoval.objects.count()) == (["new"], 0)


def test_removal_owed_by_another_upstream_or_user_stays() -> None:
    GoogleAPICache.set_sheets(USER, ["old"])
    PendingRemoval.objects.create(user_id=USER, upstream="huntflow")
    PendingRemoval.objects.create(user_id=USER + 1, upstream="google")

    entry = read(CachedRead(USER, "google"), ["new"])

    assert (entry.data, PendingRemoval.objects.count()) == (["old"], 2)


@pytest.mark.parametrize("answer", [["new"], Fetched(["new"], {"etag": "1"})])
def test_cache_is_passed_by_while_redis_does_not_confirm(answer: Any, redis_without_removals: None) -> None:
    GoogleAPICache.set_sheets(USER, ["old"])
    PendingRemoval.objects.create(user_id=USER, upstream="google")

    entry = read(CachedRead(USER, "google"), answer)

    assert (entry.data, entry.service, entry.is_stale) == (["new"], "google_sheets", False)
    assert PendingRemoval.objects.count() == 1


def test_readers_wait_no_longer_than_they_chose_while_redis_does_not_confirm(
    redis_without_removals: None,
) -> None:
    PendingRemoval.objects.create(user_id=USER, upstream="google")
    upstream = Upstream(["new"])

    with upstream.held():
        for _ in range(3):
            with pytest.raises(StillRefreshing):
                CachedRead(USER, "google").read(GoogleAPICache.fetch_sheets, upstream, force=False, wait=0)

    assert upstream.calls == 1


def test_refresh_of_before_a_second_removal_answers_nobody_after_it(redis_without_removals: None) -> None:
    pending_removals.schedule_removal(USER, "google")
    old = Upstream(["old"])

    with old.held():
        with pytest.raises(StillRefreshing):
            CachedRead(USER, "google").read(GoogleAPICache.fetch_sheets, old, force=False, wait=0)
        pending_removals.schedule_removal(USER, "google")

        entry = read(CachedRead(USER, "google"), ["new"])

    assert entry.data == ["new"]


def test_fresh_data_of_before_a_removal_are_not_returned(redis_without_removals: None) -> None:
    GoogleAPICache.set_sheets(USER, ["old"])
    known = CachedRead(USER, "google").read_fresh(GoogleAPICache.get_sheets)
    PendingRemoval.objects.create(user_id=USER, upstream="google")

    after = CachedRead(USER, "google").read_fresh(GoogleAPICache.get_sheets)

    assert (known, after) == (["old"], None)


@pytest.mark.parametrize("owed", [False, True])
def test_forced_refresh_is_called_cached_only_where_it_was(
    owed: bool, redis_without_removals: None, caplog: pytest.LogCaptureFixture
) -> None:
    if owed:
        PendingRemoval.objects.create(user_id=USER, upstream="google")

    CachedRead(USER, "google").read(GoogleAPICache.fetch_sheets, lambda _: ["new"], force=True)

    assert ("🔄" in caplog.text) is not owed


def test_one_reader_asks_the_database_once(django_assert_num_queries: Any) -> None:
    reads = CachedRead(USER, "google")

    with django_assert_num_queries(1):
        read(reads, ["new"])
        read(reads, ["new"])
