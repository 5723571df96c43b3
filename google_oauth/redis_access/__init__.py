"""The way to Redis: one door, behind a breaker; it knows no entries of the cache."""

from google_oauth.redis_access.client import call, take_troubles
from google_oauth.redis_access.refusals import WRONG_TYPE, Purpose
from google_oauth.redis_access.script import Script
from google_oauth.redis_access.state import Memory, RedisState, redis_memory, redis_state

__all__ = [
    "WRONG_TYPE",
    "Memory",
    "Purpose",
    "RedisState",
    "Script",
    "call",
    "redis_memory",
    "redis_state",
    "take_troubles",
]
