"""Candidates on their vacancies and stages: the rows of a list, filtered and sorted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from google_oauth.agenda.candidates import Candidate, Link, Stage, Vacancy
from google_oauth.agenda.query import Sort, SortKeys
from google_oauth.agenda.search import found, query_words
from google_oauth.agenda.text import sort_key


@dataclass(frozen=True, slots=True)
class Placement:
    """A candidate with the vacancy and the stage that one link names.

    Both are None without a link. A vacancy or stage that the dictionaries do not know (deleted, or hidden from
    this user) has an empty name. `days_in_stage` counts changes of the calendar day.
    """

    candidate: Candidate
    link: Link | None = None
    vacancy: Vacancy | None = None
    stage: Stage | None = None
    days_in_stage: int | None = None

    @property
    def in_work(self) -> bool:
        """Whether the candidate is on a vacancy and neither hired nor rejected."""
        return self.link is not None and not (self.stage and self.stage.final)


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """The names behind the ids of one organisation's links."""

    vacancies: Mapping[int, Vacancy]
    stages: Mapping[int, Stage]


def place(
    candidate: Candidate, names: Dictionaries, *, now: datetime, vacancy_id: int | None = None
) -> Placement:
    """Put the candidate where `Candidate.current_link(vacancy_id)` says; `now` is in the reader's zone."""
    link = candidate.current_link(vacancy_id)
    return _placement(candidate, link, names, now=now) if link else Placement(candidate)


def placements_of(candidate: Candidate, names: Dictionaries, *, now: datetime) -> list[Placement]:
    """List the candidate on each of their vacancies, the one updated last first; `now` as for `place`."""
    links = sorted(candidate.links, key=Link.recency, reverse=True)
    return [_placement(candidate, link, names, now=now) for link in links]


@dataclass(frozen=True, slots=True)
class PlacementFilter:
    """Which rows a list shows; the default shows all. `query` is searched in names, vacancy and contacts."""

    query: str = ""
    stage_id: int | None = None


def filter_placements(rows: Iterable[Placement], chosen: PlacementFilter) -> list[Placement]:
    """Keep the rows that pass, in the order given."""
    words = query_words(chosen.query)
    return [
        row
        for row in rows
        if (chosen.stage_id is None or (row.stage and row.stage.id == chosen.stage_id))
        and found(words, *_searched(row))
    ]


PLACEMENT_SORTS: SortKeys[Placement] = {
    "name": lambda row: sort_key(row.candidate.full_name),
    "vacancy": lambda row: sort_key(row.vacancy.position) if row.vacancy else None,
    "stage": lambda row: (row.stage.order, sort_key(row.stage.name)) if row.stage else None,
    "days": lambda row: row.days_in_stage,
    "updated": lambda row: row.link.updated if row.link else None,
}
PLACEMENT_ORDER = Sort("updated", descending=True)


def _placement(candidate: Candidate, link: Link, names: Dictionaries, *, now: datetime) -> Placement:
    stage = None if link.stage_id is None else names.stages.get(link.stage_id, Stage(link.stage_id, name=""))
    vacancy = names.vacancies.get(link.vacancy_id, Vacancy(link.vacancy_id, position=""))
    return Placement(candidate, link, vacancy, stage, days_in_stage=_days_since(link.changed, now))


def _days_since(changed: datetime | None, now: datetime) -> int | None:
    if changed is None:
        return None
    return max(0, (now.date() - changed.astimezone(now.tzinfo).date()).days)


def _searched(row: Placement) -> tuple[str, ...]:
    person = row.candidate
    vacancy = row.vacancy.position if row.vacancy else ""
    return person.full_name, vacancy, person.position, person.company, person.email, person.phone
