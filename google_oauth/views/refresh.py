"""The refresh button: fetch what is behind one block anew, then show the page that it stands on."""

from collections.abc import Callable
from functools import partial
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from google_oauth.views.access.access import SignedInRequest, page_of, safe_next, sign_in_required
from google_oauth.views.blocks.blocks import Content, Patience, read_all, refresh_block, refresh_together
from google_oauth.views.calendar import load_calendar
from google_oauth.views.candidate import by_query
from google_oauth.views.candidates import load_candidates
from google_oauth.views.dashboard import load_recent, load_today, load_work
from google_oauth.views.files import load_drive, load_sheets
from google_oauth.views.reading import sources
from google_oauth.views.reading.event_matching import read_people

LOADERS: Final[dict[str, Callable[[SignedInRequest, Patience], Content]]] = {
    "today": load_today,
    "recent": load_recent,
    "work": load_work,
    "calendar": load_calendar,
    "drive": load_drive,
    "sheets": load_sheets,
    "candidates": load_candidates,
    **{name: by_query(name) for name in ("candidate", "history", "interviews", "papers")},
}
# Pages that draw on everything: the first one, by its button for all blocks, and the search.
WIDE: Final = ("all", "search")


class SeeOther(HttpResponseRedirect):
    """After a POST, a GET: the browser and htmx alike then load the page, or the block, as it is now."""

    status_code = 303


@require_POST
@sign_in_required
def refresh(request: SignedInRequest, source: str) -> HttpResponse:
    """Refresh the block named `source`, with the query of its page, or everything; go on to the page.

    With scripts that is the page that htmx is on, whose filters may have changed since it came; else `next`.

    How often this reaches an upstream is the cache's rule. Whether it brought anything is seen on the page:
    the age that it shows, or the reason why that age is the old one.
    """
    if source in WIDE:
        refresh_together(_everything(request))
    elif source in LOADERS:
        refresh_block(partial(LOADERS[source], request))
    else:
        raise Http404
    return SeeOther(safe_next(request, page_of(request) or request.POST.get("next", "")))


def _everything(request: SignedInRequest) -> list[Callable[[Patience], object]]:
    """Candidates first: theirs are several calls after each other, during which the others come."""
    return [
        partial(read_people, request),
        lambda patience: read_all(patience, sources.events(request)),
        lambda patience: read_all(patience, sources.files(request)),
    ]
