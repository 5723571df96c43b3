"""Reading and writing the fields of one question in Redis; steps that must be one are one Lua script.

All of these raise RedisUnavailable when Redis does not do what was asked.
"""

import math
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from secrets import token_hex
from typing import Any, Final, Literal

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.storage import clock
from google_oauth.cache_service.storage.failures import pack_note
from google_oauth.cache_service.storage.keys import Question, rest_name
from google_oauth.cache_service.storage.metadata import FailureNote, Meta, pack, pack_body
from google_oauth.cache_service.storage.stored import Found, understand
from google_oauth.exceptions import RedisUnavailable
from google_oauth.redis_access import WRONG_TYPE, Purpose, Script, call

_LUA = files(__package__) / "lua"
TAKE, EXTEND, RELEASE, REMOVE = (
    Script(_LUA / f"{name}.lua") for name in ("take", "extend", "release", "remove")
)
WRITE, SWEEP = (Script(_LUA / "sweeping.lua", _LUA / f"{name}.lua") for name in ("write", "sweep"))
# Lives of Redis keys are whole milliseconds, and this is longer than any clock drifts.
MARGIN_MS: Final = 1000
# What goes with a lease that is given back.
Drop = Literal["", "entry", "hash"]


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to refresh one entry, while Redis has this token under it."""

    question: Question
    token: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of trying to take a lease: "taken", "held", "changed", "failed" or "resting", and its detail."""

    outcome: str
    detail: bytes = b""


def run(script: Script, question: Question, *args: str | bytes | float, purpose: Purpose = "write") -> Any:
    """The answer of a script about `question`."""
    keys = [question.hash_name]
    return call(lambda client: script.run(client, keys, question.digest, *args), purpose=purpose)


def read(question: Question) -> Found:
    """What Redis holds, in one command. A key of another type is garbage, which the next write replaces."""
    try:
        fields = call(lambda client: client.execute_command("HMGET", question.hash_name, *question.fields))
    except RedisUnavailable as exc:
        if exc.code != WRONG_TYPE:
            raise
        return understand(question, [b"", b"foreign", b""])
    return understand(question, fields)


def peek(question: Question) -> tuple[bytes, bytes]:
    """The metadata and the lease as Redis has them; a missing one is empty."""
    meta, _, lease = question.fields
    fields = call(lambda client: client.execute_command("HMGET", question.hash_name, meta, lease))
    return fields[0] or b"", fields[1] or b""


def take(
    found: Found, *, note: Meta | None = None, waiting_for: bytes = b"", asked: bool = False
) -> tuple[Attempt, Lease]:
    """Try for the lease, if Redis still holds what was found.

    `note` replaces the metadata at once, `waiting_for` is the token of a refresh whose error we want to hear,
    `asked` says that a person asked, which passes over a rest that is not the upstream's own wish.
    """
    question = found.question
    lease = Lease(question, token_hex(16))
    keys = [question.hash_name, rest_name(question.data_set.upstream, question.user_id)]
    args = (
        question.digest,
        lease.token,
        _ms(conf.lease),
        found.seen,
        pack(question, note) if note else b"",
        waiting_for,
        clock.now(),
        int(asked),
        _ms(max(conf.lease_longest, conf.force_interval)),
    )
    outcome, *detail = call(lambda client: TAKE.run(client, keys, *args), purpose="write")
    return Attempt(outcome.decode(), *detail), lease


def extend(lease: Lease) -> bool:
    """Move the end of the lease; False when it is lost."""
    return bool(run(EXTEND, lease.question, lease.token, _ms(conf.lease)))


def write(question: Question, meta: Meta, body: bytes | None = None, lease: Lease | None = None) -> bool:
    """Write an entry; under a lease only while it is still ours, and then False when it is lost.

    Without a body the one that is there stays; an empty one removes it. Without a lease, whoever holds one
    loses it.
    """
    life = _ms(max(0.0, meta.end - clock.now())) + MARGIN_MS
    rest = () if body is None else (pack_body(question, meta, body) if body else b"",)
    token = lease.token if lease else ""
    swept = run(WRITE, question, token, life, math.floor(clock.now()), pack(question, meta), *rest)
    if swept is None:
        return False
    sweep(question.hash_name, swept)
    return True


def release(lease: Lease, *, drop: Drop = "", error: bytes = b"") -> bool:
    """Give the lease back, and drop the entry or its whole hash if asked; False when the lease is lost.

    `error` is left for those who wait for this refresh, for as long as a lease lasts.
    """
    args = (lease.token, drop, _ms(conf.lease), error)
    return bool(run(RELEASE, lease.question, *args, purpose="remove"))


def sweep(hash_name: str, cursor: bytes) -> None:
    """Go on dropping what is past its end in a hash, in bounded steps, until the cursor is 0."""
    while cursor != b"0":
        cursor = call(partial(_sweep, hash_name, cursor), purpose="remove")


def _sweep(hash_name: str, cursor: bytes, client: Any) -> Any:
    return SWEEP.run(client, [hash_name], cursor, math.floor(clock.now()))


def rest_upstream(question: Question, note: FailureNote) -> None:
    """Let every data set of this upstream rest for this user, as `note` says."""
    name = rest_name(question.data_set.upstream, question.user_id)
    life = _ms(max(0.0, note.retry_at - clock.now())) + MARGIN_MS
    call(lambda client: client.set(name, pack_note(note), px=life), purpose="write")


def _ms(seconds: float) -> int:
    return math.ceil(seconds * 1000)
