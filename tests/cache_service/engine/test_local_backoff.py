"""What one process remembers without Redis."""

from google_oauth.cache_service import datasets
from google_oauth.cache_service.engine import local_backoff
from google_oauth.cache_service.engine.local_backoff import MAX_ITEMS, BoundedMap
from google_oauth.cache_service.storage.failures import note_failure
from google_oauth.cache_service.storage.keys import key_for
from google_oauth.exceptions import UpstreamUnavailable
from tests.cache_service.asking import SHEETS
from tests.cache_service.upstream import Clock


def test_forgets_the_oldest() -> None:
    bounded: BoundedMap[int] = BoundedMap()
    for number in range(MAX_ITEMS + 10):
        bounded.put(number, number)

    assert bounded.get(9) is None
    assert bounded.get(10) == 10
    bounded.drop(10)
    assert bounded.get(10) is None


def test_failure_is_over_after_its_rest(clock: Clock) -> None:
    other = key_for(datasets.FILES, 7, {"max_results": 100})
    note = note_failure(UpstreamUnavailable("google", "rate_limited", retry_after=5), None)
    local_backoff.remember_failure(SHEETS, note, of_upstream=True)

    assert local_backoff.standing_backoff(other) == note
    assert local_backoff.last_failure(other) is None
    clock.move(5)
    assert local_backoff.standing_backoff(other) is None
