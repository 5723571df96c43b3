"""What a fork and the end of the process mean to the parts that live in one process."""

import atexit
import os

from google_oauth.cache_service import memory
from google_oauth.cache_service.background import background
from google_oauth.cache_service.flight import flights
from google_oauth.cache_service.keeper import keeper
from google_oauth.cache_service.statistics import counts


def begin_anew() -> None:
    """A forked child starts with nothing: what is under way, and counted, is its parent's."""
    for part in (flights, background, keeper, counts, memory):
        part.reset()


def shut_down() -> None:
    """Let running refreshes end within a moment, then bring in what was counted."""
    background.drain()
    counts.flush()


os.register_at_fork(after_in_child=begin_anew)
atexit.register(shut_down)
