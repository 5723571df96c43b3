"""Forks."""

from google_oauth.cache_service.engine import process
from google_oauth.cache_service.report.counters import counts


def test_forked_child_starts_with_nothing() -> None:
    counts.add("google_sheets", "misses")

    process.reset_after_fork()

    assert counts.pending("google_sheets", "misses") == 0
