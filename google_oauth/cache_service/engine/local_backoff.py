"""Backoffs and forced refreshes in this process. They matter when Redis is away or bypassed."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Final, Generic, TypeVar

from google_oauth.cache_service.storage import clock
from google_oauth.cache_service.storage.failures import is_backing_off
from google_oauth.cache_service.storage.keys import EntryKey, backoff_name
from google_oauth.cache_service.storage.metadata import FailureNote

Remembered = TypeVar("Remembered")
MAX_ITEMS: Final = 1000


class BoundedMap(Generic[Remembered]):
    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Drop everything, and the lock too: a fork may have left it held."""
        self._items: OrderedDict[Hashable, Remembered] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Remembered | None:
        return self._items.get(key)

    def put(self, key: Hashable, value: Remembered) -> None:
        with self._lock:
            self._items[key] = value
            self._items.move_to_end(key)
            if len(self._items) > MAX_ITEMS:
                self._items.popitem(last=False)

    def drop(self, key: Hashable) -> None:
        self._items.pop(key, None)


_failures: BoundedMap[FailureNote] = BoundedMap()
_forced: BoundedMap[float] = BoundedMap()


def remember_failure(key: EntryKey, note: FailureNote, *, of_upstream: bool) -> None:
    """Remember the failure of a refresh; with `of_upstream`, all of the user's entries of it back off."""
    _failures.put(_upstream_key(key) if of_upstream else key, note)


def standing_backoff(key: EntryKey) -> FailureNote | None:
    """The failure for which the upstream must still be left alone, if any."""
    notes = (_failures.get(known) for known in (_upstream_key(key), key))
    return next((note for note in notes if is_backing_off(note)), None)


def last_failure(key: EntryKey) -> FailureNote | None:
    """The failure of the entry's last refresh, even if its backoff is over."""
    return _failures.get(key)


def remember_success(key: EntryKey) -> None:
    """Forget failures: the next one is the first in a row."""
    _failures.drop(key)
    _failures.drop(_upstream_key(key))


def remember_forced(key: EntryKey) -> None:
    _forced.put(key, clock.now())


def last_forced(key: EntryKey) -> float | None:
    return _forced.get(key)


def reset() -> None:
    _failures.reset()
    _forced.reset()


def _upstream_key(key: EntryKey) -> Hashable:
    return backoff_name(key.data_set.upstream, key.user_id), key.bypass_since
