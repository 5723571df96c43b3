"""The state of Redis, as far as this process knows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from google_oauth.redis_access.client import breaker, execute, refusals
from google_oauth.redis_access.refusals import Purpose


@dataclass(frozen=True, slots=True)
class RedisState:
    """`refused` is the server's error word for each purpose that it refuses."""

    is_away: bool
    refused: Mapping[Purpose, str]


@dataclass(frozen=True, slots=True)
class RedisMemory:
    """Memory in use and its limit, in bytes; a `limit` of 0 means none."""

    used: int
    limit: int


def redis_state() -> RedisState:
    """The state that earlier commands have shown; sends none."""
    return RedisState(breaker.is_open, refusals.standing())


def redis_memory() -> RedisMemory:
    """The memory of the whole server, other databases included. Raises RedisUnavailable."""
    info = execute(lambda client: client.info("memory"), purpose="report")
    return RedisMemory(int(info.get("used_memory", 0)), int(info.get("maxmemory", 0)))
