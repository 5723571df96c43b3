"""Resets the cache's state in this process after a fork, and saves it at exit."""

import atexit
import os

from google_oauth.cache_service.engine import local_backoff
from google_oauth.cache_service.engine.background import background
from google_oauth.cache_service.engine.lease_renewer import lease_renewer
from google_oauth.cache_service.engine.single_flight import flights
from google_oauth.cache_service.report.counters import counts


def reset_after_fork() -> None:
    """Refreshes under way, threads, leases and counts are the parent's."""
    for part in (flights, background, lease_renewer, counts, local_backoff):
        part.reset()


def shut_down() -> None:
    background.drain()
    counts.flush()


os.register_at_fork(after_in_child=reset_after_fork)
atexit.register(shut_down)
