"""The time that entries are measured by; tests move it.

Leases do not go by this clock: they end by the Redis server's, which all processes share.
"""

import time
from datetime import UTC, datetime


def now() -> float:
    """Seconds since the epoch."""
    return time.time()


def moment(seconds: float) -> datetime:
    """The aware datetime of `seconds` since the epoch."""
    return datetime.fromtimestamp(seconds, UTC)
