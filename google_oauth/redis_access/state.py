"""How Redis is, as far as this process knows."""

from collections.abc import Mapping
from dataclasses import dataclass

from google_oauth.redis_access.client import breaker, call, refusals
from google_oauth.redis_access.refusals import Purpose


@dataclass(frozen=True, slots=True)
class RedisState:
    """`refused` has the server's error word for each purpose that it refuses."""

    is_away: bool
    refused: Mapping[Purpose, str]


@dataclass(frozen=True, slots=True)
class Memory:
    """What the server holds and may hold, in bytes; a `limit` of 0 is none."""

    used: int
    limit: int


def redis_state() -> RedisState:
    """What the calls so far have shown. No call is made for it."""
    return RedisState(breaker.is_open, refusals.standing())


def redis_memory() -> Memory:
    """The memory of the whole server, other databases included. Raises RedisUnavailable."""
    info = call(lambda client: client.info("memory"), purpose="report")
    return Memory(int(info.get("used_memory", 0)), int(info.get("maxmemory", 0)))
