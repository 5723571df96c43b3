"""One search over candidates, events, files and vacancies, the best hits of each first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from google_oauth.domain.calendar.days import time_order
from google_oauth.domain.calendar.events import Event, event_texts
from google_oauth.domain.candidates import Account, Vacancy, VacancyState
from google_oauth.domain.files import File, file_texts
from google_oauth.domain.hiring.applications import Application, application_texts
from google_oauth.domain.lists.search import Word, contain_words, query_words, search_rows
from google_oauth.domain.parsing.text import sort_key

_Row = TypeVar("_Row")

# Hits of each kind that are shown; the lists show all.
MAX_HITS = 5
_STATES = list(VacancyState)


@dataclass(frozen=True, slots=True)
class Opening:
    account: Account
    vacancy: Vacancy


@dataclass(frozen=True, slots=True)
class Haystack:
    """The searched sources; an unknown one is empty."""

    candidates: Sequence[Application] = ()
    events: Sequence[Event] = ()
    files: Sequence[File] = ()
    vacancies: Sequence[Opening] = ()


@dataclass(frozen=True, slots=True)
class HitGroup(Generic[_Row]):
    """The best hits of one kind, and the number of all its hits."""

    hits: tuple[_Row, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Findings:
    candidates: HitGroup[Application]
    events: HitGroup[Event]
    files: HitGroup[File]
    vacancies: HitGroup[Opening]

    @property
    def total(self) -> int:
        groups = (self.candidates, self.events, self.files, self.vacancies)
        return sum(group.total for group in groups)


def search_everywhere(query: str, haystack: Haystack, *, now: datetime) -> Findings:
    """Search the sources as `search_rows` does; a query without words finds nothing. `now` is aware.

    First come names that begin with the query, then names whose words begin with its words, then other names,
    then hits in other fields. Equal ones are ordered: candidates in work, the nearest future and then past
    events, files changed last, open vacancies.
    """
    words = query_words(query)

    def group(
        rows: Iterable[_Row], texts: Callable[[_Row], tuple[str, ...]], order: Callable[[_Row], Any]
    ) -> HitGroup[_Row]:
        hits = search_rows(rows, words, texts) if words else []
        ranks = _ranks(words, [texts(row)[0] for row in hits])
        ranked = sorted(zip(ranks, hits, strict=True), key=lambda pair: (pair[0], order(pair[1])))
        return HitGroup(tuple(row for _, row in ranked[:MAX_HITS]), len(hits))

    return Findings(
        candidates=group(haystack.candidates, application_texts, _candidate_order),
        events=group(haystack.events, event_texts, lambda event: _event_order(event, now)),
        files=group(haystack.files, file_texts, _file_order),
        vacancies=group(
            haystack.vacancies, lambda each: (each.vacancy.position, each.vacancy.company), _opening_order
        ),
    )


def _ranks(words: Sequence[Word], titles: Sequence[str]) -> list[int]:
    return [
        _rank(words, sort_key(title), named=named)
        for title, named in zip(titles, contain_words(words, titles), strict=True)
    ]


def _rank(words: Sequence[Word], key: str, *, named: bool) -> int:
    if key.startswith(" ".join(word.written for word in words)):
        return 0
    parts = key.split()
    if all(any(part.startswith(word.written) for part in parts) for word in words):
        return 1
    return 2 if named else 3


def _candidate_order(row: Application) -> tuple[bool, str]:
    return not row.in_work, sort_key(row.candidate.full_name)


def _event_order(event: Event, now: datetime) -> tuple[bool, float]:
    """Return the key for future events by time, then past ones from the latest back."""
    day, _ = time_order(event)
    away = (event.start_utc - now).total_seconds() if event.timed else (day - now.date()).days * 86_400.0
    return away < 0, abs(away)


def _file_order(file: File) -> float:
    return -file.modified.timestamp() if file.modified else 0.0


def _opening_order(opening: Opening) -> tuple[int, str]:
    return _STATES.index(opening.vacancy.state), sort_key(opening.vacancy.position)
