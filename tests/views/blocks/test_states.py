from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from google_oauth.cache_service import CacheEntry, Failure
from google_oauth.exceptions import ReconnectRequired, UpstreamUnavailable
from google_oauth.views.blocks.states import freshness_of, reason_text, state_of

# Every reason that clients and services give; docstrings of google_oauth.exceptions name the kinds.
REASONS = [
    *("timeout", "connection", "server_error", "rate_limited", "malformed", "quota", "still_refreshing"),
    *("not_connected", "revoked", "scope_missing", "pair_dead"),
    *("bad_request", "payment_required", "forbidden", "api_not_enabled", "daily_quota"),
    *("bad_address", "bad_token", "not_found"),
]


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize(("upstream", "name"), [("google", "Google"), ("huntflow", "Хантфлоу")])
def test_every_reason_has_words_of_its_own_and_names_the_upstream(
    upstream: str, name: str, reason: str
) -> None:
    text = reason_text(upstream, reason)

    assert name in text
    assert text != reason_text(upstream, "a reason that nobody gives")


def test_new_reason_is_worded_in_general() -> None:
    assert reason_text("google", "a reason that nobody gives") == "Google не дал ответа."


def test_failure_that_is_told_again_says_when_it_happened() -> None:
    at = datetime(2026, 3, 4, 12, tzinfo=UTC)

    assert state_of(UpstreamUnavailable("google", "timeout", failed_at=at), block="drive").failed_at == at


@pytest.mark.parametrize(
    ("block", "feature"),
    [
        ("today", "calendar"),
        ("calendar", "calendar"),
        ("recent", "drive"),
        ("drive", "drive"),
        ("sheets", "drive"),
    ],
)
def test_missing_connection_names_the_feature_to_connect(block: str, feature: str) -> None:
    assert state_of(ReconnectRequired("google", "scope_missing"), block=block).feature == feature


def test_missing_feature_of_google_is_called_by_its_name() -> None:
    state = state_of(ReconnectRequired("google", "scope_missing"), block="recent")

    assert state.text == "Файлы Google Диска ещё не подключены."


NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def entry(*, minutes: int, service: str = "huntflow_candidate_lists", is_stale: bool = False) -> CacheEntry:
    age = timedelta(minutes=minutes)
    return CacheEntry([], NOON - age, is_stale=is_stale, age=age, service=service)


def test_block_without_entries_has_no_age() -> None:
    assert freshness_of([]) is None


def test_age_is_that_of_the_oldest_entry() -> None:
    fresh = freshness_of([entry(minutes=2), entry(minutes=9)])

    assert fresh
    assert fresh.cached_at == NOON - timedelta(minutes=9)
    assert fresh.tone == "success"


def test_block_turns_stale_when_the_first_of_its_entries_does() -> None:
    fresh = freshness_of([entry(minutes=2), entry(minutes=1, service="google_calendar_events")])

    assert fresh
    assert fresh.fresh_until == NOON + timedelta(minutes=4)


def test_fresh_dictionary_does_not_age_the_block() -> None:
    fresh = freshness_of([entry(minutes=2)], [entry(minutes=100, service="huntflow_statuses")])

    assert fresh
    assert fresh.cached_at == NOON - timedelta(minutes=2)


def test_stale_dictionary_ages_the_block() -> None:
    old = entry(minutes=200, service="huntflow_statuses", is_stale=True)

    fresh = freshness_of([entry(minutes=2)], [old])

    assert fresh
    assert (fresh.cached_at, fresh.is_stale, fresh.tone) == (old.cached_at, True, "warning")


@pytest.mark.parametrize("is_stale", [True, False])
def test_failed_refresh_is_worded_and_never_looks_fresh(is_stale: bool) -> None:
    failure = Failure("timeout", at=NOON, retry_at=NOON + timedelta(seconds=30))

    fresh = freshness_of([replace(entry(minutes=40, is_stale=is_stale), failure=failure)])

    assert fresh
    assert (fresh.failure, fresh.failed_at, fresh.tone) == ("Хантфлоу не ответил вовремя.", NOON, "danger")


def test_refresh_under_way_is_told() -> None:
    fresh = freshness_of([replace(entry(minutes=40, is_stale=True), refreshing=True)])

    assert fresh
    assert fresh.refreshing
