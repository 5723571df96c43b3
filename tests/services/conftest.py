import pytest
from django_redis import get_redis_connection


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """A cache without entries; database numbers are given to users anew in every test."""
    get_redis_connection("default").flushdb()
