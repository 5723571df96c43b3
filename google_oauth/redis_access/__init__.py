"""Access to Redis behind a circuit breaker. It knows nothing of the cache."""

from google_oauth.redis_access.client import execute, pop_troubles
from google_oauth.redis_access.refusals import WRONG_TYPE, Purpose
from google_oauth.redis_access.script import Script
from google_oauth.redis_access.state import RedisMemory, RedisState, redis_memory, redis_state

__all__ = [
    "WRONG_TYPE",
    "Purpose",
    "RedisMemory",
    "RedisState",
    "Script",
    "execute",
    "pop_troubles",
    "redis_memory",
    "redis_state",
]
