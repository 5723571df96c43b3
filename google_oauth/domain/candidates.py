"""Huntflow's organisations, vacancies, stages and candidates.

Fields: Huntflow API v2, https://api.huntflow.ai/v2/docs. Nearly every field may be null, even a candidate's
names. A missing name is "" here; the page words it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from google_oauth.domain.parsing import reading

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Account:
    """An organisation; `nick` is its name in Huntflow's page addresses."""

    id: int
    name: str
    nick: str


class VacancyState(StrEnum):
    """Whether the vacancy is open; a new state of Huntflow becomes UNKNOWN."""

    OPEN = "OPEN"
    HOLD = "HOLD"
    CLOSED = "CLOSED"
    UNKNOWN = ""


# Huntflow also answers with names of log entries. These mean an open vacancy.
_STILL_OPEN = frozenset({"REOPEN", "RESUME", "CREATED", "VACANCY_REQUEST_ATTACH"})


@dataclass(frozen=True, slots=True)
class Vacancy:
    """`description` is the plain text of duties, requirements and conditions. Lists of vacancies omit it."""

    id: int
    position: str
    state: VacancyState = VacancyState.OPEN
    company: str = ""
    money: str = ""
    created: datetime | None = None
    hidden: bool = False
    description: str = ""


class StageKind(StrEnum):
    """The meaning of a stage; custom stages and unknown kinds are USER."""

    USER = "user"
    TRASH = "trash"
    HIRED = "hired"


@dataclass(frozen=True, slots=True)
class Stage:
    """A removed stage still names that of its candidates. `stay_days` is the longest wanted stay, or None."""

    id: int
    name: str
    kind: StageKind = StageKind.USER
    order: int = 0
    removed: bool = False
    stay_days: int | None = None

    @property
    def final(self) -> bool:
        """Whether the candidate is hired or rejected."""
        return self.kind is not StageKind.USER


@dataclass(frozen=True, slots=True)
class Link:
    """A candidate on a vacancy: the stage, when it `changed`, and the last update of any kind."""

    vacancy_id: int
    stage_id: int | None
    changed: datetime | None
    updated: datetime | None

    def recency(self) -> datetime:
        """Return the key for the order of updates; a link without one is the oldest."""
        return self.updated or _LONG_AGO


@dataclass(frozen=True, slots=True)
class Contact:
    """An account in a network, named as in Huntflow ("TELEGRAM")."""

    network: str
    value: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """`id` is the returned one: after a merge it differs from the requested one. `email` is free text."""

    id: int
    account_id: int
    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    position: str = ""
    company: str = ""
    money: str = ""
    phone: str = ""
    email: str = ""
    contacts: tuple[Contact, ...] = ()
    created: datetime | None = None
    links: tuple[Link, ...] = ()
    tag_ids: tuple[int, ...] = ()

    @property
    def key(self) -> tuple[int, int]:
        return self.account_id, self.id

    @property
    def name(self) -> str:
        return " ".join(filter(None, (self.last_name, self.first_name)))

    @property
    def full_name(self) -> str:
        return " ".join(filter(None, (self.last_name, self.first_name, self.middle_name)))

    def current_link(self, vacancy_id: int | None = None) -> Link | None:
        """Return the link to that vacancy, else the one updated last; None without links."""
        if vacancy_id is not None:
            for link in self.links:
                if link.vacancy_id == vacancy_id:
                    return link
        return max(self.links, key=Link.recency, default=None)


def parse_accounts(items: object) -> list[Account]:
    """Return the organisations in Huntflow's order; items without an id are left out."""
    return [
        Account(account_id, reading.text(item.get("name")), reading.text(item.get("nick")))
        for account_id, item in reading.identified(items)
    ]


def parse_vacancies(items: object) -> dict[int, Vacancy]:
    """Return the vacancies by id, in Huntflow's order; items without an id are left out."""
    return {vacancy_id: _vacancy(vacancy_id, fields) for vacancy_id, fields in reading.identified(items)}


def _vacancy(vacancy_id: int, fields: Mapping[str, object]) -> Vacancy:
    parts = (reading.prose(fields.get(part)) for part in ("body", "requirements", "conditions"))
    return Vacancy(
        id=vacancy_id,
        position=reading.text(fields.get("position")),
        state=_vacancy_state(fields.get("state", "OPEN")),
        company=reading.text(fields.get("company")),
        money=reading.text(fields.get("money")),
        created=reading.timestamp(fields.get("created")),
        hidden=reading.flag(fields.get("hidden")),
        description="\n\n".join(filter(None, parts)),
    )


def parse_stages(items: object) -> dict[int, Stage]:
    """Return the stages by id, in the organisation's order, removed ones included."""
    stages = [
        Stage(
            id=stage_id,
            name=reading.text(item.get("name")),
            kind=reading.choice(item.get("type"), StageKind.USER),
            order=reading.integer(item.get("order")) or 0,
            removed=bool(item.get("removed")),
            stay_days=reading.integer(item.get("stay_duration")),
        )
        for stage_id, item in reading.identified(items)
    ]
    return {stage.id: stage for stage in sorted(stages, key=lambda stage: stage.order)}


def parse_names(items: object) -> dict[int, str]:
    """Return the names by id of a dictionary: tags, or reasons for rejection."""
    return {item_id: reading.text(item.get("name")) for item_id, item in reading.identified(items)}


def parse_candidates(items: object, *, account_id: int) -> list[Candidate]:
    """Return the candidates of an organisation's list, in its order; items without an id are left out."""
    parsed = (parse_candidate(item, account_id=account_id) for item in reading.records(items))
    return [candidate for candidate in parsed if candidate]


def parse_candidate(item: object, *, account_id: int) -> Candidate | None:
    """Return one candidate, from a list or alone; None without an id."""
    fields = reading.record(item)
    candidate_id = reading.integer(fields.get("id"))
    if candidate_id is None:
        return None
    return Candidate(
        id=candidate_id,
        account_id=account_id,
        last_name=reading.text(fields.get("last_name")),
        first_name=reading.text(fields.get("first_name")),
        middle_name=reading.text(fields.get("middle_name")),
        position=reading.text(fields.get("position")),
        company=reading.text(fields.get("company")),
        money=reading.text(fields.get("money")),
        phone=reading.text(fields.get("phone")),
        email=reading.text(fields.get("email")),
        contacts=_contacts(fields.get("social")),
        created=reading.timestamp(fields.get("created")),
        links=_links(fields.get("links")),
        tag_ids=_tag_ids(fields.get("tags")),
    )


def _vacancy_state(value: object) -> VacancyState:
    still_open = isinstance(value, str) and value in _STILL_OPEN
    return VacancyState.OPEN if still_open else reading.choice(value, VacancyState.UNKNOWN)


def _contacts(items: object) -> tuple[Contact, ...]:
    contacts = [
        Contact(reading.text(item.get("social_type")), value)
        for item in reading.records(items)
        if (value := reading.text(item.get("value")))
    ]
    return tuple(contacts)


def _tag_ids(items: object) -> tuple[int, ...]:
    """Return the ids of the tags; an item's own `id` is that of the tagging."""
    return tuple(tag_id for tag_id, _ in reading.identified(items, "tag"))


def _links(items: object) -> tuple[Link, ...]:
    links = [
        Link(
            vacancy_id=vacancy_id,
            stage_id=reading.integer(item.get("status")),
            changed=reading.timestamp(item.get("changed")),
            updated=reading.timestamp(item.get("updated")),
        )
        for vacancy_id, item in reading.identified(items, "vacancy")
    ]
    return tuple(links)
