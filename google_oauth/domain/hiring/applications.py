"""Applications of candidates to vacancies: the rows of a list, filtered and sorted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from google_oauth.domain.calendar.days import time_order
from google_oauth.domain.calendar.events import Event
from google_oauth.domain.candidates import Candidate, Link, Stage, Vacancy
from google_oauth.domain.lists.search import query_words, search_rows
from google_oauth.domain.lists.sorting import Sort, SortKeys
from google_oauth.domain.matching.interviews import NO_INTERVIEWS, CandidateKey, Interviews
from google_oauth.domain.parsing.text import sort_key


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """The names behind the ids of one organisation; `tags` and `reasons` for rejection are optional."""

    vacancies: Mapping[int, Vacancy]
    stages: Mapping[int, Stage]
    tags: Mapping[int, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)

    def vacancy(self, vacancy_id: int) -> Vacancy:
        """Return the vacancy; one that is unknown (deleted, or hidden from this user) has the name ""."""
        return self.vacancies.get(vacancy_id) or Vacancy(vacancy_id, position="")

    def stage(self, stage_id: int | None) -> Stage | None:
        """Return the stage, None without an id; an unknown one has the name ""."""
        return None if stage_id is None else self.stages.get(stage_id) or Stage(stage_id, name="")

    def reason(self, reason_id: int | None) -> str:
        return "" if reason_id is None else self.reasons.get(reason_id, "")


@dataclass(frozen=True, slots=True)
class Application:
    """A candidate with one link, its vacancy and its stage; all three are None without a link.

    `days_in_stage` counts calendar days. `tags` are names. `interviews` is None if the calendar is unknown.
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
        return self.link is not None and not (self.stage and self.stage.final)

    @property
    def overdue(self) -> bool:
        """Whether the candidate exceeds the longest stay that the organisation wants on the stage."""
        limit = self.stage.stay_days if self.stage else None
        return limit is not None and self.days_in_stage is not None and self.days_in_stage > limit

    @property
    def next_interview(self) -> Event | None:
        return self.interviews.next if self.interviews else None

    @property
    def last_interview(self) -> Event | None:
        return self.interviews.last if self.interviews else None

    @property
    def awaits_decision(self) -> bool:
        """Whether the candidate in work was interviewed, has no next interview and stays on the stage since."""
        # Asked of every candidate; most were never interviewed.
        if not (self.interviews and self.interviews.past) or self.interviews.coming:
            return False
        if not (self.in_work and self.link):
            return False
        return self.link.changed is None or self.link.changed <= self.interviews.past[0].start_utc


def current_application(
    candidate: Candidate,
    names: Dictionaries,
    *,
    now: datetime,
    vacancy_id: int | None = None,
    interviews: Mapping[CandidateKey, Interviews] | None = None,
) -> Application:
    """Return the current application; `now` is in the reader's zone, `interviews` are all candidates'."""
    link = candidate.current_link(vacancy_id)
    own = None if interviews is None else interviews.get(candidate.key, NO_INTERVIEWS)
    return _application(candidate, link, names, now=now, interviews=own)


def applications_of(candidate: Candidate, names: Dictionaries, *, now: datetime) -> list[Application]:
    """Return all applications of the candidate, the last updated first; `now` is in the reader's zone."""
    links = sorted(candidate.links, key=Link.recency, reverse=True)
    return [_application(candidate, link, names, now=now) for link in links]


@dataclass(frozen=True, slots=True)
class ApplicationFilter:
    """Which rows a list shows; by default all. `has_interview` keeps rows with a next interview."""

    query: str = ""
    stage_id: int | None = None
    has_interview: bool = False


def filter_applications(rows: Iterable[Application], chosen: ApplicationFilter) -> list[Application]:
    kept = (
        row
        for row in rows
        if chosen.stage_id in (None, row.stage and row.stage.id)
        and (row.next_interview or not chosen.has_interview)
    )
    return search_rows(kept, query_words(chosen.query), application_texts)


def application_texts(row: Application) -> tuple[str, ...]:
    """Return the searched texts of a row, the full name first."""
    person = row.candidate
    vacancy = row.vacancy.position if row.vacancy else ""
    return person.full_name, vacancy, *row.tags, person.position, person.company, person.email, person.phone


APPLICATION_SORTS: SortKeys[Application] = {
    "name": lambda row: sort_key(row.candidate.full_name),
    "vacancy": lambda row: sort_key(row.vacancy.position) if row.vacancy else None,
    "stage": lambda row: (row.stage.order, sort_key(row.stage.name)) if row.stage else None,
    "days": lambda row: row.days_in_stage,
    "interview": lambda row: time_order(row.next_interview) if row.next_interview else None,
    "updated": lambda row: row.link.updated.timestamp() if row.link and row.link.updated else None,
}
APPLICATION_ORDER = Sort("updated", descending=True)


def _application(
    candidate: Candidate,
    link: Link | None,
    names: Dictionaries,
    *,
    now: datetime,
    interviews: Interviews | None = None,
) -> Application:
    return Application(
        candidate,
        link,
        names.vacancy(link.vacancy_id) if link else None,
        names.stage(link.stage_id) if link else None,
        days_in_stage=_days_since(link.changed, now) if link else None,
        tags=tuple(filter(None, map(names.tags.get, candidate.tag_ids))),
        interviews=interviews,
    )


def _days_since(changed: datetime | None, now: datetime) -> int | None:
    if changed is None:
        return None
    return max(0, (now.date() - changed.astimezone(now.tzinfo).date()).days)
