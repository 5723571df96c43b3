"""Where an entry is stored: a pure function of service, user and parameters.

A user's entries of one data set share a Redis hash. The user is its hash tag. The digest of an entry's parameters
names its fields.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any, Final

from google_oauth.cache_service.datasets import DataSet

PREFIX: Final = "api_cache"
BACKOFF_PREFIX: Final = "api_cache_rest"
DIGEST_BYTES: Final = 16
# No upstream has larger numbers, and Python does not print ints of more than 4300 digits.
MAX_INT: Final = 2**63 - 1

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_HASH_NAME = re.compile(rf"{PREFIX}:\{{(-?\d+)\}}:(.+)")


@dataclass(frozen=True, slots=True)
class EntryAddress:
    """The hash of an entry, and the digest in the names of its fields."""

    hash_name: str
    digest: str

    @property
    def fields(self) -> tuple[str, str, str]:
        return f"m:{self.digest}", f"b:{self.digest}", f"l:{self.digest}"


@dataclass(frozen=True, slots=True)
class EntryKey(EntryAddress):
    """Data set, user and parameters of an entry, and its address. `parameters` is canonical JSON.

    A key with `bypass_since` is never looked up in Redis (see `bypassing_redis`). It differs from the plain key.
    So nothing that this process remembers under the plain key answers it.
    """

    data_set: DataSet
    user_id: int
    parameters: str
    bypass_since: datetime | None = None


def key_for(data_set: DataSet, user_id: int, parameters: Mapping[str, Any]) -> EntryKey:
    """The key of these parameters (str, int, bool or None).

    TypeError for other types; ValueError for an int, or a user, outside 64 bits.
    """
    canonical = canonical_form(parameters)
    digest = blake2b(canonical.encode(), digest_size=DIGEST_BYTES).hexdigest()
    return EntryKey(hash_name(data_set.service, user_id), digest, data_set, user_id, canonical)


def canonical_form(parameters: Mapping[str, Any]) -> str:
    """JSON that is the same for equal parameters in any order. Types count: '1' is not 1."""
    for name, value in parameters.items():
        # Exact types: a subclass may have another string form.
        if type(value) not in (str, int, bool, type(None)):
            raise TypeError(f"{name} must be str, int, bool or None, not {type(value).__name__}")
        if type(value) is int:
            _check_size(name, value)
    return _CANONICAL.encode(parameters)


def hash_name(service: str, user_id: int) -> str:
    """The hash with a user's entries of one service; TypeError unless the user is an int."""
    return f"{PREFIX}:{_tag(user_id)}:{service}"


def backoff_name(upstream: str, user_id: int) -> str:
    return f"{BACKOFF_PREFIX}:{_tag(user_id)}:{upstream}"


def hash_pattern(service: str | None = None) -> str:
    return f"{PREFIX}:{{*}}:{service or '*'}"


def service_of(name: str) -> str:
    """The service in the name of a hash; empty for a key that is not ours."""
    match = _HASH_NAME.fullmatch(name)
    return match[2] if match else ""


def user_of(name: str) -> int:
    """The user in the name of a hash; ValueError for a key that is not ours."""
    match = _HASH_NAME.fullmatch(name)
    if match is None:
        raise ValueError("not the name of a hash of the cache")
    return int(match[1])


def _tag(user_id: int) -> str:
    if type(user_id) is not int:
        raise TypeError(f"user_id must be an int, not {type(user_id).__name__}")
    _check_size("user_id", user_id)
    return f"{{{user_id}}}"


def _check_size(name: str, value: int) -> None:
    if not -MAX_INT <= value <= MAX_INT:
        raise ValueError(f"{name} must fit into 64 bits")
