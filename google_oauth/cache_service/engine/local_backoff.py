"""What this process remembers by itself, for the time that Redis cannot or must not: rests and forced tries."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Final, Generic, TypeVar

from google_oauth.cache_service.storage import clock
from google_oauth.cache_service.storage.failures import is_resting
from google_oauth.cache_service.storage.keys import Question, rest_name
from google_oauth.cache_service.storage.metadata import FailureNote

Value = TypeVar("Value")
LARGEST: Final = 1000


class Recent(Generic[Value]):
    """A mapping that forgets its oldest items when it grows too large."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything, and with it a lock that a fork left held."""
        self._items: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Value | None:
        """The value under `key`, or None."""
        return self._items.get(key)

    def put(self, key: Hashable, value: Value) -> None:
        """Remember `value` as the newest."""
        with self._lock:
            self._items[key] = value
            self._items.move_to_end(key)
            if len(self._items) > LARGEST:
                self._items.popitem(last=False)

    def forget(self, key: Hashable) -> None:
        """As if it had never been put."""
        self._items.pop(key, None)


_failures: Recent[FailureNote] = Recent()
_forced: Recent[float] = Recent()


def remember_failure(question: Question, note: FailureNote, *, rests_upstream: bool) -> None:
    """The last refresh failed so; with `rests_upstream` no other question of the user is to go there either."""
    _failures.put(_rest_of(question) if rests_upstream else question, note)


def standing_failure(question: Question) -> FailureNote | None:
    """The failure because of which the upstream is still to be left alone, if there is one."""
    notes = (_failures.get(key) for key in (_rest_of(question), question))
    return next((note for note in notes if is_resting(note)), None)


def last_failure(question: Question) -> FailureNote | None:
    """The failure of the last refresh of this question, resting or over."""
    return _failures.get(question)


def remember_success(question: Question) -> None:
    """The upstream answered, so its failures are no longer failures in a row."""
    _failures.forget(question)
    _failures.forget(_rest_of(question))


def remember_forced(question: Question) -> None:
    """A person forced a refresh just now."""
    _forced.put(question, clock.now())


def last_forced(question: Question) -> float | None:
    """When a person last forced a refresh in this process."""
    return _forced.get(question)


def reset() -> None:
    """Remember nothing."""
    _failures.reset()
    _forced.reset()


def _rest_of(question: Question) -> Hashable:
    return rest_name(question.data_set.upstream, question.user_id), question.bypass_since
