"""A failed refresh: how long the upstream is left alone, and how the failure is told to those who ask meanwhile."""

from typing import Final

import orjson

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.storage import clock
from google_oauth.cache_service.storage.metadata import FailureNote
from google_oauth.exceptions import (
    NotFound,
    ReconnectRequired,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)

# The reason with which clients say that the token, and not only this question, is to rest.
RATE_LIMITED: Final = "rate_limited"
# Seconds. An upstream that asks for no rest at all still gets a breath; one that asks for ever does not.
SHORTEST, LONGEST = 1.0, 24 * 3600.0
# Doubling beyond this changes nothing but the size of the number.
DOUBLINGS: Final = 20

PERMANENT: Final[dict[str, type[UpstreamError]]] = {
    kind.__name__: kind for kind in (NotFound, ReconnectRequired, UpstreamRejected)
}


def note_of(error: UpstreamUnavailable, previous: FailureNote | None) -> FailureNote:
    """The record of `error`: the rest that the upstream asked for, else ours, doubled for each failure in a row."""
    now = clock.now()
    times = previous.times + 1 if previous and now < previous.forgotten_at else 1
    if error.retry_after is not None:
        rest = min(max(error.retry_after, SHORTEST), LONGEST)
        return FailureNote(error.reason, now, now + rest, times, asked=True)
    rest = conf.backoff * 2 ** min(times - 1, DOUBLINGS)
    return FailureNote(error.reason, now, now + min(rest, conf.backoff_max), times)


def is_resting(note: FailureNote | None) -> bool:
    """Whether the upstream is still left alone after this failure."""
    return note is not None and note.retry_at > clock.now()


def as_error(upstream: str, note: FailureNote) -> UpstreamUnavailable:
    """The recorded failure, for a caller with nothing stored to show."""
    return UpstreamUnavailable(
        upstream,
        note.reason,
        retry_after=max(0.0, note.retry_at - clock.now()),
        failed_at=clock.moment(note.at),
    )


def pack_note(note: FailureNote) -> str:
    """A failure as Redis keeps it for a resting upstream: a line whose first two words a Lua script reads."""
    return f"{note.retry_at:.6f} {note.asked:d} {note.at:.6f} {note.times} {note.reason}"


def unpack_note(line: bytes) -> FailureNote:
    """The failure that `pack_note` wrote."""
    retry_at, asked, at, times, reason = line.decode().split(" ")
    return FailureNote(reason, float(at), float(retry_at), int(times), asked=asked == "1")


def pack_error(error: UpstreamError) -> bytes:
    """A permanent error, for those who wait in other processes."""
    name = next(name for name, kind in PERMANENT.items() if isinstance(error, kind))
    return orjson.dumps([name, error.upstream, error.reason])


def unpack_error(text: bytes) -> UpstreamError:
    """The error that `pack_error` wrote."""
    name, upstream, reason = orjson.loads(text)
    return PERMANENT[name](upstream, reason)


def copy_of(error: BaseException) -> BaseException:
    """The same error for another thread: a raised exception carries the traceback of one."""
    copied = type(error).__new__(type(error), *error.args)
    copied.__dict__.update(error.__dict__)
    return copied
