"""Candidates on their vacancies and stages: the rows of a list, filtered and sorted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from google_oauth.domain.calendar.days import begins, time_order
from google_oauth.domain.calendar.events import Event
from google_oauth.domain.candidates import Candidate, Link, Stage, Vacancy
from google_oauth.domain.lists.search import query_words, search
from google_oauth.domain.matching.interviews import NO_INTERVIEWS, CandidateKey, Interviews
from google_oauth.domain.parsing.query import Sort, SortKeys
from google_oauth.domain.parsing.text import sort_key


@dataclass(frozen=True, slots=True)
class Placement:
    """A candidate with the vacancy and the stage that one link names.

    Both are None without a link. A vacancy or stage that the dictionaries do not know (deleted, or hidden from
    this user) has an empty name. `days_in_stage` counts changes of the calendar day. `tags` are names;
    `interviews` is None while the calendar is not known.
    """

    candidate: Candidate
    link: Link | None = None
    vacancy: Vacancy | None = None
    stage: Stage | None = None
    days_in_stage: int | None = None
    tags: tuple[str, ...] = ()
    interviews: Interviews | None = None

    @property
    def in_work(self) -> bool:
        """Whether the candidate is on a vacancy and neither hired nor rejected."""
        return self.link is not None and not (self.stage and self.stage.final)

    @property
    def overdue(self) -> bool:
        """Whether the candidate has been on the stage for longer than the organisation wants."""
        limit = self.stage.stay_days if self.stage else None
        return limit is not None and self.days_in_stage is not None and self.days_in_stage > limit

    @property
    def next_interview(self) -> Event | None:
        """The interview that comes first, or is under way; None also while the calendar is not known."""
        return self.interviews.next if self.interviews else None

    @property
    def last_interview(self) -> Event | None:
        """The interview that was over last; None also while the calendar is not known."""
        return self.interviews.last if self.interviews else None

    @property
    def awaits_decision(self) -> bool:
        """Whether the candidate was interviewed, none is coming, and the stage has not changed since."""
        # Most were never interviewed, and this is asked of everybody.
        if not (self.interviews and self.interviews.past) or self.interviews.coming:
            return False
        if not (self.in_work and self.link):
            return False
        return self.link.changed is None or self.link.changed <= begins(self.interviews.past[0])


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """The names behind the ids of one organisation; `tags` and `reasons` (for rejection) may be unknown."""

    vacancies: Mapping[int, Vacancy]
    stages: Mapping[int, Stage]
    tags: Mapping[int, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)


def place(
    candidate: Candidate,
    names: Dictionaries,
    *,
    now: datetime,
    vacancy_id: int | None = None,
    interviews: Mapping[CandidateKey, Interviews] | None = None,
) -> Placement:
    """Put the candidate where `Candidate.current_link(vacancy_id)` says; `now` is in the reader's zone.

    `interviews` are those of all candidates, from a calendar that is known.
    """
    link = candidate.current_link(vacancy_id)
    own = None if interviews is None else interviews.get(candidate.key, NO_INTERVIEWS)
    return _placement(candidate, link, names, now=now, interviews=own)


def placements_of(candidate: Candidate, names: Dictionaries, *, now: datetime) -> list[Placement]:
    """List the candidate on each of their vacancies, the one updated last first; `now` as for `place`."""
    links = sorted(candidate.links, key=Link.recency, reverse=True)
    return [_placement(candidate, link, names, now=now) for link in links]


@dataclass(frozen=True, slots=True)
class PlacementFilter:
    """Which rows a list shows; the default shows all.

    `query` is searched in names, vacancy, tags and contacts. `has_interview` keeps rows with a coming one.
    """

    query: str = ""
    stage_id: int | None = None
    has_interview: bool = False


def filter_placements(rows: Iterable[Placement], chosen: PlacementFilter) -> list[Placement]:
    """Keep the rows that pass, in the order given."""
    kept = (
        row
        for row in rows
        if chosen.stage_id in (None, row.stage and row.stage.id)
        and (row.next_interview or not chosen.has_interview)
    )
    return search(kept, query_words(chosen.query), placement_texts)


PLACEMENT_SORTS: SortKeys[Placement] = {
    "name": lambda row: sort_key(row.candidate.full_name),
    "vacancy": lambda row: sort_key(row.vacancy.position) if row.vacancy else None,
    "stage": lambda row: (row.stage.order, sort_key(row.stage.name)) if row.stage else None,
    "days": lambda row: row.days_in_stage,
    "interview": lambda row: time_order(row.next_interview) if row.next_interview else None,
    "updated": lambda row: row.link.updated.timestamp() if row.link and row.link.updated else None,
}
PLACEMENT_ORDER = Sort("updated", descending=True)


def _placement(
    candidate: Candidate,
    link: Link | None,
    names: Dictionaries,
    *,
    now: datetime,
    interviews: Interviews | None = None,
) -> Placement:
    tags = _tags(candidate, names)
    if link is None:
        return Placement(candidate, tags=tags, interviews=interviews)
    return Placement(
        candidate,
        link,
        names.vacancies.get(link.vacancy_id) or Vacancy(link.vacancy_id, position=""),
        _stage(link.stage_id, names),
        days_in_stage=_days_since(link.changed, now),
        tags=tags,
        interviews=interviews,
    )


def _stage(stage_id: int | None, names: Dictionaries) -> Stage | None:
    return None if stage_id is None else names.stages.get(stage_id) or Stage(stage_id, name="")


def _tags(candidate: Candidate, names: Dictionaries) -> tuple[str, ...]:
    return tuple(filter(None, map(names.tags.get, candidate.tag_ids)))


def _days_since(changed: datetime | None, now: datetime) -> int | None:
    if changed is None:
        return None
    return max(0, (now.date() - changed.astimezone(now.tzinfo).date()).days)


def placement_texts(row: Placement) -> tuple[str, ...]:
    """Return the texts of a row in which a search looks, the full name first."""
    person = row.candidate
    vacancy = row.vacancy.position if row.vacancy else ""
    return person.full_name, vacancy, *row.tags, person.position, person.company, person.email, person.phone
