"""What Huntflow knows: records of the two organisations, frozen, and the store that holds them.

All datetimes are aware; ids are unique over both organisations.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Self

from sandbox.world.pairs import PairBook
from sandbox.world.people import Account


@dataclass(frozen=True)
class Organisation:
    """An account, in Huntflow's word. `nick` is the part of its links after `/my/`."""

    id: int
    name: str
    nick: str
    locale: str = "ru_RU"
    production_calendar: int | None = None


@dataclass(frozen=True)
class Coworker:
    """A member of an organisation. `member` is the user's id; `kind` owner, manager or watcher."""

    id: int
    organisation: int
    member: int
    kind: str
    name: str
    email: str
    vacancies: tuple[int, ...] = ()
    head: int | None = None


@dataclass(frozen=True)
class Stage:
    """A hiring stage of an organisation. `kind` is user, trash or hired; `stay_duration` days."""

    id: int
    organisation: int
    kind: str
    name: str
    order: int
    removed: datetime | None = None
    stay_duration: int | None = None


@dataclass(frozen=True)
class StageGroup:
    """The stages that a vacancy may use, in order."""

    id: int
    organisation: int
    name: str
    stages: tuple[int, ...]


@dataclass(frozen=True)
class DictionaryItem:
    """An entry of a small dictionary: a source, a tag, a rejection reason, an interview type.

    `kind` is user or system; `color` six hex digits, for tags; `id` None is the rejection reason "other".
    """

    id: int | None
    organisation: int
    name: str
    order: int = 0
    kind: str = "user"
    color: str = ""


@dataclass(frozen=True)
class Attachment:
    """A file of a vacancy or candidate; its signed link is made when it is asked for."""

    id: int
    name: str
    content_type: str


@dataclass(frozen=True)
class Vacancy:
    """A vacancy. `state` is OPEN, HOLD or CLOSED; `members` are e-mails of who may see it when hidden."""

    id: int
    organisation: int
    position: str
    created: datetime
    updated: datetime
    state: str = "OPEN"
    company: str | None = None
    money: str | None = None
    priority: int = 0
    hidden: bool = False
    multiple: bool = False
    parent: int | None = None
    division: int | None = None
    region: int | None = None
    stage_group: int | None = None
    body: str | None = None
    requirements: str | None = None
    conditions: str | None = None
    files: tuple[Attachment, ...] = ()
    members: tuple[str, ...] = ()
    fields: tuple[tuple[str, Any], ...] = ()

    def seen_by(self, account: Account) -> bool:
        """Whether the account sees this vacancy.

        An owner sees all; a hidden vacancy needs membership; a watcher sees only what they are a member of.
        """
        role = account.memberships.get(self.organisation)
        open_to_all = role == "owner" or (role == "manager" and not self.hidden)
        return open_to_all or (role is not None and account.email in self.members)


@dataclass(frozen=True)
class Link:
    """That a candidate is on a vacancy: the stage, and when anything (`updated`) or the stage (`changed`) moved."""

    id: int
    vacancy: int
    status: int
    updated: datetime
    changed: datetime
    rejection_reason: int | None = None


@dataclass(frozen=True)
class TagLink:
    """That a candidate has a tag: `id` is of this link, `tag` of the dictionary's entry."""

    id: int
    tag: int


@dataclass(frozen=True)
class External:
    """A résumé. `auth_type` NATIVE is text, HH a job site's."""

    id: int
    auth_type: str
    source: int | None
    updated: datetime
    text: str = ""


@dataclass(frozen=True)
class Social:
    """An account in a messenger."""

    id: int
    social_type: str
    value: str


@dataclass(frozen=True)
class Agreement:
    """The consent to keep personal data; `state` not_sent, sent, accepted or declined."""

    state: str
    decided: datetime | None = None


