"""Walks over the hashes of the cache and their metadata. Steps are bounded, round trips few; bodies are not read.

All functions raise RedisUnavailable.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any, Final

from google_oauth.cache_service.storage.keys import EntryAddress, hash_pattern, service_of
from google_oauth.cache_service.storage.metadata import Metadata, unseal_metadata
from google_oauth.exceptions import RedisUnavailable
from google_oauth.redis_access import WRONG_TYPE, execute

SCAN_COUNT: Final = 500
# Names that a scan may return again: those of many steps.
MAX_REMEMBERED: Final = 20_000
# Hashes per round trip. A user has dozens of entries of one service, so an answer stays below a megabyte.
BATCH: Final = 100
START: Final = b"0"

OnStep = Callable[[int], None]
# A hash and its HSCAN cursor.
Position = tuple[str, bytes]
# The answer to HSCAN: the next cursor, then names and values in turn.
HashStep = tuple[bytes, list[bytes]]


def hash_names(service: str | None = None, on_step: OnStep | None = None) -> Iterator[str]:
    """The hashes of one service, or of all, each at least once.

    `on_step` is called after each step with the number of keys looked at.
    """
    cursor = 0
    while True:
        here = cursor
        cursor, names = execute(
            lambda client: client.scan(here, match=hash_pattern(service), count=SCAN_COUNT)  # noqa: B023 - called at once
        )
        # The pattern matches other names too: '{*}' need not be a number.
        decoded = (name.decode("utf-8", "replace") for name in names)
        yield from (name for name in decoded if (found := service_of(name)) and service in (None, found))
        if on_step:
            on_step(SCAN_COUNT)
        if cursor == 0:
            return


def distinct(names: Iterable[str]) -> Iterator[str]:
    """The names of one scan, each once.

    A scan returns a key twice only when the table of keys shrinks. It then revisits the latest places (dictScan in
    Redis, hashtableScan in Valkey). So remembering the latest names is enough.
    """
    older, newer = set[str](), set[str]()
    for name in names:
        if name in newer or name in older:
            continue
        if len(newer) >= MAX_REMEMBERED:
            older, newer = newer, set()
        newer.add(name)
        yield name


def metadata_in(names: Iterable[str]) -> Iterator[tuple[EntryAddress, Metadata]]:
    """Address and metadata of every entry in these distinct hashes; unreadable ones are left out."""
    for name, fields in fields_in(names):
        for field, value in fields.items():
            address = EntryAddress(name, field[2:].decode())
            try:
                yield address, unseal_metadata(address, value)
            except ValueError:
                continue


def fields_in(names: Iterable[str]) -> Iterator[tuple[str, dict[bytes, bytes]]]:
    """The metadata fields of each of these distinct hashes. A key of another type has none."""
    left = iter(names)
    while batch := list(islice(left, BATCH)):
        yield from _walk([(name, START) for name in batch])


def _walk(positions: list[Position]) -> Iterator[tuple[str, dict[bytes, bytes]]]:
    # HSCAN may return a field twice.
    found: dict[str, dict[bytes, bytes]] = {}
    while positions:
        steps = list(zip(positions, _steps(positions), strict=True))
        positions = []
        for (name, _), (cursor, flat) in steps:
            fields = dict(zip(flat[::2], flat[1::2], strict=True))
            if cursor != START:
                positions.append((name, cursor))
                found.setdefault(name, {}).update(fields)
            else:
                yield name, {**found.pop(name), **fields} if name in found else fields


def _steps(positions: list[Position]) -> list[HashStep]:
    """One step through each hash. A key of another type fails the batch, so halve it until that key is alone."""
    try:
        return execute(partial(_scan_each, positions))
    except RedisUnavailable as exc:
        if exc.code != WRONG_TYPE:
            raise
    if len(positions) == 1:
        return [(START, [])]
    middle = len(positions) // 2
    return [*_steps(positions[:middle]), *_steps(positions[middle:])]


def _scan_each(positions: list[Position], client: Any) -> list[HashStep]:
    with client.pipeline(transaction=False) as pipe:
        # Raw answers: redis-py's conversion takes as long as reading them.
        pipe.response_callbacks = {}
        for name, cursor in positions:
            pipe.execute_command("HSCAN", name, cursor, "MATCH", "m:*", "COUNT", SCAN_COUNT)
        return list(pipe.execute())
