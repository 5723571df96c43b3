"""The user, the organisations, and their dictionaries."""

from collections.abc import Callable, Iterable

from sandbox.huntflow import parameters
from sandbox.huntflow.answers import JSON, forbidden, moment, not_found, without_none
from sandbox.huntflow.authorised_call import AuthorisedCall, page_of
from sandbox.world.company import Coworker, DictionaryItem

MEMBER_TYPES = ("owner", "manager", "watcher")
ROBOT_IDS = 90_000


def me(call: AuthorisedCall) -> JSON:
    """The technical user that a token acts as; it is not the recruiter (github.com/huntflow/api, thread 210)."""
    number = ROBOT_IDS + sorted(call.company.organisations).index(min(call.account.memberships)) + 1
    return {"id": number, "name": "API Robot", "email": f"api{number}@robots.example.com", "locale": "ru_RU"}


def accounts(call: AuthorisedCall) -> JSON:
    """The organisations of the pair's owner."""
    return {
        "items": [
            without_none(
                id=one.id,
                name=one.name,
                nick=one.nick,
                member_type=call.account.memberships[one.id],
                production_calendar=one.production_calendar,
            )
            for one in call.company.organisations.values()
            if one.id in call.account.memberships
        ]
    }


def account(call: AuthorisedCall) -> JSON:
    """One organisation."""
    one = call.organisation
    return {"id": one.id, "name": one.name, "nick": one.nick, "locale": one.locale}


def statuses(call: AuthorisedCall) -> JSON:
    """The hiring stages, removed ones included."""
    here = call.organisation.id
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
            for stage in call.company.stages.values()
            if stage.organisation == here
        ]
    }


def status_groups(call: AuthorisedCall) -> JSON:
    """Which stages a vacancy uses."""
    here, stages = call.organisation.id, call.company.stages
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
            for group in call.company.stage_groups.values()
            if group.organisation == here
        ]
    }


def rejection_reasons(call: AuthorisedCall) -> JSON:
    """Why candidates are rejected; "other" has no id."""
    return _items(
        call,
        call.company.rejection_reasons,
        lambda reason: without_none(id=reason.id, name=reason.name, order=reason.order),
    )


def sources(call: AuthorisedCall) -> JSON:
    """Where candidates come from."""
    return _items(
        call,
        call.company.sources,
        lambda source: {"id": source.id, "name": source.name, "type": source.kind},
    )


def tags(call: AuthorisedCall) -> JSON:
    """The tags of the organisation; not for watchers."""
    if call.role == "watcher":
        raise forbidden()
    return _items(call, call.company.tags, lambda tag: {"id": tag.id, "name": tag.name, "color": tag.color})


def interview_types(call: AuthorisedCall) -> JSON:
    """The kinds of interview."""
    return _items(
        call,
        call.company.interview_types,
        lambda kind: {
            "id": kind.id,
            "name": kind.name,
            "account": kind.organisation,
            "order": kind.order,
            "type": "user",
        },
    )


def coworkers(call: AuthorisedCall) -> JSON:
    """The members of the organisation, of some types or on some vacancies."""
    kinds = parameters.choices(call.request, "type", MEMBER_TYPES) or MEMBER_TYPES
    wanted = set(parameters.numbers(call.request, "vacancy_id"))
    found = (
        person
        for person in call.company.coworkers.values()
        if person.organisation == call.organisation.id
        and person.kind in kinds
        and (not wanted or wanted & set(person.vacancies))
    )
    page, about = page_of(call, found, most=100)
    return {**about, "items": [_coworker(person) for person in page]}


def coworker(call: AuthorisedCall) -> JSON:
    """One member."""
    person = call.company.coworkers.get(call.path_id("coworker_id"))
    if person is None or person.organisation != call.organisation.id:
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
    call: AuthorisedCall, dictionary: Iterable[DictionaryItem], shape: Callable[[DictionaryItem], JSON]
) -> JSON:
    here = call.organisation.id
    return {"items": [shape(item) for item in dictionary if item.organisation == here]}
