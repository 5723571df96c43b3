"""Removal of entries. It wins over every earlier refresh, because the leases are removed too.

All functions return the number of entries removed, and raise CacheUnavailable when Redis did not confirm.
"""

from functools import partial
from itertools import islice
from typing import Any, Final

from google_oauth.cache_service.datasets import DATA_SETS, data_sets_of
from google_oauth.cache_service.storage import requiring_redis
from google_oauth.cache_service.storage.keys import EntryKey, backoff_name, hash_name
from google_oauth.cache_service.storage.scan import BATCH, OnStep, hash_names
from google_oauth.cache_service.storage.store import REMOVE
from google_oauth.redis_access import execute

UNCONFIRMED: Final = "Redis did not confirm the removal"


def remove(service: str | None = None, user_id: int | None = None, on_step: OnStep | None = None) -> int:
    """Remove a user's entries of one service, all of a user's, a service's for all users, or everything."""
    if user_id is None:
        return remove_matching(service, on_step)
    if service is None:
        upstreams = {data_set.upstream for data_set in DATA_SETS.values()}
        return sum(remove_upstream_of_user(upstream, user_id) for upstream in upstreams)
    return _remove([hash_name(service, user_id)])


def remove_entry(key: EntryKey) -> int:
    return _remove([key.hash_name], key.digest)


def remove_upstream_of_user(upstream: str, user_id: int, *, but: str = "") -> int:
    """Remove a user's entries of one upstream, except of the service `but`, and its backoff.

    One round trip, and one step of the server: all keys of a user share a slot.
    """
    services = (data_set.service for data_set in data_sets_of(upstream) if data_set.service != but)
    return _remove([*(hash_name(service, user_id) for service in services), backoff_name(upstream, user_id)])


def remove_matching(service: str | None = None, on_step: OnStep | None = None) -> int:
    """Remove a service's entries of all users, or everything.

    SCAN returns every hash that exists during the whole scan. A hash made later belongs to a later refresh.
    """
    names, removed = hash_names(service, on_step), 0
    with requiring_redis(UNCONFIRMED):
        while batch := list(islice(names, BATCH)):
            removed += sum(execute(partial(_remove_each, batch), purpose="remove"))
    return removed


def _remove(keys: list[str], *digest: str) -> int:
    with requiring_redis(UNCONFIRMED):
        return int(execute(lambda client: REMOVE.run(client, keys, *digest), purpose="remove"))


def _remove_each(names: list[str], client: Any) -> list[int]:
    # One step per hash: different users need not share a slot.
    return REMOVE.run_each(client, names)
