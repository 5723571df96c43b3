"""What upstreams answered to a user, as the cache keeps it: read, changed leaf by leaf, and put back.

So a test needs no list of fields: it walks whatever there is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User

from google_oauth.cache_service import CacheService
from google_oauth.cache_service.report import entries

# A leaf's place in an answer: names of keys, and "*" for each item of a list.
Path = tuple[str, ...]
Change = Callable[[Path, Any], Any]


@dataclass(frozen=True)
class Answer:
    """One entry: which question it answers, and with what."""

    service: str
    parameters: dict[str, Any]
    data: Any

    def changed(self, change: Change) -> "Answer":
        """The same question, each leaf answered as `change` says."""
        return replace(self, data=_changed(self.data, (self.service,), change))

    def keep(self, user: User) -> None:
        """Put it into the cache as fetched now."""
        CacheService.set_cached_data(self.service, user.pk, self.data, **self.parameters)


def answers_of(user: User) -> list[Answer]:
    """All that is kept for the user."""
    kept = [each for each in entries.entries_of(user.pk) if each.cached_at]
    return [
        Answer(
            each.service,
            each.parameters,
            CacheService.get_cached_data(each.service, user.pk, **each.parameters),
        )
        for each in kept
    ]


def leaves(answer: Answer) -> Iterator[tuple[Path, Any]]:
    """Every leaf with its place."""
    found: list[tuple[Path, Any]] = []

    def look(path: Path, leaf: Any) -> Any:
        found.append((path, leaf))
        return leaf

    answer.changed(look)
    yield from found


def _changed(value: Any, path: Path, change: Change) -> Any:
    if isinstance(value, dict):
        return {key: _changed(item, (*path, key), change) for key, item in value.items()}
    if isinstance(value, list):
        return [_changed(item, (*path, "*"), change) for item in value]
    return change(path, value)
