"""An empty Redis, a cache that remembers nothing, and an upstream and a clock to play with."""

import time
from collections.abc import Iterator

import pytest
from django_redis import get_redis_connection
from redis import Redis

from google_oauth.cache_service.engine import local_backoff
from google_oauth.cache_service.engine.background import background
from google_oauth.cache_service.engine.lease_renewer import lease_renewer
from google_oauth.cache_service.report.counters import counts
from google_oauth.cache_service.storage import clock as clock_module
from google_oauth.redis_access import pop_troubles
from google_oauth.redis_access.client import breaker
from tests.cache_service.upstream import LONG, Clock, Crowd, Upstream


@pytest.fixture
def redis() -> Redis:
    return get_redis_connection()


@pytest.fixture(autouse=True)
def _anew(redis: Redis) -> Iterator[None]:
    assert breaker.wait_until_closed(LONG)
    redis.flushdb()
    local_backoff.reset()
    counts.reset()
    pop_troubles()
    yield
    background.drain(LONG)
    background.reset()
    lease_renewer.reset()


@pytest.fixture
def upstream() -> Upstream:
    return Upstream()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock(float(int(time.time())))
    monkeypatch.setattr(clock_module, "now", moved)
    return moved


@pytest.fixture
def crowd() -> Iterator[Crowd]:
    readers = Crowd(32)
    yield readers
    readers.pool.shutdown()
