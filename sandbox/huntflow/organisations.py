"""The user, the organisations, and their dictionaries."""

from collections.abc import Callable, Iterable

from sandbox.huntflow import parameters
from sandbox.huntflow.answers import JSON, forbidden, moment, not_found, without_none
from sandbox.huntflow.visit import Visit, page_of
from sandbox.world.company import Coworker, DictionaryItem

MEMBER_TYPES = ("owner", "manager", "watcher")
ROBOT_IDS = 90_000


def me(visit: Visit) -> JSON:
    """The technical user that a token acts as; it is not the recruiter (github.com/huntflow/api, thread 210)."""
    number = ROBOT_IDS + sorted(visit.company.organisations).index(min(visit.account.memberships)) + 1
    return {"id": number, "name": "API Robot", "email": f"api{number}@robots.example.com", "locale": "ru_RU"}


def accounts(visit: Visit) -> JSON:
    """The organisations of the pair's owner."""
    return {
        "items": [
            without_none(
                id=one.id,
                name=one.name,
                nick=one.nick,
                member_type=visit.account.memberships[one.id],
                production_calendar=one.production_calendar,
            )
            for one in visit.company.organisations.values()
            if one.id in visit.account.memberships
        ]
    }


def account(visit: Visit) -> JSON:
    """One organisation."""
    one = visit.organisation
    return {"id": one.id, "name": one.name, "nick": one.nick, "locale": one.locale}


def statuses(visit: Visit) -> JSON:
    """The hiring stages, removed ones included."""
    here = visit.organisation.id
    return {
        "items": [
            without_none(
                id=stage.id,
                type=stage.kind,
                name=stage.name,
                removed=moment(stage.removed),
                order=stage.order,
                stay_duration=stage.stay_duration,
            )
            for stage in visit.company.stages.values()
            if stage.organisation == here
        ]
    }


def status_groups(visit: Visit) -> JSON:
    """Which stages a vacancy uses."""
    here, stages = visit.organisation.id, visit.company.stages
    return {
        "items": [
            {
                "id": group.id,
                "name": group.name,
                "statuses": [
                    without_none(
                        id=group.id * 100 + place,
                        account_vacancy_status=stage,
                        stay_duration=stages[stage].stay_duration,
                    )
                    for place, stage in enumerate(group.stages, 1)
                ],
            }
            for group in visit.company.stage_groups.values()
            if group.organisation == here
        ]
    }


def rejection_reasons(visit: Visit) -> JSON:
    """Why candidates are rejected; "other" has no id."""
    return _items(
        visit,
        visit.company.rejection_reasons,
        lambda reason: without_none(id=reason.id, name=reason.name, order=reason.order),
    )


def sources(visit: Visit) -> JSON:
    """Where candidates come from."""
    return _items(
        visit,
        visit.company.sources,
        lambda source: {"id": source.id, "name": source.name, "type": source.kind},
    )


def tags(visit: Visit) -> JSON:
    """The tags of the organisation; not for watchers."""
    if visit.role == "watcher":
        raise forbidden()
    return _items(visit, visit.company.tags, lambda tag: {"id": tag.id, "name": tag.name, "color": tag.color})


def interview_types(visit: Visit) -> JSON:
    """The kinds of interview."""
    return _items(
        visit,
        visit.company.interview_types,
        lambda kind: {
            "id": kind.id,
            "name": kind.name,
            "account": kind.organisation,
            "order": kind.order,
            "type": "user",
        },
    )


def coworkers(visit: Visit) -> JSON:
    """The members of the organisation, of some types or on some vacancies."""
    kinds = parameters.choices(visit.request, "type", MEMBER_TYPES) or MEMBER_TYPES
    wanted = set(parameters.numbers(visit.request, "vacancy_id"))
    found = (
        person
        for person in visit.company.coworkers.values()
        if person.organisation == visit.organisation.id
        and person.kind in kinds
        and (not wanted or wanted & set(person.vacancies))
    )
    page, about = page_of(visit, found, most=100)
    return {**about, "items": [_coworker(person) for person in page]}


def coworker(visit: Visit) -> JSON:
    """One member."""
    person = visit.company.coworkers.get(visit.path_id("coworker_id"))
    if person is None or person.organisation != visit.organisation.id:
        raise not_found()
    return _coworker(person)


def _coworker(person: Coworker) -> JSON:
    return without_none(
        id=person.id,
        member=person.member,
        name=person.name,
        type=person.kind,
        head=person.head,
        email=person.email,
        permissions=[],
    )


def _items(
    visit: Visit, dictionary: Iterable[DictionaryItem], shape: Callable[[DictionaryItem], JSON]
) -> JSON:
    here = visit.organisation.id
    return {"items": [shape(item) for item in dictionary if item.organisation == here]}
