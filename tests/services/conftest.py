from collections.abc import Iterator

import pytest
from django_redis import get_redis_connection


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """A cache without entries; database numbers are given to users anew in every test."""
    get_redis_connection("default").flushdb()


@pytest.fixture
def redis_without_removals() -> Iterator[None]:
    """A Redis that answers reads and stores, and refuses to remove anything."""
    redis = get_redis_connection("default")
    redis.execute_command("ACL", "SETUSER", "default", "-unlink", "-del")
    yield
    redis.execute_command("ACL", "SETUSER", "default", "+unlink", "+del")
