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
from sandbox.huntflow.visit import Visit, page_of
from sandbox.world.company import Candidate

FIELDS = ("all", "education", "experience", "position")
NO_VACANCY = "null"


def search(visit: Visit) -> JSON:
    """A page of what is found, with the place of each in the order."""
    page, about = page_of(visit, enumerate(_found(visit), 1), most=100)
    return {**about, "items": [{**names(visit, person), "order": order} for order, person in page]}


def search_by_cursor(visit: Visit) -> JSON:
    """The next items, and the cursor for those after them, which carries the filters too."""
    start, visit = _resumed(visit)
    count = parameters.number(visit.request, "count", 30) or 30
    people = list(islice(_found(visit), start, start + count + 1))
    items: JSON = {"items": [names(visit, person) for person in people[:count]]}
    return items | ({"next_page_cursor": _cursor(visit, start + count)} if len(people) > count else {})


def _found(visit: Visit) -> Iterator[Candidate]:
    request = visit.request
    parameters.choices(request, "field", FIELDS)
    words = request.parameter("q").lower().split()
    tags, sources = (set(parameters.numbers(request, name)) for name in ("tag", "account_source"))
    for person in visit.candidates:
        said = " ".join(str(value) for value in names(visit, person).values()).lower()
        if (
            all(word in said for word in words)
            and (not tags or tags & {link.tag for link in person.tags})
            and (not sources or person.source in sources)
            and _is_placed(visit, person)
        ):
            yield person


def _is_placed(visit: Visit, person: Candidate) -> bool:
    """Whether the person is on the vacancies and at the stages asked for, or ever was at the stages."""
    vacancies = visit.request.parameters("vacancy")
    wanted = {parameters.whole(text, "vacancy") for text in vacancies if text != NO_VACANCY}
    on = {link.vacancy for link in person.links}
    if vacancies and not (wanted & on) and not (NO_VACANCY in vacancies and not on):
        return False
    statuses, reasons = (
        set(parameters.numbers(visit.request, name)) for name in ("status", "rejection_reason")
    )
    steps = {(link.status, link.rejection_reason) for link in person.links}
    if not parameters.flag(visit.request, "only_current_status"):
        log = visit.company.logs.get(person.id, ())
        steps |= {(entry.status, entry.rejection_reason) for entry in log if entry.status}
    return (not statuses and not reasons) or any(
        (not statuses or status in statuses) and (not reasons or reason in reasons)
        for status, reason in steps
    )


def _cursor(visit: Visit, start: int) -> str:
    filters = urlencode([pair for pair in visit.request.query if pair[0] != "next_page_cursor"])
    return base64.urlsafe_b64encode(json.dumps([start, filters]).encode()).decode()


def _resumed(visit: Visit) -> tuple[int, Visit]:
    """Where the cursor goes on, and the visit with the filters that it was made with."""
    cursor = visit.request.parameter("next_page_cursor")
    if not cursor:
        return 0, visit
    try:
        start, filters = json.loads(base64.urlsafe_b64decode(cursor))
        request = replace(visit.request, query=tuple(parse_qsl(filters)))
        return int(start), replace(visit, call=replace(visit.call, request=request))
    except (ValueError, TypeError):
        raise bad("value_error", "invalid cursor", "next_page_cursor") from None
