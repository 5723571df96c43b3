"""Search over candidates, by page and by cursor."""

import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from urllib.parse import parse_qsl, urlencode

from sandbox.huntflow import parameters
from sandbox.huntflow.answers import JSON, bad
from sandbox.huntflow.applicants import names
from sandbox.huntflow.authorised_call import AuthorisedCall, page_of
from sandbox.world.company import Candidate

FIELDS = ("all", "education", "experience", "position")
NO_VACANCY = "null"


def search(call: AuthorisedCall) -> JSON:
    """A page of what is found, with the place of each in the order."""
    page, about = page_of(call, enumerate(_found(call), 1), most=100)
    return {**about, "items": [{**names(call, person), "order": order} for order, person in page]}


def search_by_cursor(call: AuthorisedCall) -> JSON:
    """The next items, and the cursor for those after them, which carries the filters too."""
    start, call = _resumed(call)
    count = parameters.number(call.request, "count", 30) or 30
    people = list(islice(_found(call), start, start + count + 1))
    items: JSON = {"items": [names(call, person) for person in people[:count]]}
    return items | ({"next_page_cursor": _cursor(call, start + count)} if len(people) > count else {})


def _found(call: AuthorisedCall) -> Iterator[Candidate]:
    request = call.request
    parameters.choices(request, "field", FIELDS)
    words = request.parameter("q").lower().split()
    tags, sources = (set(parameters.numbers(request, name)) for name in ("tag", "account_source"))
    for person in call.candidates:
        said = " ".join(str(value) for value in names(call, person).values()).lower()
        if (
            all(word in said for word in words)
            and (not tags or tags & {link.tag for link in person.tags})
            and (not sources or person.source in sources)
            and _is_placed(call, person)
        ):
            yield person


def _is_placed(call: AuthorisedCall, person: Candidate) -> bool:
    """Whether the person is on the vacancies and at the stages asked for, or ever was at the stages."""
    vacancies = call.request.parameters("vacancy")
    wanted = {parameters.whole(text, "vacancy") for text in vacancies if text != NO_VACANCY}
    on = {link.vacancy for link in person.links}
    if vacancies and not (wanted & on) and not (NO_VACANCY in vacancies and not on):
        return False
    statuses, reasons = (
        set(parameters.numbers(call.request, name)) for name in ("status", "rejection_reason")
    )
    steps = {(link.status, link.rejection_reason) for link in person.links}
    if not parameters.flag(call.request, "only_current_status"):
        log = call.company.logs.get(person.id, ())
        steps |= {(entry.status, entry.rejection_reason) for entry in log if entry.status}
    return (not statuses and not reasons) or any(
        (not statuses or status in statuses) and (not reasons or reason in reasons)
        for status, reason in steps
    )


def _cursor(call: AuthorisedCall, start: int) -> str:
    filters = urlencode([pair for pair in call.request.query if pair[0] != "next_page_cursor"])
    return base64.urlsafe_b64encode(json.dumps([start, filters]).encode()).decode()


def _resumed(call: AuthorisedCall) -> tuple[int, AuthorisedCall]:
    """Where the cursor goes on, and the call with the filters that it was made with."""
    cursor = call.request.parameter("next_page_cursor")
    if not cursor:
        return 0, call
    try:
        start, filters = json.loads(base64.urlsafe_b64decode(cursor))
        request = replace(call.request, query=tuple(parse_qsl(filters)))
        return int(start), replace(call, call=replace(call.call, request=request))
    except (ValueError, TypeError):
        raise bad("value_error", "invalid cursor", "next_page_cursor") from None
