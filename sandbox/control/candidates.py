"""Operations on Huntflow's candidates."""

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sandbox.control.reading import BadInputError, check_fields
from sandbox.world.company import Candidate, Company, Link, LogEntry, TagLink
from sandbox.world.dates import MOSCOW

if TYPE_CHECKING:
    from sandbox.state import Sandbox

TEXTS = (
    "first_name",
    "last_name",
    "middle_name",
    "phone",
    "email",
    "skype",
    "money",
    "position",
    "company",
    "birthday",
)
FIELDS = dict.fromkeys(TEXTS, str | None) | {"photo": int | None, "tags": list}
"""What can be set of a candidate: plain fields, `birthday` as yyyy-mm-dd, `tags` as ids of the dictionary."""


def add_candidate(
    sandbox: "Sandbox",
    *,
    organisation: int,
    candidate: dict[str, Any],
    vacancy: int | None = None,
    stage: int | None = None,
) -> dict[str, Any]:
    """Add a candidate, on a vacancy at a stage (default: the first) when one is given."""
    company = sandbox.world.huntflow
    if organisation not in company.organisations:
        raise BadInputError(f"no organisation {organisation}")
    number, now = company.next_id(), _now()
    person = replace(
        Candidate(id=number, organisation=organisation, created=now), **_fields(company, candidate)
    )
    first = next(each.id for each in company.stages.values() if each.organisation == organisation)
    stage = first if stage is None else stage
    if vacancy is not None:
        _check_place(company, person, vacancy, stage)
    company.put_candidate(person, _log(company, person, "ADD", now))
    if vacancy is not None:
        move_candidate(sandbox, id=number, vacancy=vacancy, stage=stage)
    return {"id": number}


def update_candidate(sandbox: "Sandbox", *, id: int, changes: dict[str, Any]) -> dict[str, Any]:  # noqa: A002 - the name in the JSON
    """Replace fields of a candidate; null empties one."""
    company = sandbox.world.huntflow
    person = _known(company, id)
    company.change_candidate(person.id, **_fields(company, changes))
    company.put_candidate(company.candidates[id], _log(company, person, "UPDATE", _now()))
    return {}


def move_candidate(
    sandbox: "Sandbox",
    *,
    id: int,  # noqa: A002 - the name in the JSON
    vacancy: int,
    stage: int,
    rejection_reason: int | None = None,
) -> dict[str, Any]:
    """Put a candidate onto a vacancy at a stage, or move it there to another stage."""
    company, now = sandbox.world.huntflow, _now()
    person = _known(company, id)
    _check_place(company, person, vacancy, stage)
    old = next((link for link in person.links if link.vacancy == vacancy), None)
    number = company.next_id() if old is None else old.id
    moved = Link(number, vacancy, stage, now, now, rejection_reason)
    others = tuple(link for link in person.links if link.vacancy != vacancy)
    kind = "VACANCY-ADD" if old is None else "STATUS"
    person = replace(person, links=(*others, moved))
    company.put_candidate(person)
    company.put_candidate(person, _log(company, person, kind, now, moved))
    return {}


def _fields(company: Company, values: dict[str, Any]) -> dict[str, Any]:
    check_fields(values, FIELDS)
    fields = dict(values)
    if fields.get("birthday") is not None:
        try:
            fields["birthday"] = date.fromisoformat(fields["birthday"])
        except ValueError as problem:
            raise BadInputError("birthday must be a date, yyyy-mm-dd") from problem
    if "tags" in fields:
        known = [tag.id for tag in company.tags]
        if unknown := [tag for tag in fields["tags"] if tag not in known]:
            raise BadInputError(f"no tags {unknown}")
        start = company.next_id()
        fields["tags"] = tuple(TagLink(start + place, tag) for place, tag in enumerate(fields["tags"]))
    return fields


def _check_place(company: Company, person: Candidate, vacancy: int, stage: int) -> None:
    for kind, number, records in (("vacancy", vacancy, company.vacancies), ("stage", stage, company.stages)):
        record = records.get(number)
        if record is None or record.organisation != person.organisation:
            raise BadInputError(f"no {kind} {number} in organisation {person.organisation}")


def _log(company: Company, person: Candidate, kind: str, now: datetime, link: Link | None = None) -> LogEntry:
    author = next(each for each in company.coworkers.values() if each.organisation == person.organisation)
    entry = LogEntry(company.next_id(), person.id, kind, now, author.member, author.name)
    if link is None:
        return entry
    return replace(entry, vacancy=link.vacancy, status=link.status, rejection_reason=link.rejection_reason)


def _known(company: Company, number: int) -> Candidate:
    person = company.candidates.get(number)
    if person is None:
        raise BadInputError(f"no candidate {number}")
    return person


def _now() -> datetime:
    return datetime.now(MOSCOW).replace(microsecond=0)
