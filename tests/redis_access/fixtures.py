"""A Redis in trouble, with the application pointed at it."""

from collections.abc import Callable, Iterator
from copy import deepcopy

import pytest
from pytest_django.fixtures import Settings

from config.settings import CACHES
from google_oauth.redis_access import pop_troubles
from google_oauth.redis_access.client import breaker, refusals
from tests.redis_access.troubled import TroubledValkey


@pytest.fixture
def redis_at(settings: Settings) -> Iterator[Callable[[str], None]]:
    """Call it with a URL to point the application, with its own timeouts, at another Redis; until the test's end."""
    before = settings.CACHES

    def point(url: str) -> None:
        caches = deepcopy(CACHES)
        caches["default"]["LOCATION"] = url
        settings.CACHES = caches

    yield point
    settings.CACHES = before
    assert breaker.wait_until_closed(10)
    refusals.reset()
    pop_troubles()


@pytest.fixture
def troubled_valkey(redis_at: Callable[[str], None]) -> Iterator[TroubledValkey]:
    """A Valkey of the test's own, which the application uses."""
    server = TroubledValkey()
    redis_at(server.url)
    yield server
    server.close()
