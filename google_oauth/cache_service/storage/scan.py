"""Walking over the hashes of the cache in bounded steps; never KEYS."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from google_oauth.cache_service.storage.keys import hash_pattern, service_of
from google_oauth.redis_access import call

STEP: Final = 500
# Names that a scan may give again: many steps' worth.
REMEMBERED: Final = 20_000
OnStep = Callable[[int], None]


def hash_names(service: str | None = None, on_step: OnStep | None = None) -> Iterator[str]:
    """The names of the hashes of one service, or of all, each at least once.

    `on_step` hears after each step how many keys of the database it looked at. Raises RedisUnavailable.
    """
    cursor = 0
    while True:
        here = cursor
        cursor, names = call(
            lambda client: client.scan(here, match=hash_pattern(service), count=STEP)  # noqa: B023 - called at once
        )
        # A pattern matches more than our names: '{*}' spans what is no number.
        decoded = (name.decode("utf-8", "replace") for name in names)
        yield from (name for name in decoded if (found := service_of(name)) and service in (None, found))
        if on_step:
            on_step(STEP)
        if cursor == 0:
            return


def distinct(names: Iterable[str]) -> Iterator[str]:
    """The names of one scan without those that it met before, as far back as a scan repeats itself.

    A scan meets a key twice only when the table of keys shrinks under it: it then goes again through the places
    that became one with the present place, which it met just before (dictScan in Redis, hashtableScan in
    Valkey). So a bounded memory of what was met last is enough, however many keys there are.
    """
    older, newer = set[str](), set[str]()
    for name in names:
        if name in newer or name in older:
            continue
        if len(newer) >= REMEMBERED:
            older, newer = newer, set()
        newer.add(name)
        yield name


def database_size() -> int:
    """How many keys the database holds, ours and others'."""
    return int(call(lambda client: client.dbsize()))
