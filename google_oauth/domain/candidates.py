"""Huntflow's organisations, vacancies, stages and candidates as the pages see them.

Shapes: Huntflow API v2, https://api.huntflow.ai/v2/docs. Nearly every field may be null there, a candidate's
names included; a name that is missing is "" here and the page words it.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from google_oauth.domain.parsing import reading

_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Account:
    """An organisation in Huntflow; `nick` is its name in Huntflow's page addresses."""

    id: int
    name: str
    nick: str


class VacancyState(StrEnum):
    """Whether people are being sought; UNKNOWN for a state that is not known yet."""

    OPEN = "OPEN"
    HOLD = "HOLD"
    CLOSED = "CLOSED"
    UNKNOWN = ""


# Huntflow's answers use the names of log entries as well; each of these leaves the vacancy open.
_STILL_OPEN = frozenset({"REOPEN", "RESUME", "CREATED", "VACANCY_REQUEST_ATTACH"})


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A vacancy.

    `description` is the text of the advertisement (duties, requirements, conditions), plain; it comes only
    with a single vacancy, not in lists.
    """

    id: int
    position: str
    state: VacancyState = VacancyState.OPEN
    company: str = ""
    money: str = ""
    created: datetime | None = None
    hidden: bool = False
    description: str = ""


class StageKind(StrEnum):
    """What a stage means; stages of the organisation's own making, and kinds not known yet, are USER."""

    USER = "user"
    TRASH = "trash"
    HIRED = "hired"


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of hiring; a removed one still names the stage of candidates who were left there.

    `stay_days` is how long the organisation lets candidates stay there; None is without limit.
    """

    id: int
    name: str
    kind: StageKind = StageKind.USER
    order: int = 0
    removed: bool = False
    stay_days: int | None = None

    @property
    def final(self) -> bool:
        """Whether a candidate there is no longer in work: hired or rejected."""
        return self.kind is not StageKind.USER


@dataclass(frozen=True, slots=True)
class Link:
    """A candidate's place on one vacancy: the current stage, when it `changed`, and the last update of any kind."""

    vacancy_id: int
    stage_id: int | None
    changed: datetime | None
    updated: datetime | None

    def recency(self) -> datetime:
        """Return the key that orders links by their last update; those without one are the oldest."""
        return self.updated or _LONG_AGO


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach somebody in a network: its name as Huntflow gives it ("TELEGRAM"), and what to look for."""

    network: str
    value: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person in one organisation's base.

    `id` is the one that Huntflow returned: after a merge it differs from the one that was asked for.
    `email` is free text and may be no address.
    """

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
        """What tells one candidate from all others: the organisation's id and their own."""
        return self.account_id, self.id

    @property
    def name(self) -> str:
        """Last and first name, as a list shows them; "" when neither is known."""
        return " ".join(filter(None, (self.last_name, self.first_name)))

    @property
    def full_name(self) -> str:
        """Last, first and middle name."""
        return " ".join(filter(None, (self.last_name, self.first_name, self.middle_name)))

    def current_link(self, vacancy_id: int | None = None) -> Link | None:
        """Return the link with that vacancy if there is one, else the one updated last; None without links.

        The order in which Huntflow lists links says nothing.
        """
        if vacancy_id is not None:
            for link in self.links:
                if link.vacancy_id == vacancy_id:
                    return link
        return max(self.links, key=Link.recency, default=None)


def parse_accounts(items: object) -> list[Account]:
    """Read the organisations, in Huntflow's order, without those that have no id."""
    return [
        Account(account_id, reading.text(item.get("name")), reading.text(item.get("nick")))
        for item in reading.records(items)
        if (account_id := reading.whole(item.get("id"))) is not None
    ]


def parse_vacancies(items: object) -> dict[int, Vacancy]:
    """Read the vacancies by id, in Huntflow's order; one without an id cannot be opened and is left out."""
    parsed = (parse_vacancy(item) for item in reading.records(items))
    return {vacancy.id: vacancy for vacancy in parsed if vacancy}


def parse_vacancy(item: object) -> Vacancy | None:
    """Read one vacancy, from a list or alone; None where it has no id."""
    fields = reading.record(item)
    vacancy_id = reading.whole(fields.get("id"))
    if vacancy_id is None:
        return None
    parts = (reading.prose(fields.get(part)) for part in ("body", "requirements", "conditions"))
    return Vacancy(
        id=vacancy_id,
        position=reading.text(fields.get("position")),
        state=_vacancy_state(fields.get("state", "OPEN")),
        company=reading.text(fields.get("company")),
        money=reading.text(fields.get("money")),
        created=reading.moment(fields.get("created")),
        hidden=reading.flag(fields.get("hidden")),
        description="\n\n".join(filter(None, parts)),
    )


def parse_stages(items: object) -> dict[int, Stage]:
    """Read the stages by id, in the organisation's order, removed ones included."""
    stages = [
        Stage(
            id=stage_id,
            name=reading.text(item.get("name")),
            kind=reading.choice(item.get("type"), StageKind.USER),
            order=reading.whole(item.get("order")) or 0,
            removed=bool(item.get("removed")),
            stay_days=reading.whole(item.get("stay_duration")),
        )
        for item in reading.records(items)
        if (stage_id := reading.whole(item.get("id"))) is not None
    ]
    return {stage.id: stage for stage in sorted(stages, key=lambda stage: stage.order)}


def parse_names(items: object) -> dict[int, str]:
    """Read the names by id of a plain dictionary: tags, or reasons for rejection."""
    return {
        item_id: reading.text(item.get("name"))
        for item in reading.records(items)
        if (item_id := reading.whole(item.get("id"))) is not None
    }


def parse_candidates(items: object, *, account_id: int) -> list[Candidate]:
    """Read the candidates of one organisation's list, in its order, without those that have no id."""
    parsed = (parse_candidate(item, account_id=account_id) for item in reading.records(items))
    return [candidate for candidate in parsed if candidate]


def parse_candidate(item: object, *, account_id: int) -> Candidate | None:
    """Read one candidate, from a list or alone; None where there is no id."""
    fields = reading.record(item)
    candidate_id = reading.whole(fields.get("id"))
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
        created=reading.moment(fields.get("created")),
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
    """Read the ids of the organisation's tags; what is called `id` there is the tagging."""
    ids = [
        tag_id for item in reading.records(items) if (tag_id := reading.whole(item.get("tag"))) is not None
    ]
    return tuple(ids)


def _links(items: object) -> tuple[Link, ...]:
    links = [
        Link(
            vacancy_id=vacancy_id,
            stage_id=reading.whole(item.get("status")),
            changed=reading.moment(item.get("changed")),
            updated=reading.moment(item.get("updated")),
        )
        for item in reading.records(items)
        if (vacancy_id := reading.whole(item.get("vacancy"))) is not None
    ]
    return tuple(links)
