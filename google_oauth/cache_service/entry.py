"""The types that readers get and that a fetch may return."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic

from typing_extensions import TypeVar

Item = dict[str, Any]
Items = list[Item]
Data_co = TypeVar("Data_co", covariant=True, default=Any)


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed refresh: its reason, its time, and the end of the backoff."""

    reason: str
    at: datetime
    retry_at: datetime


@dataclass(frozen=True, slots=True)
class CacheEntry(Generic[Data_co]):
    """A stored answer with its age.

    `data` is the reader's own copy. `cached_at` is when the upstream gave the answer (aware); a failed refresh does
    not move it. `refreshing`: a refresh is under way. `failure`: the last refresh failed. `validator` is what the
    last fetch returned for the next, conditional one.
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
    """An answer with a validator (JSON) for the next, conditional fetch: an ETag with its URL, or a page token."""

    data: Any
    validator: Any = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """The previous answer is still valid. The entry is renewed and keeps its body."""

    validator: Any = None
