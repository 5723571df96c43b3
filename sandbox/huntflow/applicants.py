"""Candidates: the list and one."""

from sandbox.huntflow import parameters
from sandbox.huntflow.answers import JSON, bad, forbidden, moment, without_none
from sandbox.huntflow.authorised_call import AuthorisedCall, page_of
from sandbox.huntflow.links import signed
from sandbox.world.company import Candidate, Link

AGREEMENTS = ("not_sent", "sent", "accepted", "declined")
MOST = 30


def applicants(call: AuthorisedCall) -> JSON:
    """A page of the candidates: the newest first, or with `status` the last touched first."""
    vacancy = parameters.number(call.request, "vacancy")
    status = parameters.number(call.request, "status")
    agreement = parameters.choices(call.request, "agreement_state", AGREEMENTS)
    if status is not None and agreement:
        raise bad("value_error", "status and agreement_state exclude each other", "agreement_state")
    found = [
        person
        for person in call.candidates
        if (vacancy is None and status is None) or _chosen_links(call, person, vacancy, status)
    ]
    if agreement:
        found = [person for person in found if person.agreement and person.agreement.state == agreement[-1]]
    if status is not None:
        found.sort(key=lambda person: max(link.updated for link in person.links), reverse=True)
    page, about = page_of(call, found, most=MOST)
    return {**about, "items": [card(call, person) for person in page]}


def applicant(call: AuthorisedCall) -> JSON:
    """One candidate; for the id of a merged one, the other person."""
    return card(call, call.candidate())


def applicant_tags(call: AuthorisedCall) -> JSON:
    """The tags of one candidate; not for watchers."""
    if call.role == "watcher":
        raise forbidden()
    return {"tags": [link.tag for link in call.candidate().tags]}


def names(call: AuthorisedCall, person: Candidate) -> JSON:
    """What lists, searches and the card have in common."""
    return without_none(
        id=person.id,
        first_name=person.first_name,
        last_name=person.last_name,
        middle_name=person.middle_name,
        birthday=person.birthday and person.birthday.isoformat(),
        phone=person.phone,
        skype=person.skype,
        email=person.email,
        money=person.money,
        position=person.position,
        company=person.company,
        photo=person.photo,
        photo_url=signed(call.request.base_url, f"{person.photo}.jpg") if person.photo else None,
        created=moment(person.created),
    )


def card(call: AuthorisedCall, person: Candidate) -> JSON:
    """The whole object, which lists give too. `site` is not in the description; the official client needs it."""
    externals = [
        without_none(
            id=external.id,
            auth_type=external.auth_type,
            account_source=external.source,
            updated=moment(external.updated),
        )
        for external in person.externals
    ]
    agreement = person.agreement and without_none(
        state=person.agreement.state, decision_date=moment(person.agreement.decided)
    )
    return {
        **names(call, person),
        "account": person.organisation,
        "tags": [{"id": link.id, "tag": link.tag} for link in person.tags],
        "links": [_link(link) for link in person.links],
        "external": externals,
        "doubles": [{"double": number} for number in person.doubles],
        "social": [
            {"id": one.id, "social_type": one.social_type, "value": one.value, "verified": False}
            for one in person.social
        ],
        "site": [],
        **without_none(agreement=agreement),
    }


def _chosen_links(
    call: AuthorisedCall, person: Candidate, vacancy: int | None, status: int | None
) -> list[Link]:
    """The links that the filter means; a status without a vacancy means open vacancies (thread 624)."""
    return [
        link
        for link in person.links
        if (link.vacancy == vacancy if vacancy else call.vacancies[link.vacancy].state == "OPEN")
        and status in (None, link.status)
    ]


def _link(link: Link) -> JSON:
    return without_none(
        id=link.id,
        status=link.status,
        rejection_reason=link.rejection_reason,
        updated=moment(link.updated),
        changed=moment(link.changed),
        vacancy=link.vacancy,
    )
