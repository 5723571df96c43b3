"""The candidates of an organisation or of one of its vacancies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from google_oauth.domain.candidates import Account, Vacancy, VacancyState, parse_candidates
from google_oauth.domain.hiring.applications import (
    APPLICATION_ORDER,
    APPLICATION_SORTS,
    Application,
    ApplicationFilter,
    Dictionaries,
    current_application,
    filter_applications,
)
from google_oauth.domain.lists.paging import PAGE_SIZES, paginate
from google_oauth.domain.lists.sorting import parse_sort, sort_rows
from google_oauth.domain.matching.interviews import CandidateKey, Interviews, interviews_by_candidate
from google_oauth.domain.parsing.reading import integer
from google_oauth.exceptions import NotFound
from google_oauth.views.access.access import sign_in_required
from google_oauth.views.blocks import pages
from google_oauth.views.blocks.blocks import Age, PageBlock, needs, optional
from google_oauth.views.blocks.reads import Answer, Reads, Source, combine
from google_oauth.views.reading import sources
from google_oauth.views.reading.people import lists_of, pool_of


@dataclass(frozen=True, slots=True)
class Listing:
    """Candidates of an `account`, as JSON; the account is None for a user without organisations."""

    accounts: Sequence[Account]
    account: Account | None = None
    names: Dictionaries = field(default_factory=lambda: Dictionaries({}, {}))
    candidates: Sequence[Any] = ()


@require_safe
@sign_in_required
def candidates(request: HttpRequest) -> HttpResponse:
    named = "candidates" if request.GET.get("account") or request.GET.get("vacancy") else ""
    blocks = pages.load(request, candidates_block(request), named=named)
    return pages.respond(request, "candidates.html", blocks=blocks)


def candidates_block(request: HttpRequest) -> PageBlock:
    ids = (sources.id_in(request.GET, "account"), sources.id_in(request.GET, "vacancy"))
    uses = {
        "interviews": optional(Source(_read_interviews, ids), Age.WHEN_STALE),
        "listing": needs(Source(_read_listing, ids)),
    }
    draw = partial(draw_candidates, request.GET, timezone.localtime(), vacancy_id=ids[1] or None)
    return PageBlock("candidates", uses, draw)


def draw_candidates(
    query: QueryDict,
    now: datetime,
    *,
    vacancy_id: int | None,
    listing: Listing,
    interviews: Mapping[CandidateKey, Interviews] | None,
) -> dict[str, Any]:
    """`interviews` is None without a calendar."""
    if listing.account is None:
        return {"accounts": []}
    people = parse_candidates(listing.candidates, account_id=listing.account.id)
    rows = [
        current_application(each, listing.names, now=now, vacancy_id=vacancy_id, interviews=interviews)
        for each in people
    ]
    return {
        "accounts": listing.accounts,
        "account": listing.account,
        "cut": sources.cut_at(listing.candidates, sources.CANDIDATES_LIMIT),
        **_choices(listing.names, vacancy_id),
        **_listing(query, rows, calendar=interviews is not None),
    }


def _read_listing(reads: Reads, account_id: int, vacancy_id: int) -> Answer[Listing]:
    """Read the list; NotFound, without a call, for an account or vacancy that is not the user's."""
    accounts, account = _account(reads, account_id, vacancy_id)
    if account is None:
        return Answer(lambda: Listing([]), names=accounts.names)
    names = reads.need(sources.dictionaries_with_tags(account.id))
    if vacancy_id and vacancy_id not in reads.need(sources.vacancies(account.id)).value:
        raise NotFound("huntflow")
    listed = reads.need(sources.candidates(account.id, vacancy_id or None))
    return combine(
        lambda: Listing(accounts.value, account, names.value, listed.value), listed, accounts, names
    )


def _read_interviews(
    reads: Reads, account_id: int, vacancy_id: int
) -> Answer[Mapping[CandidateKey, Interviews]]:
    """Read the interviews of the listed candidates. An event that also fits a namesake is left out."""
    accounts, account = _account(reads, account_id, vacancy_id)
    events = reads.need(sources.calendar())
    listing = reads.need(Source(_read_listing, (account_id, vacancy_id)))
    # The page of a vacancy fetches one list only; namesakes come from lists that are cached anyway.
    ids = [each.id for each in accounts.value]
    others = [] if vacancy_id else [each for each in ids if account and each != account.id]
    lists = reads.optionals(*map(sources.candidates, others))
    known = sources.huntflow(reads.request).known_applicants
    cached = [(each, known(each, sources.CANDIDATES_LIMIT)) for each in ids if vacancy_id]

    def parse() -> Mapping[CandidateKey, Interviews]:
        own = [(account.id, listing.value.candidates)] if account else []
        pool = pool_of(reads.request, accounts.value, [*own, *lists_of(others, lists), *cached])
        return interviews_by_candidate(events.value, pool.match(events.value), now=timezone.localtime())

    return Answer(parse, events.entries, incomplete=any(each.incomplete for each in lists))


def _account(reads: Reads, account_id: int, vacancy_id: int) -> tuple[Answer[list[Account]], Account | None]:
    """Read the organisations, and choose one; None for a user without organisations."""
    for number in filter(None, (account_id, vacancy_id)):
        sources.require_possible(number)
    accounts = reads.need(sources.ACCOUNTS)
    return accounts, reads.need(sources.account(account_id)).value if accounts.value else None


def _choices(names: Dictionaries, vacancy_id: int | None) -> dict[str, Any]:
    grouped: dict[VacancyState, list[Vacancy]] = {state: [] for state in VacancyState}
    for vacancy in names.vacancies.values():
        grouped[vacancy.state].append(vacancy)
    return {
        "vacancy": names.vacancies.get(vacancy_id or 0),
        "vacancies": {state: vacancies for state, vacancies in grouped.items() if vacancies},
        "stages": [stage for stage in names.stages.values() if not stage.removed],
        "sizes": PAGE_SIZES,
    }


def _listing(query: QueryDict, rows: Sequence[Application], *, calendar: bool) -> dict[str, Any]:
    """Return the rows that the query asks for. Without a `calendar`, the filter by interviews is off."""
    chosen = ApplicationFilter(
        query.get("q", ""),
        integer(query.get("stage")) or None,
        has_interview=calendar and "interview" in query,
    )
    sort = parse_sort(query.get("sort", ""), APPLICATION_SORTS, default=APPLICATION_ORDER)
    found = sort_rows(filter_applications(rows, chosen), sort, APPLICATION_SORTS)
    return {
        "chosen": chosen,
        "filtered": chosen != ApplicationFilter(),
        "sort": sort,
        "headings": sort.headings(APPLICATION_SORTS),
        "page": paginate(found, number=query.get("page", ""), size=query.get("size", "")),
    }
