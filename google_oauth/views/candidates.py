"""Candidates: the list of an organisation or of one of its vacancies."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from google_oauth.cache_service import CacheEntry
from google_oauth.domain.candidates import Vacancy, VacancyState
from google_oauth.domain.hiring.pipeline import (
    PLACEMENT_ORDER,
    PLACEMENT_SORTS,
    Dictionaries,
    Placement,
    PlacementFilter,
    filter_placements,
)
from google_oauth.domain.lists.paging import PAGE_SIZES, paginate
from google_oauth.domain.parsing.query import parse_sort, sort_rows
from google_oauth.domain.parsing.reading import whole
from google_oauth.exceptions import NotFound, StillRefreshing, UpstreamError
from google_oauth.services.huntflow.service import MAX_HUNTFLOW_ID
from google_oauth.views.access.access import SignedInRequest, sign_in_required
from google_oauth.views.blocks import pages
from google_oauth.views.blocks.blocks import Content, Patience, read_all
from google_oauth.views.blocks.states import State, loading_state, state_of
from google_oauth.views.reading import sources
from google_oauth.views.reading.applications import (
    begin_optional,
    chosen_account,
    listed,
    placed,
    read_accounts,
    read_lists,
    read_names,
)
from google_oauth.views.reading.event_matching import known_interviews


@require_safe
@sign_in_required
def candidates(request: SignedInRequest) -> HttpResponse:
    """Show the candidates of an organisation, or of one of its vacancies."""
    named = "candidates" if request.GET.get("account") or request.GET.get("vacancy") else ""
    blocks = pages.load(request, {"candidates": partial(load_candidates, request)}, named=named)
    return pages.respond(request, "candidates.html", blocks=blocks)


def load_candidates(request: SignedInRequest, patience: Patience) -> Content:
    """Load the page of candidates that the query asks for; NotFound for what is not this user's."""
    account_id, vacancy_id = id_in(request, "account"), id_in(request, "vacancy") or None
    service = sources.huntflow(request)
    accounts_entry, accounts = read_accounts(service, patience)
    if not accounts:
        return Content({"accounts": []}, [accounts_entry])
    account = chosen_account(accounts, account_id)
    calendar = begin_optional(sources.events(request))
    names = read_names(service, account, patience)
    if vacancy_id and vacancy_id not in names.known.vacancies:
        raise NotFound("huntflow")
    (entry,) = read_all(patience, sources.candidates(service, account.id, vacancy_id))
    events = calendar(patience)
    interviews = None
    behind = [accounts_entry, *names.entries]
    missing: list[CacheEntry | UpstreamError] = [events]
    if not isinstance(events, UpstreamError):
        # A vacancy's page is to cost its own list alone: namesakes are looked for among what is there anyway.
        others = (
            {}
            if vacancy_id
            else read_lists(service, [each for each in accounts if each != account], patience)
        )
        known = (
            [(each.id, sources.known_candidates(service, each.id)) for each in accounts] if vacancy_id else []
        )
        people = [(account.id, entry.data), *listed(others), *known]
        interviews = known_interviews(request, events, people, accounts)
        behind.append(events)
        missing += others.values()
    rows = placed(entry, account, names.known, vacancy_id=vacancy_id, interviews=interviews)
    values = {
        "accounts": accounts,
        "account": account,
        "cut": sources.cut_at(entry.data, sources.CANDIDATES_LIMIT),
        "calendar_state": _missing_calendar(events),
        **_choices(names.known, vacancy_id),
        **_listing(request, rows, calendar=not isinstance(events, UpstreamError)),
    }
    incomplete = names.incomplete or any(isinstance(each, StillRefreshing) for each in missing)
    return Content(values, [entry], behind, incomplete=incomplete)


def id_in(request: HttpRequest, name: str) -> int:
    """Return the id that the query gives, 0 where it gives none; NotFound, without a call, for what is none."""
    raw = request.GET.get(name, "")
    number = whole(raw) or 0
    if raw and not is_possible(number):
        raise NotFound("huntflow")
    return number


def is_possible(number: int) -> bool:
    """Tell whether Huntflow may have given a number as an id."""
    return 1 <= number <= MAX_HUNTFLOW_ID


def _missing_calendar(events: CacheEntry | UpstreamError) -> State | None:
    """Say why nobody knows the interviews; None where they are known."""
    if isinstance(events, StillRefreshing):
        return loading_state()
    return state_of(events, block="calendar") if isinstance(events, UpstreamError) else None


def _choices(names: Dictionaries, vacancy_id: int | None) -> dict[str, Any]:
    """What the filters offer."""
    grouped: dict[VacancyState, list[Vacancy]] = {state: [] for state in VacancyState}
    for vacancy in names.vacancies.values():
        grouped[vacancy.state].append(vacancy)
    return {
        "vacancy": names.vacancies.get(vacancy_id or 0),
        "vacancies": {state: vacancies for state, vacancies in grouped.items() if vacancies},
        "stages": [stage for stage in names.stages.values() if not stage.removed],
        "sizes": PAGE_SIZES,
    }


def _listing(request: HttpRequest, rows: Sequence[Placement], *, calendar: bool) -> dict[str, Any]:
    """The rows that the query asks for; without a `calendar`, nobody can be left out for want of an interview."""
    chosen = PlacementFilter(
        request.GET.get("q", ""),
        whole(request.GET.get("stage")) or None,
        has_interview=calendar and "interview" in request.GET,
    )
    sort = parse_sort(request.GET.get("sort", ""), PLACEMENT_SORTS, default=PLACEMENT_ORDER)
    found = sort_rows(filter_placements(rows, chosen), sort, PLACEMENT_SORTS)
    return {
        "chosen": chosen,
        "filtered": chosen != PlacementFilter(),
        "sort": sort,
        "headings": sort.headings(PLACEMENT_SORTS),
        "page": paginate(found, number=request.GET.get("page", ""), size=request.GET.get("size", "")),
    }
