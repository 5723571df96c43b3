"""Candidates: the list of an organisation or of one of its vacancies, and one person."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from google_oauth.agenda.candidates import (
    Account,
    VacancyState,
    parse_accounts,
    parse_candidate,
    parse_candidates,
    parse_stages,
    parse_vacancies,
)
from google_oauth.agenda.paging import PAGE_SIZES, paginate
from google_oauth.agenda.pipeline import (
    PLACEMENT_ORDER,
    PLACEMENT_SORTS,
    Dictionaries,
    Placement,
    PlacementFilter,
    filter_placements,
    place,
    placements_of,
)
from google_oauth.agenda.query import parse_sort, sort_rows
from google_oauth.agenda.reading import whole
from google_oauth.cache_service import CacheEntry
from google_oauth.exceptions import NotFound
from google_oauth.services import HuntflowService
from google_oauth.views import pages, sources
from google_oauth.views.access import sign_in_required
from google_oauth.views.blocks import Content, Patience, read_all

# Huntflow counts ids up from 1 and is far from this one.
LARGEST_ID = 2**31 - 1


@require_safe
@sign_in_required
def candidates(request: HttpRequest) -> HttpResponse:
    """Show the candidates of an organisation, or of one of its vacancies."""
    names_object = bool(request.GET.get("account") or request.GET.get("vacancy"))
    loaders = {"candidates": partial(load_candidates, request)}
    blocks = pages.load(request, loaders, names_object=names_object)
    return pages.respond(request, "candidates.html", blocks=blocks)


@require_safe
@sign_in_required
def candidate(request: HttpRequest, account_id: int, applicant_id: int) -> HttpResponse:
    """Show one candidate; a person who was merged into another is found under that one's address."""
    if not (_is_possible(account_id) and _is_possible(applicant_id)):
        raise Http404
    loader = partial(_load_person, request, (account_id, applicant_id))
    blocks = pages.load(request, {"candidate": loader}, names_object=True)
    person = blocks["candidate"].values.get("person")
    if person and person.id != applicant_id:
        return redirect("candidate", account_id, person.id)
    ids = urlencode({"account": account_id, "candidate": applicant_id})
    return pages.respond(request, "candidate.html", blocks=blocks, values={"refresh_query": f"?{ids}"})


def load_candidates(request: HttpRequest, patience: Patience) -> Content:
    """Load the page of candidates that the query asks for; NotFound for what is not this user's."""
    account_id, vacancy_id = _id(request, "account"), _id(request, "vacancy") or None
    service = sources.huntflow(request)
    accounts_entry, accounts = read_accounts(service, patience)
    if not accounts:
        return Content({"accounts": []}, [accounts_entry])
    account = _chosen_account(accounts, account_id)
    names, name_entries = _read_names(service, account, patience)
    if vacancy_id and vacancy_id not in names.vacancies:
        raise NotFound("huntflow")
    (entry,) = read_all(patience, sources.candidates(service, account.id, vacancy_id))
    rows = placed(entry, account, names, vacancy_id=vacancy_id)
    values = {
        "accounts": accounts,
        "account": account,
        "vacancy": names.vacancies.get(vacancy_id or 0),
        "vacancies": _by_state(names),
        "stages": [stage for stage in names.stages.values() if not stage.removed],
        "cut": sources.cut_at(entry, sources.CANDIDATES_LIMIT),
        **_listing(request, rows),
    }
    return Content(values, [entry], [accounts_entry, *name_entries])


def load_candidate(request: HttpRequest, patience: Patience) -> Content:
    """Load the person whom the query names by `account` and `candidate`."""
    return _load_person(request, (_id(request, "account"), _id(request, "candidate")), patience)


def read_accounts(service: HuntflowService, patience: Patience) -> tuple[CacheEntry, list[Account]]:
    """Read the organisations that the user belongs to."""
    (entry,) = read_all(patience, service.accounts_entry)
    return entry, parse_accounts(entry.data)


def placed(
    entry: CacheEntry, account: Account, names: Dictionaries, *, vacancy_id: int | None = None
) -> list[Placement]:
    """Read the entry's candidates, each on the vacancy that is asked for, else where they were seen last."""
    now = timezone.localtime()
    people = parse_candidates(entry.data, account_id=account.id)
    return [place(person, names, now=now, vacancy_id=vacancy_id) for person in people]


def dictionaries(vacancies: CacheEntry, stages: CacheEntry) -> Dictionaries:
    """Read the names behind the ids of candidates' links."""
    return Dictionaries(parse_vacancies(vacancies.data), parse_stages(stages.data))


def _load_person(request: HttpRequest, ids: tuple[int, int], patience: Patience) -> Content:
    account_id, applicant_id = ids
    service = sources.huntflow(request)
    accounts_entry, accounts = read_accounts(service, patience)
    account = _chosen_account(accounts, account_id)
    entry, vacancies, stages = read_all(
        patience,
        sources.candidate(service, account.id, applicant_id),
        sources.vacancies(service, account.id),
        sources.stages(service, account.id),
    )
    person = parse_candidate(entry.data, account_id=account.id)
    if person is None:
        raise NotFound("huntflow")
    placements = placements_of(person, dictionaries(vacancies, stages), now=timezone.localtime())
    values = {"person": person, "account": account, "placements": placements}
    return Content(values, [entry], [accounts_entry, vacancies, stages])


def _read_names(
    service: HuntflowService, account: Account, patience: Patience
) -> tuple[Dictionaries, list[CacheEntry]]:
    entries = read_all(patience, sources.vacancies(service, account.id), sources.stages(service, account.id))
    return dictionaries(*entries), entries


def _chosen_account(accounts: list[Account], account_id: int) -> Account:
    """Return the account of that id, or the first for 0; NotFound, without a call, for one not in the list."""
    for account in accounts:
        if account_id in {0, account.id}:
            return account
    raise NotFound("huntflow")


def _by_state(names: Dictionaries) -> dict[VacancyState, list[Any]]:
    grouped: dict[VacancyState, list[Any]] = {state: [] for state in VacancyState}
    for vacancy in names.vacancies.values():
        grouped[vacancy.state].append(vacancy)
    return {state: vacancies for state, vacancies in grouped.items() if vacancies}


def _listing(request: HttpRequest, rows: list[Placement]) -> dict[str, Any]:
    chosen = PlacementFilter(request.GET.get("q", ""), whole(request.GET.get("stage")) or None)
    sort = parse_sort(request.GET.get("sort", ""), PLACEMENT_SORTS, default=PLACEMENT_ORDER)
    found = sort_rows(filter_placements(rows, chosen), sort, PLACEMENT_SORTS)
    return {
        "chosen": chosen,
        "filtered": chosen != PlacementFilter(),
        "sort": sort,
        "headings": sort.headings(PLACEMENT_SORTS),
        "sizes": PAGE_SIZES,
        "page": paginate(found, number=request.GET.get("page", ""), size=request.GET.get("size", "")),
    }


def _id(request: HttpRequest, name: str) -> int:
    """Return the id that the query gives, 0 where it gives none; NotFound, without a call, for what is none."""
    raw = request.GET.get(name, "")
    number = whole(raw) or 0
    if raw and not _is_possible(number):
        raise NotFound("huntflow")
    return number


def _is_possible(number: int) -> bool:
    return 1 <= number <= LARGEST_ID
