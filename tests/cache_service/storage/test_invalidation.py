"""Removals of everything."""

import pytest

from google_oauth.cache_service import GoogleAPICache
from google_oauth.cache_service.storage import invalidation


def test_removal_of_everything_goes_through_more_than_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invalidation, "BATCH", 3)
    for user in range(10):
        GoogleAPICache.set_sheets(user, [])

    assert (invalidation.remove(), invalidation.remove()) == (10, 0)
