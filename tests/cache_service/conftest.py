"""Every test here begins with an empty Redis and a cache that remembers nothing."""

from tests.cache_service.fixtures import _anew, clock, crowd, redis, upstream  # noqa: F401 - fixtures
