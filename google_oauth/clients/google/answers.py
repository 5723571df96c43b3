"""What a conditional list returns: the items with a validator for the next time, or that nothing changed."""

from dataclasses import dataclass
from typing import Any

Validator = dict[str, str] | None


@dataclass(frozen=True)
class Answer:
    """A complete list of JSON objects; `validator` is None where the upstream offers no cheap question."""

    items: list[dict[str, Any]]
    validator: Validator = None


@dataclass(frozen=True)
class Unchanged:
    """The list fetched before still holds; `validator` replaces the one that was asked with."""

    validator: Validator
