"""Reads and writes the fields of one entry. Each atomic step is one Lua script.

All functions raise RedisUnavailable when Redis did not do it.
"""

import math
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from secrets import token_hex
from typing import Any, Final, Literal

from google_oauth.cache_service.conf import conf
from google_oauth.cache_service.storage import clock
from google_oauth.cache_service.storage.failures import format_note
from google_oauth.cache_service.storage.keys import EntryKey, backoff_name
from google_oauth.cache_service.storage.metadata import FailureNote, Metadata, seal_body, seal_metadata
from google_oauth.cache_service.storage.stored import StoredEntry, parse
from google_oauth.exceptions import RedisUnavailable
from google_oauth.redis_access import WRONG_TYPE, Purpose, Script, execute

_LUA = files(__package__) / "lua"
TAKE, EXTEND, RELEASE, REMOVE = (
    Script(_LUA / f"{name}.lua") for name in ("take", "extend", "release", "remove")
)
WRITE, SWEEP = (Script(_LUA / "sweeping.lua", _LUA / f"{name}.lua") for name in ("write", "sweep"))
# Added to the life of Redis keys, so that they outlive rounding and clock drift.
MARGIN_MS: Final = 1000
# The part of an entry that goes together with its lease.
Drop = Literal["", "entry", "hash"]


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to refresh one entry, while its lease field holds this token."""

    key: EntryKey
    token: str


@dataclass(frozen=True, slots=True)
class LeaseAttempt:
    """The outcome ("taken", "held", "changed", "failed" or "backoff") of `take_lease`, with a detail."""

    outcome: str
    detail: bytes = b""


def read_entry(key: EntryKey) -> StoredEntry:
    """The entry, read in one command. A Redis key of another type is garbage; the next write replaces it."""
    try:
        fields = execute(lambda client: client.execute_command("HMGET", key.hash_name, *key.fields))
    except RedisUnavailable as exc:
        if exc.code != WRONG_TYPE:
            raise
        fields = [b"", b"wrong type", b""]
    return parse(key, fields)


def peek(key: EntryKey) -> tuple[bytes, bytes]:
    """The raw metadata and lease fields; a missing one is empty."""
    meta, _, lease = key.fields
    fields = execute(lambda client: client.execute_command("HMGET", key.hash_name, meta, lease))
    return fields[0] or b"", fields[1] or b""


def take_lease(
    stored: StoredEntry, *, meta: Metadata | None = None, waiting_for: bytes = b"", forced: bool = False
) -> tuple[LeaseAttempt, Lease]:
    """Try to take the lease; "changed" unless Redis still has the metadata of `stored`.

    On success `meta` replaces the metadata. `waiting_for` is the token of a refresh whose error the caller wants.
    `forced` ignores our own backoff, not the upstream's Retry-After.
    """
    key = stored.key
    lease = Lease(key, token_hex(16))
    keys = [key.hash_name, backoff_name(key.data_set.upstream, key.user_id)]
    args = (
        key.digest,
        lease.token,
        _ms(conf.lease),
        stored.raw_meta,
        seal_metadata(key, meta) if meta else b"",
        waiting_for,
        clock.now(),
        int(forced),
        _ms(max(conf.lease_longest, conf.force_interval)),
    )
    outcome, *detail = execute(lambda client: TAKE.run(client, keys, *args), purpose="write")
    return LeaseAttempt(outcome.decode(), *detail), lease


def extend_lease(lease: Lease) -> bool:
    """Move the end of the lease; False when it is lost."""
    return bool(_run(EXTEND, lease.key, lease.token, _ms(conf.lease)))


def release_lease(lease: Lease, *, drop: Drop = "", error: bytes = b"") -> bool:
    """Give the lease back, and remove the entry or its hash if `drop` says so; False when the lease is lost.

    `error` stays for as long as a lease, for readers that wait for this refresh.
    """
    return bool(_run(RELEASE, lease.key, lease.token, drop, _ms(conf.lease), error, purpose="remove"))


def write_entry(key: EntryKey, meta: Metadata, body: bytes | None = None, lease: Lease | None = None) -> bool:
    """Write the entry; with `lease` only while it is held, else False. Without `lease` any holder loses it.

    Without `body` the stored one stays; an empty `body` removes it.
    """
    life = _ms(max(0.0, meta.end - clock.now())) + MARGIN_MS
    body_field = () if body is None else (seal_body(key, meta, body) if body else b"",)
    token = lease.token if lease else ""
    cursor = _run(WRITE, key, token, life, math.floor(clock.now()), seal_metadata(key, meta), *body_field)
    if cursor is None:
        return False
    sweep(key.hash_name, cursor)
    return True


def sweep(hash_name: str, cursor: bytes) -> None:
    """Delete the expired entries of a hash, in bounded steps, until the cursor is 0."""
    while cursor != b"0":
        cursor = execute(partial(_sweep, hash_name, cursor), purpose="remove")


def back_off_upstream(key: EntryKey, note: FailureNote) -> None:
    """Make all data sets of the entry's upstream back off for its user, until `note.retry_at`."""
    name = backoff_name(key.data_set.upstream, key.user_id)
    life = _ms(max(0.0, note.retry_at - clock.now())) + MARGIN_MS
    execute(lambda client: client.set(name, format_note(note), px=life), purpose="write")


def _run(script: Script, key: EntryKey, *args: str | bytes | float, purpose: Purpose = "write") -> Any:
    return execute(lambda client: script.run(client, [key.hash_name], key.digest, *args), purpose=purpose)


def _sweep(hash_name: str, cursor: bytes, client: Any) -> Any:
    return SWEEP.run(client, [hash_name], cursor, math.floor(clock.now()))


def _ms(seconds: float) -> int:
    return math.ceil(seconds * 1000)
