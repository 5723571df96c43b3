"""Where an answer lives: a pure function of service, user and parameters.

All of a user's answers of one service share one Redis hash, whose name holds the user as its hash tag, and
each has its fields there under the digest of its parameters.
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
REST_PREFIX: Final = "api_cache_rest"
DIGEST_BYTES: Final = 16
# No upstream has larger numbers, and Python writes out none of more than 4300 digits.
LARGEST_INT: Final = 2**63 - 1

_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"))
_HASH_NAME = re.compile(rf"{PREFIX}:\{{(-?\d+)\}}:(.+)")


@dataclass(frozen=True, slots=True)
class Place:
    """The hash that holds an answer, and the digest that names its fields there."""

    hash_name: str
    digest: str

    @property
    def fields(self) -> tuple[str, str, str]:
        """The names of metadata, body and lease in the hash."""
        return f"m:{self.digest}", f"b:{self.digest}", f"l:{self.digest}"


@dataclass(frozen=True, slots=True)
class Question(Place):
    """One question of one user, and the place of its answer.

    With `bypass_since` the place is not to be looked at: a removal of that moment is not confirmed. It is a
    question of its own then, so that nothing that a process knows of the one before the removal answers it.
    """

    data_set: DataSet
    user_id: int
    parameters: str
    bypass_since: datetime | None = None


def question(data_set: DataSet, user_id: int, parameters: Mapping[str, Any]) -> Question:
    """The question with these parameters (str, int, bool or None).

    TypeError for any other type, and ValueError for an int, the user's too, that 64 bits do not hold.
    """
    canonical = canonical_form(parameters)
    digest = blake2b(canonical.encode(), digest_size=DIGEST_BYTES).hexdigest()
    return Question(hash_name(data_set.service, user_id), digest, data_set, user_id, canonical)


def canonical_form(parameters: Mapping[str, Any]) -> str:
    """One JSON text for equal parameters in any order, and different texts for different ones: '1' is not 1."""
    for name, value in parameters.items():
        # Exact types: a subclass may print itself as something else.
        if type(value) not in (str, int, bool, type(None)):
            raise TypeError(f"{name} must be str, int, bool or None, not {type(value).__name__}")
        if type(value) is int:
            _check_size(name, value)
    return _CANONICAL.encode(parameters)


def hash_name(service: str, user_id: int) -> str:
    """The name of the hash for a user's answers of one service; TypeError unless the user is an int."""
    return f"{PREFIX}:{_tag(user_id)}:{service}"


def rest_name(upstream: str, user_id: int) -> str:
    """The name of the key that says how long a user's token is to leave an upstream alone."""
    return f"{REST_PREFIX}:{_tag(user_id)}:{upstream}"


def hash_pattern(service: str | None = None) -> str:
    """A SCAN pattern for the hashes of one service, or of all."""
    return f"{PREFIX}:{{*}}:{service or '*'}"


def service_of(name: str) -> str:
    """The service whose answers the hash `name` holds; empty for a key that only looks like one of ours."""
    match = _HASH_NAME.fullmatch(name)
    return match[2] if match else ""


def user_of(name: str) -> int:
    """The user whose answers the hash `name` holds; ValueError for a key that only looks like one of ours."""
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
    if not -LARGEST_INT <= value <= LARGEST_INT:
        raise ValueError(f"{name} must fit into 64 bits")
