"""A removal is noted before it is tried, and forgotten after Redis has confirmed it."""

from datetime import UTC, datetime

import pytest
import time_machine

from google_oauth.cache_service import GoogleAPICache, HuntflowAPICache
from google_oauth.models import PendingRemoval
from google_oauth.services.pending_removals import retry_pending_removal, schedule_removal

pytestmark = pytest.mark.django_db
USER = 7
MONDAY = datetime(2026, 1, 5, 9, tzinfo=UTC)
TUESDAY = datetime(2026, 1, 6, 9, tzinfo=UTC)


def pending() -> list[tuple[int, str]]:
    return list(PendingRemoval.objects.values_list("user_id", "upstream"))


def test_nothing_is_removed_when_nothing_is_pending() -> None:
    GoogleAPICache.set_sheets(USER, ["kept"])

    assert retry_pending_removal(USER, "google") is None
    assert GoogleAPICache.get_sheets(USER) == ["kept"]


def test_confirmed_removal_is_forgotten() -> None:
    GoogleAPICache.set_sheets(USER, ["old"])
    HuntflowAPICache.set_accounts(USER, ["kept"])
    schedule_removal(USER, "google")

    assert retry_pending_removal(USER, "google") is None
    assert (GoogleAPICache.get_sheets(USER), HuntflowAPICache.get_accounts(USER)) == (None, ["kept"])
    assert pending() == []


def test_removal_that_redis_refuses_stays_with_its_time(redis_without_removals: None) -> None:
    with time_machine.travel(MONDAY, tick=False):
        schedule_removal(USER, "google")

    assert retry_pending_removal(USER, "google") == MONDAY
    assert pending() == [(USER, "google")]


def test_scheduling_again_renews_the_time(redis_without_removals: None) -> None:
    for day in (MONDAY, TUESDAY):
        with time_machine.travel(day, tick=False):
            schedule_removal(USER, "google")

    assert retry_pending_removal(USER, "google") == TUESDAY


def test_removal_scheduled_meanwhile_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    schedule_removal(USER, "google")
    monkeypatch.setattr(
        GoogleAPICache, "invalidate_user_cache", lambda user_id: schedule_removal(user_id, "google")
    )

    assert retry_pending_removal(USER, "google") is None
    assert pending() == [(USER, "google")]
