"""Waiting for what another thread or process does."""

import time
from collections.abc import Callable


def eventually(condition: Callable[[], bool], *, seconds: float = 10) -> bool:
    """Whether the condition comes to hold within so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
