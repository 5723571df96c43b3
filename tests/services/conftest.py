import pytest
from django_redis import get_redis_connection
from pytest_django.fixtures import Settings

from google_oauth.cache_service import cache_conf


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """A cache without entries; database numbers are given to users anew in every test."""
    get_redis_connection("default").flushdb()


@pytest.fixture(autouse=True)
def patient(settings: Settings) -> None:
    """Wait for what is stale as long as for what is cold: a busy machine is no slow upstream."""
    settings.API_CACHE_SOFT_TIMEOUT = cache_conf.hard_timeout
