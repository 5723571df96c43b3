"""The refresh button: fetch what is behind one block anew, then show the page that it stands on."""

from collections.abc import Callable
from functools import partial
from typing import Final

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from google_oauth.views.access import SignedInRequest, safe_next, sign_in_required
from google_oauth.views.blocks import Content, Patience, refresh_block
from google_oauth.views.calendar import load_calendar
from google_oauth.views.candidate import by_query
from google_oauth.views.candidates import load_candidates
from google_oauth.views.dashboard import load_recent, load_today, load_work
from google_oauth.views.files import load_drive, load_sheets

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


class SeeOther(HttpResponseRedirect):
    """After a POST, a GET: the browser and htmx alike then load the page, or the block, as it is now."""

    status_code = 303


@require_POST
@sign_in_required
def refresh(request: SignedInRequest, source: str) -> HttpResponse:
    """Refresh the block named `source`, with the query of its page; go on to `next`.

    How often this reaches an upstream is the cache's rule. Whether it brought anything is seen on the page:
    the age that it shows, or the reason why that age is the old one.
    """
    if source not in LOADERS:
        raise Http404
    refresh_block(partial(LOADERS[source], request))
    return SeeOther(safe_next(request, request.POST.get("next", "")))
