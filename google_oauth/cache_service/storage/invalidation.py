"""Removals. Each wins over every refresh that began before it, whose lease lives in the hash and goes with it.

All of these return the number of entries removed, and raise CacheUnavailable when Redis did not confirm.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Any, Final

from google_oauth.cache_service.datasets import DATA_SETS, data_sets_of
from google_oauth.cache_service.storage.keys import Question, hash_name, rest_name
from google_oauth.cache_service.storage.scan import OnStep, hash_names
from google_oauth.cache_service.storage.store import REMOVE
from google_oauth.exceptions import CacheUnavailable, RedisUnavailable
from google_oauth.redis_access import call

# Hashes of one round trip; the server serves others between any two of them.
BATCH: Final = 100


def remove(service: str | None = None, user_id: int | None = None, on_step: OnStep | None = None) -> int:
    """Remove a user's answers of one service, all of a user's, a service's for all users, or everything."""
    if user_id is None:
        return remove_matching(service, on_step)
    if service is None:
        return remove_user(user_id)
    return remove_service_of_user(service, user_id)


def remove_entry(question: Question) -> int:
    """Remove the answer to one question."""
    with _confirmed():
        return _remove(question.hash_name, question.digest)


def remove_service_of_user(service: str, user_id: int) -> int:
    """Remove a user's answers of one service: one script, however many keys Redis holds."""
    with _confirmed():
        return _remove(hash_name(service, user_id))


def remove_upstream_of_user(upstream: str, user_id: int, *, but: str = "") -> int:
    """Remove all that an upstream answered to a user, and the rest that it asked of the user's token.

    The service `but` is left out.
    """
    services = [data_set.service for data_set in data_sets_of(upstream) if data_set.service != but]
    with _confirmed():
        removed = sum(_remove(hash_name(service, user_id)) for service in services)
        call(lambda client: client.unlink(rest_name(upstream, user_id)), purpose="remove")
    return removed


def remove_user(user_id: int) -> int:
    """Remove all of a user's answers."""
    return sum(remove_upstream_of_user(upstream, user_id) for upstream in _upstreams())


def remove_matching(service: str | None = None, on_step: OnStep | None = None) -> int:
    """Remove a service's answers for all users, or everything.

    A hash that was there when the scan began is met by it; one that is made later belongs to a refresh that
    began later.
    """
    left, removed = hash_names(service, on_step), 0
    with _confirmed():
        while batch := list(islice(left, BATCH)):
            removed += sum(call(partial(_remove_each, batch), purpose="remove"))
    return removed


def _remove(name: str, *digest: str) -> int:
    return int(call(lambda client: REMOVE.run(client, [name], *digest), purpose="remove"))


def _remove_each(names: list[str], client: Any) -> list[int]:
    return REMOVE.run_each(client, names)


def _upstreams() -> set[str]:
    return {data_set.upstream for data_set in DATA_SETS.values()}


@contextmanager
def _confirmed() -> Iterator[None]:
    try:
        yield
    except RedisUnavailable as exc:
        raise CacheUnavailable(f"Redis did not confirm the removal ({exc.code})") from exc
