"""Reads while a removal is still owed."""

from typing import Any

import pytest

from google_oauth.cache_service import CacheEntry, Fetched, GoogleAPICache
from google_oauth.models import PendingRemoval
from google_oauth.services.reading import Reader

pytestmark = pytest.mark.django_db
USER = 7


def read(reader: Reader, answer: Any) -> CacheEntry:
    return reader.read("google_sheets", GoogleAPICache.fetch_sheets, lambda _: answer, force=False)


def test_owed_removal_is_done_before_the_read() -> None:
    GoogleAPICache.set_sheets(USER, ["old"])
    PendingRemoval.objects.create(user_id=USER, upstream="google")

    entry = read(Reader(USER, "google"), ["new"])

    assert (entry.data, PendingRemoval.objects.count()) == (["new"], 0)


def test_removal_owed_by_another_upstream_or_user_stays() -> None:
    GoogleAPICache.set_sheets(USER, ["old"])
    PendingRemoval.objects.create(user_id=USER, upstream="huntflow")
    PendingRemoval.objects.create(user_id=USER + 1, upstream="google")

    entry = read(Reader(USER, "google"), ["new"])

    assert (entry.data, PendingRemoval.objects.count()) == (["old"], 2)


@pytest.mark.parametrize("answer", [["new"], Fetched(["new"], {"etag": "1"})])
def test_cache_is_passed_by_while_redis_does_not_confirm(answer: Any, redis_without_removals: None) -> None:
    GoogleAPICache.set_sheets(USER, ["old"])
    PendingRemoval.objects.create(user_id=USER, upstream="google")

    entry = read(Reader(USER, "google"), answer)

    assert (entry.data, entry.service, entry.is_stale) == (["new"], "google_sheets", False)
    assert PendingRemoval.objects.count() == 1


def test_one_reader_asks_the_database_once(django_assert_num_queries: Any) -> None:
    reader = Reader(USER, "google")

    with django_assert_num_queries(1):
        read(reader, ["new"])
        read(reader, ["new"])
