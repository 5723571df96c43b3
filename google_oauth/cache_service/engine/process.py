"""What a fork and the end of the process mean to the parts that live in one process."""

import atexit
import os

from google_oauth.cache_service.engine import local_backoff
from google_oauth.cache_service.engine.background import background
from google_oauth.cache_service.engine.lease_renewer import keeper
from google_oauth.cache_service.engine.single_flight import flights
from google_oauth.cache_service.report.counters import counts


def begin_anew() -> None:
    """A forked child starts with nothing: what is under way, and counted, is its parent's."""
    for part in (flights, background, keeper, counts, local_backoff):
        part.reset()


def shut_down() -> None:
    """Let running refreshes end within a moment, then bring in what was counted."""
    background.drain()
    counts.flush()


os.register_at_fork(after_in_child=begin_anew)
atexit.register(shut_down)
