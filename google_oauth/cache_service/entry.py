"""What a reader gets, and what a fetch may return."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic

from typing_extensions import TypeVar

Item = dict[str, Any]
Items = list[Item]
Data_co = TypeVar("Data_co", covariant=True, default=Any)


@dataclass(frozen=True, slots=True)
class Failure:
    """A refresh that failed: why, when, and until when the upstream is left alone."""

    reason: str
    at: datetime
    retry_at: datetime


@dataclass(frozen=True, slots=True)
class CacheEntry(Generic[Data_co]):
    """The answer to one question, with its age.

    `data` is the reader's own copy. `cached_at` is when the upstream gave it (aware); a failed refresh leaves it
    as it was. `refreshing` says that a newer answer is on its way, `failure` that the last attempt brought none.
    `validator` is what the last fetch gave for a conditional one.
    """

    data: Data_co
    cached_at: datetime
    is_stale: bool
    age: timedelta
    service: str
    refreshing: bool = False
    failure: Failure | None = None
    validator: Any = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with a validator for the next, conditional fetch: an ETag with its URL, or a page token (JSON)."""

    data: Any
    validator: Any = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The upstream says that the previous answer still stands; the entry is renewed without a body."""

    validator: Any = None
