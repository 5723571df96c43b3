"""On whose behalf a thread works: the id of the request and the number of its user, for the log.

A refresh that a request began in the background goes on under the same id when the request is over.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from secrets import token_hex

# What a proxy may hand down: ids as they are usual, and nothing that could break a line of the log.
_WELL_FORMED = re.compile(r"[A-Za-z0-9._:-]{8,64}")


@dataclass(frozen=True, slots=True)
class Trace:
    """A request's id, "" outside of requests, and its user's number, None where nobody is signed in."""

    request_id: str = ""
    user_id: int | None = None


_NOTHING_KNOWN = Trace()
_current: ContextVar[Trace] = ContextVar("trace", default=_NOTHING_KNOWN)


def current() -> Trace:
    """The trace of this thread."""
    return _current.get()


def request_id_from(told: str) -> str:
    """The id that a proxy told if it is well-formed, else a new one."""
    return told if _WELL_FORMED.fullmatch(told) else token_hex(16)


@contextmanager
def traced(trace: Trace) -> Iterator[None]:
    """Work under `trace` for as long as the block runs."""
    token = _current.set(trace)
    try:
        yield
    finally:
        _current.reset(token)


def name_user(user_id: int) -> None:
    """From here on this request is known to be the user's."""
    _current.set(replace(current(), user_id=user_id))


def carried(work: Callable[[], None]) -> Callable[[], None]:
    """`work`, to be run in another thread under the trace of this one."""
    trace = current()

    def run() -> None:
        with traced(trace):
            work()

    return run
