"""One search over everything that is cached."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from google_oauth.cache_service import CacheEntry
from google_oauth.domain.calendar.events import Event
from google_oauth.domain.files import File
from google_oauth.domain.lists.search import MAX_QUERY
from google_oauth.domain.search_all import Haystack, Opening, search_everywhere
from google_oauth.exceptions import StillRefreshing, UpstreamError
from google_oauth.views.access.access import SignedInRequest, sign_in_required
from google_oauth.views.blocks import pages
from google_oauth.views.blocks.blocks import Content, Patience, read_all, read_if_there
from google_oauth.views.blocks.freshness import Freshness, freshness_of
from google_oauth.views.blocks.states import State, loading_state, state_of
from google_oauth.views.files import read_files
from google_oauth.views.reading import sources
from google_oauth.views.reading.event_matching import People, read_events, read_people, with_tags

T = TypeVar("T")


@dataclass(frozen=True)
class Missing:
    """A source that was not searched, and the `state` that says why."""

    name: str
    state: State


@dataclass(frozen=True)
class Read(Generic[T]):
    """What of a source is searched, and the entries that it came from; `incomplete` if a part is on its way."""

    found: T
    entries: Sequence[CacheEntry]
    names: Sequence[CacheEntry] = ()
    incomplete: bool = False

    @property
    def freshness(self) -> Freshness | None:
        """Its age."""
        return freshness_of(self.entries, self.names)


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
    tried = {source: read_if_there(partial(load, request), patience) for source, load in _SOURCES.items()}
    missing = {source: error for source, error in tried.items() if isinstance(error, UpstreamError)}
    read = {source: each for source, each in tried.items() if not isinstance(each, UpstreamError)}
    haystack = _haystack(**{source: each.found for source, each in read.items()})
    values = {
        "findings": search_everywhere(query, haystack, now=timezone.localtime()),
        "missing": [Missing(str(_NAMES[source]), _why(error, source)) for source, error in missing.items()],
        "accounts": read["candidates"].found.accounts if "candidates" in read else [],
        "searched": [(str(_NAMES[source]), each.freshness) for source, each in read.items()],
    }
    return Content(
        values,
        [entry for each in read.values() for entry in each.entries],
        [entry for each in read.values() for entry in each.names],
        incomplete=any(isinstance(error, StillRefreshing) for error in missing.values())
        or any(each.incomplete for each in read.values()),
    )


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
    return Haystack(candidates.rows(), calendar, drive, openings)


def _why(error: UpstreamError, source: str) -> State:
    return loading_state() if isinstance(error, StillRefreshing) else state_of(error, block=source)


def _read_candidates(request: HttpRequest, patience: Patience) -> Read[People]:
    people = with_tags(request, read_people(request, patience), patience)
    return Read(people, people.lists or people.dictionaries, people.dictionaries, people.incomplete)


def _read_calendar(request: HttpRequest, patience: Patience) -> Read[list[Event]]:
    (entry,) = read_all(patience, sources.events(request))
    return Read(read_events(entry), [entry])


def _read_drive(request: HttpRequest, patience: Patience) -> Read[list[File]]:
    (entry,) = read_all(patience, sources.files(request))
    return Read(read_files(entry), [entry])


_SOURCES: dict[str, Callable[[HttpRequest, Patience], Read[Any]]] = {
    "candidates": _read_candidates,
    "calendar": _read_calendar,
    "drive": _read_drive,
}
_NAMES = {"candidates": _("Candidates and vacancies"), "calendar": _("Calendar"), "drive": _("Files")}


def _query(request: HttpRequest) -> str:
    return request.GET.get("q", "")[:MAX_QUERY]
