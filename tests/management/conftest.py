"""As in the room of the cache: every test begins with an empty Redis."""

from tests.cache_service.fixtures import _anew, redis  # noqa: F401 - fixtures
