"""Watching another process refresh: one thread per process, one cheap command a look, ever longer sleeps."""

import time

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.engine.waiting import Patience
from google_oauth.cache_service.storage import store
from google_oauth.cache_service.storage.stored import Found


def until_over(found: Found, token: bytes, patience: Patience) -> bool:
    """Wait while the holder of `token` refreshes what was found; False when our patience ends first.

    It is over when the entry changed, the lease is another's or nobody's, or nobody extended it for as long as
    a lease lasts. Our own clock only measures that time, so it does not matter what it shows.
    """
    extended, since = b"", time.monotonic()
    for _ in patience.pauses():
        seen, lease = store.peek(found.question)
        if seen != found.seen or not lease.startswith(token + b" "):
            return True
        if lease != extended:
            extended, since = lease, time.monotonic()
        elif time.monotonic() - since > conf.lease:
            return True
    return False
