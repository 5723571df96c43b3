"""The metadata in many hashes: few round trips, bounded steps, and never a body."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any, Final

from google_oauth.cache_service.storage.keys import Place
from google_oauth.cache_service.storage.metadata import Meta, unpack
from google_oauth.cache_service.storage.scan import STEP
from google_oauth.exceptions import RedisUnavailable
from google_oauth.redis_access import WRONG_TYPE, call

# Hashes of one round trip. A person's answers of one service are dozens, so an answer stays below a megabyte.
BATCH: Final = 100

# The hash that is walked through, and where HSCAN is to go on.
Here = tuple[str, bytes]
# Where HSCAN is to go on, and names and values by turns, as Redis sends them.
Step = tuple[bytes, list[bytes]]
START: Final = b"0"


def metadata_in(names: Iterable[str]) -> Iterator[tuple[Place, Meta]]:
    """Each entry's place and metadata, where these can be read; `names` are distinct hashes.

    A key of another type under such a name holds none. Raises RedisUnavailable.
    """
    for name, fields in fields_in(names):
        for key, value in fields.items():
            place = Place(name, key[2:].decode())
            try:
                yield place, unpack(place, value)
            except ValueError:
                continue


def fields_in(names: Iterable[str]) -> Iterator[tuple[str, dict[bytes, bytes]]]:
    """The fields with metadata of each hash, as they are, by their names. Like `metadata_in` otherwise."""
    left = iter(names)
    while batch := list(islice(left, BATCH)):
        yield from _walk([(name, START) for name in batch])


def _walk(heres: list[Here]) -> Iterator[tuple[str, dict[bytes, bytes]]]:
    # HSCAN may give a field twice, in one step or another.
    found: dict[str, dict[bytes, bytes]] = {}
    while heres:
        steps = list(zip(heres, _steps(heres), strict=True))
        heres = []
        for (name, _), (cursor, flat) in steps:
            fields = dict(zip(flat[::2], flat[1::2], strict=True))
            if cursor != START:
                heres.append((name, cursor))
                found.setdefault(name, {}).update(fields)
            else:
                yield name, {**found.pop(name), **fields} if name in found else fields


def _steps(heres: list[Here]) -> list[Step]:
    """One step through each hash. One of another type fails all, and is then found by halving."""
    try:
        return call(partial(_scan_each, heres))
    except RedisUnavailable as exc:
        if exc.code != WRONG_TYPE:
            raise
    if len(heres) == 1:
        return [(START, [])]
    middle = len(heres) // 2
    return [*_steps(heres[:middle]), *_steps(heres[middle:])]


def _scan_each(heres: list[Here], client: Any) -> list[Step]:
    with client.pipeline(transaction=False) as pipe:
        # The answers stay as they come: what the client library makes of them takes it as long as reading them.
        pipe.response_callbacks = {}
        for name, cursor in heres:
            pipe.execute_command("HSCAN", name, cursor, "MATCH", "m:*", "COUNT", STEP)
        return list(pipe.execute())
