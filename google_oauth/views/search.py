"""One search over everything that is cached."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from google_oauth.agenda.events import Event
from google_oauth.agenda.everywhere import Haystack, Opening, search_everywhere
from google_oauth.agenda.files import File
from google_oauth.agenda.search import MAX_QUERY
from google_oauth.exceptions import StillRefreshing, UpstreamError
from google_oauth.views import pages, sources
from google_oauth.views.access import SignedInRequest, sign_in_required
from google_oauth.views.blocks import Content, Patience, read_all, read_if_there
from google_oauth.views.files import read_files
from google_oauth.views.matched import People, read_events, read_people
from google_oauth.views.states import State, loading_state, state_of


@dataclass(frozen=True)
class Missing:
    """A source that was not searched, and the `state` that says why."""

    name: str
    state: State


@require_safe
@sign_in_required
def search(request: SignedInRequest) -> HttpResponse:
    """Show what the query finds in candidates, vacancies, events and files."""
    blocks = pages.load(request, {"search": partial(load_search, request)})
    return pages.respond(request, "search.html", blocks=blocks, values={"query": _query(request)})


def load_search(request: SignedInRequest, patience: Patience) -> Content:
    """Search the sources that are there; a query without words asks for none."""
    query = _query(request)
    if not query.strip():
        return Content({"findings": None})
    read: dict[str, Any] = {
        source: read_if_there(partial(load, request), patience) for source, load in _SOURCES.items()
    }
    missing = [
        Missing(str(_NAMES[source]), _why(error, source))
        for source, error in read.items()
        if isinstance(error, UpstreamError)
    ]
    found = {source: value for source, value in read.items() if not isinstance(value, UpstreamError)}
    values = {
        "findings": search_everywhere(query, _haystack(**found), now=timezone.localtime()),
        "missing": missing,
    }
    return Content(values, incomplete=any(isinstance(value, StillRefreshing) for value in read.values()))


def _haystack(
    *, candidates: People | None = None, calendar: Sequence[Event] = (), drive: Sequence[File] = ()
) -> Haystack:
    if candidates is None:
        return Haystack(events=calendar, files=drive)
    openings = [
        Opening(account, vacancy)
        for account in candidates.accounts
        for vacancy in candidates.names[account.id].vacancies.values()
    ]
    return Haystack(candidates.rows, calendar, drive, openings)


def _why(error: UpstreamError, source: str) -> State:
    return loading_state() if isinstance(error, StillRefreshing) else state_of(error, block=source)


def _read_calendar(request: HttpRequest, patience: Patience) -> list[Event]:
    (entry,) = read_all(patience, sources.events(request))
    return read_events(entry)


def _read_drive(request: HttpRequest, patience: Patience) -> list[File]:
    (entry,) = read_all(patience, sources.files(request))
    return read_files(entry)


_SOURCES: dict[str, Callable[[HttpRequest, Patience], Any]] = {
    "candidates": read_people,
    "calendar": _read_calendar,
    "drive": _read_drive,
}
_NAMES = {"candidates": _("Candidates and vacancies"), "calendar": _("Calendar"), "drive": _("Files")}


def _query(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:MAX_QUERY]
