"""Failed refreshes: how long to back off, and how a failure is stored and raised again."""

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

# With this reason all data sets of the upstream back off for the user.
RATE_LIMITED: Final = "rate_limited"
# Seconds; bounds of what an upstream may ask for.
MIN_BACKOFF, MAX_BACKOFF = 1.0, 24 * 3600.0
# More would only make the number larger: the backoff has reached its limit by then.
MAX_DOUBLINGS: Final = 20

PERMANENT: Final[dict[str, type[UpstreamError]]] = {
    kind.__name__: kind for kind in (NotFound, ReconnectRequired, UpstreamRejected)
}


def note_failure(error: UpstreamUnavailable, previous: FailureNote | None) -> FailureNote:
    """The note of `error`. The backoff is what the upstream asked for, else ours, doubled per failure in a row."""
    now = clock.now()
    times = previous.times + 1 if previous and now < previous.forgotten_at else 1
    if error.retry_after is not None:
        backoff = min(max(error.retry_after, MIN_BACKOFF), MAX_BACKOFF)
        return FailureNote(error.reason, now, now + backoff, times, asked=True)
    backoff = conf.backoff * 2 ** min(times - 1, MAX_DOUBLINGS)
    return FailureNote(error.reason, now, now + min(backoff, conf.backoff_max), times)


def is_backing_off(note: FailureNote | None) -> bool:
    return note is not None and note.retry_at > clock.now()


def to_error(upstream: str, note: FailureNote) -> UpstreamUnavailable:
    return UpstreamUnavailable(
        upstream,
        note.reason,
        retry_after=max(0.0, note.retry_at - clock.now()),
        failed_at=clock.to_datetime(note.at),
    )


def format_note(note: FailureNote) -> str:
    """The value of an upstream's backoff key: a line whose first two words a Lua script reads."""
    return f"{note.retry_at:.6f} {note.asked:d} {note.at:.6f} {note.times} {note.reason}"


def parse_note(line: bytes) -> FailureNote:
    """ValueError for a line that `format_note` did not write."""
    retry_at, asked, at, times, reason = line.decode().split(" ")
    return FailureNote(reason, float(at), float(retry_at), int(times), asked=asked == "1")


def format_error(error: UpstreamError) -> bytes:
    """A permanent error, for readers that wait in other processes."""
    name = next(name for name, kind in PERMANENT.items() if isinstance(error, kind))
    return orjson.dumps([name, error.upstream, error.reason])


def parse_error(text: bytes) -> UpstreamError:
    name, upstream, reason = orjson.loads(text)
    return PERMANENT[name](upstream, reason)


def copy_error(error: BaseException) -> BaseException:
    """An equal error for another thread: raising adds a traceback to the object."""
    copied = type(error).__new__(type(error), *error.args)
    copied.__dict__.update(error.__dict__)
    return copied
