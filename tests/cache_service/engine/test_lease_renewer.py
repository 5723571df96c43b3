"""The thread that extends leases."""

import threading
import time
from dataclasses import replace
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from google_oauth.cache_service.engine.lease_renewer import LeaseRenewer
from google_oauth.cache_service.storage import store
from google_oauth.cache_service.storage.store import Lease
from tests.cache_service.asking import SHEETS, lease_of_another, wait_for
from tests.cache_service.upstream import LONG
from tests.redis_access.troubled import TroubledValkey


def test_stops_when_the_lease_is_lost(settings: Settings) -> None:
    settings.API_CACHE_LEASE_EXTENSION = 0.01
    _, lease = lease_of_another()
    renewer = LeaseRenewer()
    with renewer.renewing(lease):
        assert renewer.thread.is_running
        store.release_lease(lease)
        wait_for(lambda: not renewer.thread.is_running)


def test_goes_on_when_redis_is_away(settings: Settings, troubled_valkey: TroubledValkey) -> None:
    settings.API_CACHE_LEASE_EXTENSION = 0.01
    stored, lease = lease_of_another()
    renewer = LeaseRenewer()
    with renewer.renewing(lease):
        troubled_valkey.kill()
        time.sleep(0.1)
        assert renewer.thread.is_running
        troubled_valkey.restart()
    assert stored.key == lease.key


def test_thread_of_before_a_reset_ends(settings: Settings) -> None:
    settings.API_CACHE_LEASE_EXTENSION = 0.01
    _, lease = lease_of_another()
    renewer = LeaseRenewer()
    with renewer.renewing(lease):
        thread = renewer.thread._thread
        assert thread is not None
        renewer.reset()
        thread.join(LONG)

    assert not thread.is_alive()


def test_refresh_goes_on_without_a_thread_to_be_had(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.API_CACHE_LEASE, settings.API_CACHE_LEASE_EXTENSION = 0.2, 0.02
    _, lease = lease_of_another()
    renewer = LeaseRenewer()
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        with renewer.renewing(None), renewer.renewing(replace(lease, token="other")):
            assert not renewer.thread.is_running

    # The next one has a thread again.
    with renewer.renewing(lease):
        time.sleep(0.4)
        assert store.read_entry(SHEETS).is_leased


def refuse(_: threading.Thread) -> None:
    raise RuntimeError("can't start new thread")


def test_leases_change_hands_under_the_lock() -> None:
    class Guarded(dict[Lease, float]):
        """Leases that only the holder of the lock may change."""

        def __setitem__(self, lease: Lease, end: float) -> None:
            assert renewer._lock.locked()
            super().__setitem__(lease, end)

        def pop(self, *lease: Any) -> Any:
            assert renewer._lock.locked()
            return super().pop(*lease)

    _, lease = lease_of_another()
    renewer = LeaseRenewer()
    renewer._ends = Guarded()

    with renewer.renewing(lease):
        assert lease in renewer._ends
    assert renewer._ends == {}
