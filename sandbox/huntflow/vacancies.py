"""Vacancies: the list, one, and the fields that an organisation added."""

from sandbox.huntflow import parameters
from sandbox.huntflow.answers import JSON, moment, not_found, without_none
from sandbox.huntflow.authorised_call import AuthorisedCall, page_of
from sandbox.huntflow.links import signed
from sandbox.world.company import Vacancy

STATES = ("OPEN", "CLOSED", "HOLD")


def additional_fields(call: AuthorisedCall) -> JSON:
    """The schema of the fields that the organisation's vacancies have beside the usual ones."""
    names = {name: None for vacancy in call.vacancies.values() for name, _ in vacancy.fields}
    return {
        name: {"id": place, "type": "string", "title": name, "required": False, "order": place}
        for place, name in enumerate(names, 1)
    }


def vacancies(call: AuthorisedCall) -> JSON:
    """A page of the vacancies: by priority, then by name, then the newest first."""
    states = parameters.choices(call.request, "state", STATES) or STATES
    only_open = parameters.flag(call.request, "opened")
    # The robot behind a token works on no vacancy.
    mine = parameters.flag(call.request, "mine")
    found = [
        vacancy
        for vacancy in call.vacancies.values()
        if not mine and vacancy.state in states and (vacancy.state == "OPEN" or not only_open)
    ]
    found.sort(key=lambda vacancy: (-vacancy.priority, vacancy.position, -vacancy.id))
    page, about = page_of(call, found, most=100)
    return {**about, "items": [_item(vacancy) for vacancy in page]}


def vacancy(call: AuthorisedCall) -> JSON:
    """One vacancy, with its texts, its files and, when it is several in one, those."""
    chosen = call.vacancies.get(call.path_id("vacancy_id"))
    if chosen is None:
        raise not_found()
    blocks = [_card(call, child) for child in call.vacancies.values() if child.parent == chosen.id]
    return {**_card(call, chosen), "blocks": blocks}


def _card(call: AuthorisedCall, vacancy: Vacancy) -> JSON:
    files = [
        {
            "id": file.id,
            "name": file.name,
            "content_type": file.content_type,
            "url": signed(call.request.base_url, str(file.id)),
        }
        for file in vacancy.files
    ]
    texts = without_none(
        updated=moment(vacancy.updated),
        body=vacancy.body,
        requirements=vacancy.requirements,
        conditions=vacancy.conditions,
    )
    return {**_item(vacancy), **texts, "files": files}


def _item(vacancy: Vacancy) -> JSON:
    item = without_none(
        id=vacancy.id,
        account_division=vacancy.division,
        account_region=vacancy.region,
        position=vacancy.position,
        company=vacancy.company,
        money=vacancy.money,
        priority=vacancy.priority,
        hidden=vacancy.hidden,
        state=vacancy.state,
        created=moment(vacancy.created),
        additional_fields_list=[name for name, _ in vacancy.fields],
        multiple=vacancy.multiple,
        parent=vacancy.parent,
        account_vacancy_status_group=vacancy.stage_group,
    )
    return {**item, **dict(vacancy.fields)}
