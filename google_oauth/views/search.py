"""Search in candidates, vacancies, events and files."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from google_oauth.domain.calendar.events import Event
from google_oauth.domain.event_subjects import People
from google_oauth.domain.lists.search import MAX_QUERY
from google_oauth.domain.search_all import Haystack, Opening, search_everywhere
from google_oauth.views.access.access import sign_in_required
from google_oauth.views.blocks import pages
from google_oauth.views.blocks.blocks import Age, PageBlock, optional
from google_oauth.views.reading import sources
from google_oauth.views.reading.people import PEOPLE_WITH_TAGS

# The sources, in the order of the page.
_SEARCHED: Final = {
    "candidates": _("Candidates and vacancies"),
    "calendar": _("Calendar"),
    "drive": _("Files"),
}
_USES: Final = {
    "drive": optional(sources.FILES, Age.OWN),
    "calendar": optional(sources.calendar(), Age.OWN),
    "candidates": optional(PEOPLE_WITH_TAGS, Age.OWN),
}


@require_safe
@sign_in_required
def search(request: HttpRequest) -> HttpResponse:
    blocks = pages.load(request, search_block(request))
    parts = blocks["search"].parts
    named = [(str(label), parts[name]) for name, label in _SEARCHED.items() if name in parts]
    values = {
        "query": _query(request),
        "missing": [{"name": name, "state": part.state} for name, part in named if part.state],
        "searched": [(name, part.freshness) for name, part in named if part.state is None],
    }
    return pages.respond(request, "search.html", blocks=blocks, values=values)


def search_block(request: HttpRequest) -> PageBlock:
    """Return the block of the hits; a query without words reads no source."""
    query = _query(request)
    if not query.strip():
        return PageBlock("search", {}, lambda: {"findings": None})
    return PageBlock("search", _USES, partial(draw_search, query, timezone.localtime()))


def draw_search(
    query: str,
    now: datetime,
    *,
    candidates: People | None,
    calendar: Sequence[Event] | None,
    drive: sources.FileList | None,
) -> dict[str, Any]:
    accounts = candidates.accounts if candidates else []
    haystack = Haystack(
        candidates.rows(now=now) if candidates else [],
        calendar or [],
        drive.files if drive else [],
        _openings(candidates) if candidates else [],
    )
    return {"findings": search_everywhere(query, haystack, now=now), "accounts": accounts}


def _openings(people: People) -> list[Opening]:
    return [
        Opening(account, vacancy)
        for account in people.accounts
        for vacancy in people.names[account.id].vacancies.values()
    ]


def _query(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:MAX_QUERY]
