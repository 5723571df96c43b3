"""A Redis that holds what many users' pages have read: real metadata through the cache's own codec."""

from collections.abc import Iterator
from typing import Any, Final

import orjson
from django.conf import settings
from redis import Redis

from benchmarks.harness.stage import Child, wait_for
from google_oauth.cache_service import datasets
from google_oauth.cache_service.datasets import DataSet
from google_oauth.cache_service.storage.keys import key_for
from google_oauth.cache_service.storage.metadata import Metadata, seal_body, seal_metadata

Parameters = dict[str, Any]
# What a user has after a morning's work: the lists of the pages, and a dozen of cards.
OF_EACH: Final[tuple[tuple[DataSet, tuple[Parameters, ...]], ...]] = (
    (
        datasets.EVENTS,
        ({"calendar_id": "primary", "days_ahead": 100, "max_results": 2500, "days_back": 100},),
    ),
    (datasets.FILES, ({"max_results": 1000},)),
    (datasets.SHEETS, ({"max_results": 1000},)),
    (datasets.ACCOUNTS, ({},)),
    (datasets.VACANCIES, ({"account_id": 1, "state": None},)),
    (datasets.STATUSES, ({"account_id": 1},)),
    (
        datasets.CANDIDATES,
        tuple({"account_id": 1, "vacancy_id": of, "max_results": 300} for of in (None, 17)),
    ),
    (datasets.CANDIDATE, tuple({"account_id": 1, "candidate_id": number} for number in range(12))),
)
PER_USER: Final = sum(len(questions) for _, questions in OF_EACH)
# No pass reads a body, so one serves for all.
BODY: Final = orjson.dumps([{"id": number, "name": "Кандидат"} for number in range(5)])
# Users, and keys, of one round trip.
BATCH: Final = 100
# The database that is filled, and from which the cache's own is copied for each measurement that empties it.
MASTER: Final = 3


def client(database: int | None = None) -> Any:
    """A client for the cache's database, or for another, with all the patience it needs."""
    url = str(settings.CACHES["default"]["LOCATION"])
    place, _, own = url.rpartition("/")
    return Redis.from_url(f"{place}/{own if database is None else database}", protocol=2, socket_timeout=60)


def fill(users: range) -> None:
    """Add the entries of `users` to the master database; two processes do it."""
    middle = (users.start + users.stop) // 2
    halves = (range(users.start, middle), range(middle, users.stop))
    children = [Child(lambda half=half: _fill(half)) for half in halves]  # type: ignore[misc]
    for child in children:
        child.go()
    for child in children:
        child.result()


def empty(database: int | None = None) -> None:
    """Flush a database, and wait until the server has freed what was in it: that takes a core for seconds."""
    redis = client(database)
    redis.flushdb()
    wait_for(lambda: not redis.info("memory")["lazyfree_pending_objects"], 60)


def restore() -> None:
    """Let the cache's database hold what the master holds, and nothing else."""
    master, own = client(MASTER), client()
    empty()
    number = own.connection_pool.connection_kwargs["db"]
    cursor = None
    while cursor != 0:
        cursor, names = master.scan(cursor or 0, count=5 * BATCH)
        with master.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.execute_command("COPY", name, name, "DB", number)
            pipe.execute()


def _fill(users: range) -> None:
    redis = client(MASTER)
    for begin in range(users.start, users.stop, BATCH):
        with redis.pipeline(transaction=False) as pipe:
            for user in range(begin, min(begin + BATCH, users.stop)):
                for name, fields in _hashes(user):
                    pipe.hset(name, mapping=fields)
            pipe.execute()


def _hashes(user: int) -> Iterator[tuple[str, dict[str, bytes]]]:
    for data_set, questions in OF_EACH:
        fields: dict[str, bytes] = {}
        asked = [key_for(data_set, user, parameters) for parameters in questions]
        for each in asked:
            meta, body, _ = each.fields
            facts = Metadata.of_answer(each)
            fields |= {meta: seal_metadata(each, facts), body: seal_body(each, facts, BODY)}
        yield asked[0].hash_name, fields
