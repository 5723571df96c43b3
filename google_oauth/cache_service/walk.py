"""The metadata in many hashes: few round trips, bounded steps, and never a body."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any, Final

from google_oauth.cache_service.keys import Place
from google_oauth.cache_service.meta import Meta, unpack
from google_oauth.cache_service.scanning import STEP
from google_oauth.exceptions import RedisUnavailable
from google_oauth.redis_access import WRONG_TYPE, call

# Hashes of one round trip. A person's answers of one service are dozens, so an answer stays below a megabyte.
BATCH: Final = 100

# The hash that is walked through, and where HSCAN is to go on.
Here = tuple[str, int]
Step = tuple[int, dict[bytes, bytes]]


def metadata_in(names: Iterable[str]) -> Iterator[tuple[Place, Meta]]:
    """Each entry's place and metadata, where these can be read; `names` are distinct hashes.

    A key of another type under such a name holds none. Raises RedisUnavailable.
    """
    left = iter(names)
    while batch := list(islice(left, BATCH)):
        yield from _walk([(name, 0) for name in batch])


def _walk(heres: list[Here]) -> Iterator[tuple[Place, Meta]]:
    # HSCAN may give a field twice.
    seen: set[Place] = set()
    while heres:
        steps = list(zip(heres, _steps(heres), strict=True))
        for (name, _), (_, fields) in steps:
            for key, value in fields.items():
                place = Place(name, key[2:].decode())
                if place not in seen:
                    seen.add(place)
                    yield from _understood(place, value)
        heres = [(name, cursor) for (name, _), (cursor, _) in steps if cursor]


def _steps(heres: list[Here]) -> list[Step]:
    """One step through each hash. One of another type fails all, and is then found by halving."""
    try:
        return call(partial(_scan_each, heres))
    except RedisUnavailable as exc:
        if exc.code != WRONG_TYPE:
            raise
    if len(heres) == 1:
        return [(0, {})]
    middle = len(heres) // 2
    return [*_steps(heres[:middle]), *_steps(heres[middle:])]


def _scan_each(heres: list[Here], client: Any) -> list[Step]:
    with client.pipeline(transaction=False) as pipe:
        for name, cursor in heres:
            pipe.hscan(name, cursor, match="m:*", count=STEP)
        return list(pipe.execute())


def _understood(place: Place, value: bytes) -> Iterator[tuple[Place, Meta]]:
    try:
        yield place, unpack(place, value)
    except ValueError:
        return
