"""One candidate: who they are, how they moved, when they were and will be interviewed, and their papers."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from google_oauth.cache_service import CacheEntry
from google_oauth.domain.candidates import Account, Candidate, parse_accounts, parse_candidate, parse_names
from google_oauth.domain.files import FILE_ORDER, FILE_SORTS, files_named_after
from google_oauth.domain.hiring.applications import applications_of
from google_oauth.domain.hiring.history import parse_history
from google_oauth.domain.lists.sorting import sort_rows
from google_oauth.domain.matching.interviews import Interviews
from google_oauth.exceptions import NotFound, StillRefreshing, UpstreamError
from google_oauth.views.access.access import SignedInRequest, sign_in_required
from google_oauth.views.blocks import pages
from google_oauth.views.blocks.blocks import Block, Content, Patience, Read, read_all
from google_oauth.views.candidates import id_in, is_possible
from google_oauth.views.files import read_files
from google_oauth.views.reading import sources
from google_oauth.views.reading.applications import (
    chosen_account,
    dictionaries,
    listed,
    read_accounts,
    read_lists,
    read_names,
    read_optional,
)
from google_oauth.views.reading.event_matching import known_interviews

Ids = tuple[int, int]


@require_safe
@sign_in_required
def candidate(request: SignedInRequest, account_id: int, applicant_id: int) -> HttpResponse:
    """Show one candidate; a person who was merged into another is found under that one's address."""
    if not (is_possible(account_id) and is_possible(applicant_id)):
        raise Http404
    ids = (account_id, applicant_id)
    loaders = {name: partial(load, request, ids) for name, load in _LOADERS.items()}
    blocks = pages.load(request, loaders, named="candidate")
    person = _person_of(blocks)
    if person and person.id != applicant_id:
        return _moved(request, person)
    query = urlencode({"account": account_id, "candidate": applicant_id})
    return pages.respond(request, "candidate.html", blocks=blocks, values={"refresh_query": f"?{query}"})


def by_query(name: str) -> Callable[[SignedInRequest, Patience], Content]:
    """Return the loader of a block of the person whom the query names by `account` and `candidate`."""

    def load(request: SignedInRequest, patience: Patience) -> Content:
        return _LOADERS[name](request, (id_in(request, "account"), id_in(request, "candidate")), patience)

    return load


def _load_person(request: SignedInRequest, ids: Ids, patience: Patience) -> Content:
    account, person, behind = _read_person(request, ids, patience)
    names = read_names(sources.huntflow(request), account, patience)
    placements = applications_of(person, names.known, now=timezone.localtime())
    values = {
        "person": person,
        "account": account,
        "placements": placements,
        "tags": [name for tag in person.tag_ids if (name := names.known.tags.get(tag))],
    }
    entry, *others = behind
    return Content(values, [entry], [*others, *names.entries], incomplete=names.incomplete)


def _load_history(request: SignedInRequest, ids: Ids, patience: Patience) -> Content:
    account_id, applicant_id = ids
    service = sources.huntflow(request)
    reasons = sources.rejection_reasons(service, account_id)
    log, vacancies, stages = read_all(
        patience,
        sources.log(service, account_id, applicant_id),
        sources.vacancies(service, account_id),
        sources.stages(service, account_id),
    )
    named = read_optional(reasons, patience)
    names = dictionaries(vacancies, stages)
    behind = [vacancies, stages]
    if not isinstance(named, UpstreamError):
        names = replace(names, reasons=parse_names(named.data))
        behind.append(named)
    values = {"history": parse_history(log.data, names)}
    return Content(values, [log], behind, incomplete=isinstance(named, StillRefreshing))


def _load_interviews(request: SignedInRequest, ids: Ids, patience: Patience) -> Content:
    calendar = sources.events(request)
    _, person, others = _read_person(request, ids, patience, calendar)
    accounts = parse_accounts(others[1].data)
    (events,) = read_all(patience, calendar)
    # Others of the same name, of whatever organisation, make an interview nobody's.
    lists = read_lists(sources.huntflow(request), accounts, patience)
    people = [*listed(lists), (person.account_id, [others[0].data])]
    found = known_interviews(request, events, people, accounts).get(person.key, Interviews())
    return Content(
        {"interviews": found},
        [events],
        others,
        behind=[each for each in lists.values() if not isinstance(each, UpstreamError)],
        incomplete=any(isinstance(each, StillRefreshing) for each in lists.values()),
    )


def _load_papers(request: SignedInRequest, ids: Ids, patience: Patience) -> Content:
    drive = sources.files(request)
    _, person, behind = _read_person(request, ids, patience, drive)
    (entry,) = read_all(patience, drive)
    files = sort_rows(files_named_after(person, read_files(entry)), FILE_ORDER, FILE_SORTS)
    return Content({"papers": files}, [entry], behind)


_LOADERS = {
    "candidate": _load_person,
    "history": _load_history,
    "interviews": _load_interviews,
    "papers": _load_papers,
}


def _read_person(
    request: SignedInRequest, ids: Ids, patience: Patience, *beside: Read
) -> tuple[Account, Candidate, list[CacheEntry]]:
    """Read the organisation and the person; the entries returned are the person's and the organisations'.

    What is read after them is started `beside`, once it is sure that the organisation is the user's.
    """
    account_id, applicant_id = ids
    service = sources.huntflow(request)
    accounts_entry, accounts = read_accounts(service, patience)
    account = chosen_account(accounts, account_id)
    for read in beside:
        read_optional(read, Patience(0))
    (entry,) = read_all(patience, sources.candidate(service, account.id, applicant_id))
    person = parse_candidate(entry.data, account_id=account.id)
    if person is None:
        raise NotFound("huntflow")
    return account, person, [entry, accounts_entry]


def _person_of(blocks: dict[str, Block]) -> Candidate | None:
    block = blocks.get("candidate")
    return block.values.get("person") if block else None


def _moved(request: HttpRequest, person: Candidate) -> HttpResponse:
    """Lead to the address of the person who stayed; the whole page, whatever block was asked for."""
    url = resolve_url("candidate", person.account_id, person.id)
    return HttpResponseClientRedirect(url) if request.headers.get("HX-Request") == "true" else redirect(url)
