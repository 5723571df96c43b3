"""The way to Redis: one door, behind a breaker; it knows no entries of the cache."""

from google_oauth.redis_access.door import call, take_troubles
from google_oauth.redis_access.refusals import WRONG_TYPE, Purpose
from google_oauth.redis_access.script import Script

__all__ = ["WRONG_TYPE", "Purpose", "Script", "call", "take_troubles"]
