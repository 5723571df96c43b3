"""The request and the user that a thread works for, for the log.

A background refresh keeps the id of the request that began it.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from secrets import token_hex

# Ids that a proxy may set. No character of them breaks a line of the log.
_WELL_FORMED = re.compile(r"[A-Za-z0-9._:-]{8,64}")


@dataclass(frozen=True, slots=True)
class Trace:
    """A request's id, "" outside of requests, and its user's id, None without a signed-in user."""

    request_id: str = ""
    user_id: int | None = None


_NOTHING_KNOWN = Trace()
_current: ContextVar[Trace] = ContextVar("trace", default=_NOTHING_KNOWN)


def current() -> Trace:
    return _current.get()


def request_id_from(header: str) -> str:
    """Return the id that a proxy set if it is well-formed, else a new one."""
    return header if _WELL_FORMED.fullmatch(header) else token_hex(16)


@contextmanager
def traced(trace: Trace) -> Iterator[None]:
    token = _current.set(trace)
    try:
        yield
    finally:
        _current.reset(token)


def name_user(user_id: int) -> None:
    _current.set(replace(current(), user_id=user_id))


def carried(work: Callable[[], None]) -> Callable[[], None]:
    """Return `work` bound to this thread's trace, to run in another thread."""
    trace = current()

    def run() -> None:
        with traced(trace):
            work()

    return run
