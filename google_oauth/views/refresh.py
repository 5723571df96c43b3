"""The refresh button: fetch what is behind one block anew, then show the page that it stands on."""

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

# Pages that read everything: the first one, by its button for all blocks, and the search. People come first: they
# are several calls after each other, during which the others come.
_EVERYTHING: Final = (PEOPLE, sources.calendar(), sources.FILES)


class SeeOther(HttpResponseRedirect):
    """After a POST, a GET: the browser and htmx alike then load the page, or the block, as it is now."""

    status_code = 303


@require_POST
@sign_in_required
def refresh(request: HttpRequest, source: str) -> HttpResponse:
    """Refresh the block named `source`, with the query of its page, or everything; go on to the page.

    With scripts that is the page that htmx is on, whose filters may have changed since it came; else `next`.

    Nothing is drawn. The cache bounds how often this reaches an upstream. The page shows whether it brought
    anything: the new age, or the reason for the old one.
    """
    refresh_sources(request, *_sources_of(request, source))
    return SeeOther(safe_next(request, page_of(request) or request.POST.get("next", "")))


def _sources_of(request: HttpRequest, name: str) -> Sequence[Source[Any]]:
    if name in ("all", "search"):
        return _EVERYTHING
    if name not in BLOCKS:
        raise Http404
    return BLOCKS[name](request).needed


def _of_candidate(name: str, request: HttpRequest) -> PageBlock:
    """Return a block of the person whom the query names by `account` and `candidate`."""
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
