"""The page of one candidate: contacts, history, interviews and papers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from google_oauth.domain.calendar.events import Event
from google_oauth.domain.candidates import Account, Candidate, parse_candidate
from google_oauth.domain.files import files_named_after
from google_oauth.domain.hiring.applications import Dictionaries, applications_of
from google_oauth.domain.hiring.history import parse_history
from google_oauth.domain.matching.candidate_pool import CandidatePool
from google_oauth.domain.matching.interviews import Interviews, interviews_by_candidate
from google_oauth.exceptions import NotFound
from google_oauth.services.huntflow.service import MAX_HUNTFLOW_ID
from google_oauth.views.access.access import sign_in_required
from google_oauth.views.blocks import pages
from google_oauth.views.blocks.blocks import Age, PageBlock, needs, optional
from google_oauth.views.blocks.reads import Answer, Reads, Source
from google_oauth.views.reading import sources
from google_oauth.views.reading.people import CANDIDATE_POOL


@require_safe
@sign_in_required
def candidate(request: HttpRequest, account_id: int, applicant_id: int) -> HttpResponse:
    """Show one candidate. The id of a merged duplicate redirects to the surviving candidate."""
    if max(account_id, applicant_id) > MAX_HUNTFLOW_ID or not (account_id and applicant_id):
        raise Http404
    own = candidate_blocks(account_id, applicant_id)
    blocks = pages.load(request, *own.values(), named="candidate")
    person: Candidate | None = blocks["candidate"].values.get("person") if "candidate" in blocks else None
    if person and person.id != applicant_id:
        url = resolve_url("candidate", person.account_id, person.id)
        is_htmx = request.headers.get("HX-Request") == "true"
        return HttpResponseClientRedirect(url) if is_htmx else redirect(url)
    query = urlencode({"account": account_id, "candidate": applicant_id})
    return pages.respond(request, "candidate.html", blocks=blocks, values={"refresh_query": f"?{query}"})


def candidate_blocks(account_id: int, applicant_id: int) -> dict[str, PageBlock]:
    now = timezone.localtime()
    account = sources.account(account_id)
    person = Source(_read_person, (account_id, applicant_id))
    profile = {
        "names": needs(sources.dictionaries_with_tags(account_id)),
        "account": needs(account),
        "person": needs(person),
    }
    history = {
        "reasons": optional(sources.rejection_reasons(account_id), Age.WHEN_STALE),
        "names": needs(sources.dictionaries(account_id)),
        "log": needs(Source(_read_log, (account_id, applicant_id))),
    }
    interviews = {
        "events": needs(Source(_read_after, (account, sources.calendar()))),
        "person": needs(person, Age.WHEN_STALE),
        "pool": needs(CANDIDATE_POOL, Age.BEHIND),
    }
    papers = {
        "listed": needs(Source(_read_after, (account, sources.FILES))),
        "person": needs(person, Age.WHEN_STALE),
    }
    blocks = (
        PageBlock("candidate", profile, partial(draw_person, now)),
        PageBlock("history", history, draw_history),
        PageBlock("interviews", interviews, partial(draw_interviews, now)),
        PageBlock("papers", papers, draw_papers),
    )
    return {block.name: block for block in blocks}


def draw_person(now: datetime, *, account: Account, person: Candidate, names: Dictionaries) -> dict[str, Any]:
    return {
        "person": person,
        "account": account,
        "applications": applications_of(person, names, now=now),
        "tags": [name for tag in person.tag_ids if (name := names.tags.get(tag))],
    }


def draw_history(*, log: object, names: Dictionaries, reasons: Mapping[int, str] | None) -> dict[str, Any]:
    return {"history": parse_history(log, replace(names, reasons=reasons or {}))}


def draw_interviews(
    now: datetime, *, events: Sequence[Event], person: Candidate, pool: CandidatePool
) -> dict[str, Any]:
    """Leave out an event that also fits a namesake."""
    found = interviews_by_candidate(events, pool.match(events, also=[person]), now=now)
    return {"interviews": found.get(person.key, Interviews())}


def draw_papers(*, listed: sources.FileList, person: Candidate) -> dict[str, Any]:
    return {"papers": files_named_after(person, listed.files)}


def _read_person(reads: Reads, account_id: int, applicant_id: int) -> Answer[Candidate]:
    account = reads.need(sources.account(account_id))
    service = sources.huntflow(reads.request)
    entry = service.applicant_entry(account.value.id, applicant_id, **reads.manner)

    def parse() -> Candidate:
        person = parse_candidate(entry.data, account_id=account.value.id)
        if person is None:
            raise NotFound("huntflow")
        return person

    return Answer(parse, [entry], account.names)


def _read_log(reads: Reads, account_id: int, applicant_id: int) -> Answer[object]:
    service = sources.huntflow(reads.request)
    entry = service.applicant_log_entry(account_id, applicant_id, **reads.manner)
    return Answer(lambda: entry.data, [entry])


def _read_after(reads: Reads, account: Source[Account], source: Source[Any]) -> Answer[Any]:
    """Read a source after the check that the organisation is the user's."""
    reads.need(account)
    return reads.need(source)
