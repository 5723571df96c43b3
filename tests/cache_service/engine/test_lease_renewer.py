"""The thread that extends leases."""

import time

from pytest_django.fixtures import Settings

from google_oauth.cache_service.engine.lease_renewer import LeaseRenewer
from google_oauth.cache_service.storage import store
from tests.cache_service.asking import lease_of_another, wait_for
from tests.cache_service.upstream import LONG
from tests.redis_access.troubled import TroubledValkey


def test_stops_when_the_lease_is_lost(settings: Settings) -> None:
    settings.API_CACHE_LEASE_EXTENSION = 0.01
    _, lease = lease_of_another()
    renewer = LeaseRenewer()
    with renewer.renewing(lease):
        assert renewer._thread is not None
        store.release_lease(lease)
        wait_for(lambda: renewer._thread is None)


def test_goes_on_when_redis_is_away(settings: Settings, troubled_valkey: TroubledValkey) -> None:
    settings.API_CACHE_LEASE_EXTENSION = 0.01
    stored, lease = lease_of_another()
    renewer = LeaseRenewer()
    with renewer.renewing(lease):
        troubled_valkey.kill()
        time.sleep(0.1)
        assert renewer._thread is not None
        troubled_valkey.restart()
    assert stored.key == lease.key


def test_thread_of_before_a_reset_ends(settings: Settings) -> None:
    settings.API_CACHE_LEASE_EXTENSION = 0.01
    _, lease = lease_of_another()
    renewer = LeaseRenewer()
    with renewer.renewing(lease):
        thread = renewer._thread
        assert thread is not None
        renewer.reset()
        thread.join(LONG)

    assert not thread.is_alive()
