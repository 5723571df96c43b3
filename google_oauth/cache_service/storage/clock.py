"""The clock by which entries age; tests move it. Leases end by the clock of the Redis server instead."""

import time
from datetime import UTC, datetime


def now() -> float:
    return time.time()


def to_datetime(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
