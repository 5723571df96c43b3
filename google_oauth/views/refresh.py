"""The refresh button: fetch the sources of a block, then redirect to its page."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from google_oauth.views.access.access import page_of, safe_next, sign_in_required
from google_oauth.views.blocks.blocks import PageBlock
from google_oauth.views.blocks.reads import Source, refresh_sources
from google_oauth.views.calendar import calendar_block
from google_oauth.views.candidate import candidate_blocks
from google_oauth.views.candidates import candidates_block
from google_oauth.views.dashboard import recent_block, today_block, work_block
from google_oauth.views.files import drive_block, sheets_block
from google_oauth.views.reading import sources
from google_oauth.views.reading.people import PEOPLE

# The first page and the search read everything. People come first: they take several calls one after another.
_EVERYTHING: Final = (PEOPLE, sources.calendar(), sources.FILES)


class SeeOther(HttpResponseRedirect):
    """303: browsers and htmx follow with a GET of the page or the block."""

    status_code = 303


@require_POST
@sign_in_required
def refresh(request: HttpRequest, source: str) -> HttpResponse:
    """Fetch the sources of the block named `source`, with its page's query, or of everything; draw nothing.

    Redirects to the page that htmx is on: its filters may be newer than the form's `next`. Without htmx, to `next`.
    The cache limits how often this reaches an upstream. The page shows the new age, or why it is the old one.
    """
    refresh_sources(request, *_sources_of(request, source))
    return SeeOther(safe_next(request, page_of(request) or request.POST.get("next", "")))


def _sources_of(request: HttpRequest, name: str) -> Sequence[Source[Any]]:
    if name in ("all", "search"):
        return _EVERYTHING
    if name not in BLOCKS:
        raise Http404
    return [use.source for use in BLOCKS[name](request).uses.values() if use.is_needed]


def _of_candidate(name: str, request: HttpRequest) -> PageBlock:
    ids = (sources.id_in(request.GET, each) for each in ("account", "candidate"))
    return candidate_blocks(*ids)[name]


BLOCKS: Final[dict[str, Callable[[HttpRequest], PageBlock]]] = {
    "today": today_block,
    "recent": recent_block,
    "work": work_block,
    "calendar": calendar_block,
    "drive": drive_block,
    "sheets": sheets_block,
    "candidates": candidates_block,
    **{name: partial(_of_candidate, name) for name in ("candidate", "history", "interviews", "papers")},
}
