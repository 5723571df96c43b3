from datetime import UTC, datetime

import pytest

from google_oauth.exceptions import ReconnectRequired, UpstreamUnavailable
from google_oauth.views.blocks.states import reason_text, state_of

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
