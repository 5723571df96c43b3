"""The result of a conditional list: the items with a validator for the next time, or "unchanged"."""

from dataclasses import dataclass
from typing import Any

Validator = dict[str, str] | None


@dataclass(frozen=True)
class Listing:
    """A complete list of JSON objects; no `validator` where the upstream has no conditional request."""

    items: list[dict[str, Any]]
    validator: Validator = None


@dataclass(frozen=True)
class Unchanged:
    """The list fetched before still holds; `validator` replaces the one of the request."""

    validator: Validator