@dataclass(frozen=True)
class Candidate:
    """An applicant. Every name may be None; `email` is free text, maybe no address.

    `merged_into` is the id of the person this duplicate was merged into: asked by the old id, Huntflow
    answers with the other person. Lists leave merged ones out.
    """

    id: int
    organisation: int
    created: datetime
    first_name: str | None = None
    last_name: str | None = None
    middle_name: str | None = None
    birthday: date | None = None
    phone: str | None = None
    email: str | None = None
    skype: str | None = None
    money: str | None = None
    position: str | None = None
    company: str | None = None
    photo: int | None = None
    source: int | None = None
    tags: tuple[TagLink, ...] = ()
    links: tuple[Link, ...] = ()
    doubles: tuple[int, ...] = ()
    social: tuple[Social, ...] = ()
    externals: tuple[External, ...] = ()
    agreement: Agreement | None = None
    merged_into: int | None = None


@dataclass(frozen=True)
class Interview:
    """A meeting that Huntflow itself put into a calendar, as a log entry carries it."""

    id: int
    name: str
    start: datetime
    end: datetime
    interview_type: int | None
    description: str = ""
    location: str | None = None
    attendees: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class LogEntry:
    """A line of a candidate's history. `kind` is ADD, VACANCY-ADD, STATUS, COMMENT, MAIL or UPDATE."""

    id: int
    candidate: int
    kind: str
    created: datetime
    author_id: int
    author_name: str
    vacancy: int | None = None
    status: int | None = None
    rejection_reason: int | None = None
    comment: str | None = None
    interview: Interview | None = None


@dataclass
class Company:
    """The store. Records are replaced, never changed, so a copy of the containers is a copy of all.

    `logs` and `candidates` keep the order in which they were added, oldest first.
    """

    pairs: PairBook = field(default_factory=PairBook)
    organisations: dict[int, Organisation] = field(default_factory=dict)
    coworkers: dict[int, Coworker] = field(default_factory=dict)
    stages: dict[int, Stage] = field(default_factory=dict)
    stage_groups: dict[int, StageGroup] = field(default_factory=dict)
    sources: list[DictionaryItem] = field(default_factory=list)
    tags: list[DictionaryItem] = field(default_factory=list)
    rejection_reasons: list[DictionaryItem] = field(default_factory=list)
    interview_types: list[DictionaryItem] = field(default_factory=list)
    vacancies: dict[int, Vacancy] = field(default_factory=dict)
    candidates: dict[int, Candidate] = field(default_factory=dict)
    logs: dict[int, tuple[LogEntry, ...]] = field(default_factory=dict)

    def copy(self) -> Self:
        """A store of its own with the same records."""
        copied = {name: value.copy() for name, value in vars(self).items()}
        return type(self)(**copied)

    def next_id(self) -> int:
        """An id that no record of a growing kind has."""
        logs = (entry.id for entries in self.logs.values() for entry in entries)
        links = (link.id for candidate in self.candidates.values() for link in candidate.links)
        return max((*self.candidates, *self.vacancies, *logs, *links), default=0) + 1

    def put_candidate(self, candidate: Candidate, *logs: LogEntry) -> None:
        """Add or replace a candidate, and add lines to the history."""
        self.candidates[candidate.id] = candidate
        self.logs[candidate.id] = (*self.logs.get(candidate.id, ()), *logs)

    def note(self, entry: LogEntry) -> None:
        """Add a line to the history, at its time; the candidate's link to its vacancy is updated by it."""
        person = self.candidates[entry.candidate]
        links = tuple(
            replace(link, updated=max(link.updated, entry.created)) if link.vacancy == entry.vacancy else link
            for link in person.links
        )
        self.candidates[person.id] = replace(person, links=links)
        lines = (*self.logs[person.id], entry)
        self.logs[person.id] = tuple(sorted(lines, key=lambda line: line.created))

    def change_candidate(self, candidate_id: int, **fields: Any) -> Candidate:
        """Replace fields of a candidate and return it; KeyError for an unknown id, TypeError for a field."""
        self.candidates[candidate_id] = replace(self.candidates[candidate_id], **fields)
        return self.candidates[candidate_id]

    def on_vacancy(self, vacancy_id: int) -> Iterable[Candidate]:
        """The candidates linked to a vacancy, oldest first."""
        return (
            person
            for person in self.candidates.values()
            if person.merged_into is None and any(link.vacancy == vacancy_id for link in person.links)
        )
