"""One search over candidates, events, files and vacancies, the best hits of each first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from google_oauth.domain.calendar.days import begins, time_order
from google_oauth.domain.calendar.events import Event, event_texts
from google_oauth.domain.candidates import Account, Vacancy, VacancyState
from google_oauth.domain.files import File, file_texts
from google_oauth.domain.hiring.pipeline import Placement, placement_texts
from google_oauth.domain.lists.search import Word, found_each, query_words, search
from google_oauth.domain.parsing.text import sort_key

T = TypeVar("T")

# How many hits of a group are shown; a list of its own has them all.
SHOWN = 5
_STATES = list(VacancyState)


@dataclass(frozen=True, slots=True)
class Opening:
    """A vacancy with the organisation that it belongs to."""

    account: Account
    vacancy: Vacancy


@dataclass(frozen=True, slots=True)
class Haystack:
    """Everything that is searched; a source that is not known is empty."""

    candidates: Sequence[Placement] = ()
    events: Sequence[Event] = ()
    files: Sequence[File] = ()
    vacancies: Sequence[Opening] = ()


@dataclass(frozen=True, slots=True)
class Group(Generic[T]):
    """The best hits of one kind, and how many there are in `total`."""

    hits: tuple[T, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Findings:
    """What a search found, by kind."""

    candidates: Group[Placement]
    events: Group[Event]
    files: Group[File]
    vacancies: Group[Opening]

    @property
    def total(self) -> int:
        """How many hits there are of all kinds."""
        groups = (self.candidates, self.events, self.files, self.vacancies)
        return sum(group.total for group in groups)


def search_everywhere(query: str, haystack: Haystack, *, now: datetime) -> Findings:
    """Find the query, as `search` finds, in names and titles and what stands beside them.

    First come those whose name begins with the query, then those with names that begin with its words, then
    other names, then the rest. Among equals: candidates in work, what comes next or was last, files changed
    last, open vacancies. A query without words finds nothing. `now` is aware.
    """
    words = query_words(query)

    def group(
        rows: Iterable[T], texts: Callable[[T], tuple[str, ...]], order: Callable[[T], Any]
    ) -> Group[T]:
        hits = search(rows, words, texts) if words else []
        ranks = _ranks(words, [texts(row)[0] for row in hits])
        ranked = sorted(zip(ranks, hits, strict=True), key=lambda pair: (pair[0], order(pair[1])))
        return Group(tuple(row for _, row in ranked[:SHOWN]), len(hits))

    return Findings(
        candidates=group(haystack.candidates, placement_texts, _candidate_order),
        events=group(haystack.events, event_texts, lambda event: _event_order(event, now)),
        files=group(haystack.files, file_texts, _file_order),
        vacancies=group(
            haystack.vacancies, lambda each: (each.vacancy.position, each.vacancy.company), _opening_order
        ),
    )


def _ranks(words: Sequence[Word], titles: Sequence[str]) -> list[int]:
    return [
        _rank(words, sort_key(title), named=named)
        for title, named in zip(titles, found_each(words, titles), strict=True)
    ]


def _rank(words: Sequence[Word], key: str, *, named: bool) -> int:
    if key.startswith(" ".join(word.written for word in words)):
        return 0
    parts = key.split()
    if all(any(part.startswith(word.written) for part in parts) for word in words):
        return 1
    return 2 if named else 3


def _candidate_order(row: Placement) -> tuple[bool, str]:
    return not row.in_work, sort_key(row.candidate.full_name)


def _event_order(event: Event, now: datetime) -> tuple[bool, float]:
    """Order what comes by time, and after it what was by time backwards."""
    day, _ = time_order(event)
    start = begins(event) if isinstance(event.start_time, datetime) else None
    away = (start - now).total_seconds() if start else (day - now.date()).days * 86_400.0
    return away < 0, abs(away)


def _file_order(file: File) -> float:
    return -file.modified.timestamp() if file.modified else 0.0


def _opening_order(opening: Opening) -> tuple[int, str]:
    return _STATES.index(opening.vacancy.state), sort_key(opening.vacancy.position)
