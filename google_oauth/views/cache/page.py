"""The cache page: the reader's entries, and for the staff the whole cache in numbers."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from google_oauth.cache_service import DATA_SETS, data_set_of
from google_oauth.domain.lists.paging import paginate
from google_oauth.exceptions import CacheUnavailable, UpstreamError
from google_oauth.services.cache_page import status
from google_oauth.services.cache_page.refresh import Refreshed, refresh_own
from google_oauth.views.access.access import SignedInRequest, safe_next, sign_in_required
from google_oauth.views.blocks.states import missing_feature_text, reason_text, upstream_name
from google_oauth.views.cache.charts import chart
from google_oauth.views.cache.rows import data_set_rows, groups, person_rows
from google_oauth.views.cache.words import redis_line
from google_oauth.views.reading import sources

SOURCES: Final = ("google", "huntflow")


@require_safe
@sign_in_required
def cache_status(request: SignedInRequest) -> HttpResponse:
    try:
        values = {**_own(request), **_whole(request)}
    except CacheUnavailable:
        values = {}
    # After the calls above, because it reports what they met.
    line = redis_line(known=bool(values))
    page = {"redis": line, "now": timezone.now(), "unconnected": _unconnected(request)}
    return render(request, "cache.html", {**page, **values})


@require_POST
@sign_in_required
def cache_refresh(request: SignedInRequest) -> HttpResponse:
    asked = request.POST.get("service", "")
    try:
        refreshed = refresh_own(request.user, asked, request.POST.get("digest", ""))
    except UpstreamError as exc:
        messages.error(request, f"{data_set_of(asked).title}: {reason_text(exc.upstream, exc.reason)}")
    except CacheUnavailable:
        messages.error(request, gettext("Redis does not answer, so it is not known what to ask for."))
    else:
        _tell(request, asked, refreshed)
    return redirect(safe_next(request, request.POST.get("next") or reverse("cache_status")))


def _own(request: SignedInRequest) -> dict[str, Any]:
    own = status.own_cache(request.user)
    asked = request.GET.get("source", "")
    source = asked if asked in SOURCES else ""
    stored = [
        entry
        for entry in own.entries
        if entry.cached_at and source in ("", data_set_of(entry.service).upstream)
    ]
    found = groups(own.entries, source=source, whole=request.GET.get("all", ""))
    return {
        "groups": [group for group in found if group.total],
        "never": [group.data_set.title for group in found if not group.total],
        "sources": [("", gettext("All")), *((each, upstream_name(each)) for each in SOURCES)],
        "source": source,
        "total": len(stored),
        "due": [upstream_name(upstream) for upstream in own.due],
        "backoffs": [
            (reason_text(upstream, failure.reason), failure.retry_at)
            for upstream, failure in own.backoffs.items()
        ],
    }


def _unconnected(request: SignedInRequest) -> list[str]:
    """A sentence for each part that is not connected, so that nothing of it can be cached."""
    google, huntflow = sources.google(request), sources.huntflow(request)
    said = [missing_feature_text(feature) for feature in sources.FEATURES if not google.granted(feature)]
    if not huntflow.connected:
        said.append(reason_text("huntflow", "pair_dead" if huntflow.connection else "not_connected"))
    return said


def _whole(request: SignedInRequest) -> dict[str, Any]:
    if not request.user.is_staff:
        return {}
    overview = status.overview()
    span = "week" if request.GET.get("span") == "week" else "hour"
    asked = request.GET.get("service", "")
    chosen = asked if asked in DATA_SETS else ""
    rows = data_set_rows(overview, getattr(overview, span))
    return {
        "overview": overview,
        "charts": {each: chart(getattr(overview, each), chosen) for each in ("hour", "week")},
        "hour": overview.hour.of(),
        "week": overview.week.of(),
        "span": span,
        "chosen": chosen,
        "data_sets": [(service, data_set.title) for service, data_set in DATA_SETS.items()],
        "data_set_rows": rows,
        "stored_rows": [row for row in rows if row.totals.entries or row.totals.failing],
        "page": paginate(person_rows(overview), number=request.GET.get("page", "")),
    }


def _tell(request: HttpRequest, asked: str, refreshed: Refreshed | None) -> None:
    """Report the result of a refresh; it counts as a success only with a newer answer."""
    if refreshed is None:
        messages.warning(request, gettext("This entry is not kept any more."))
        return
    data_set = data_set_of(asked)
    name = data_set.title
    if refreshed.reason:
        reason = reason_text(data_set.upstream, refreshed.reason)
        text = gettext("%(name)s: not refreshed. %(reason)s")
        messages.error(request, text % {"name": name, "reason": reason})
    elif refreshed.is_newer:
        messages.success(request, gettext("%(name)s: refreshed.") % {"name": name})
    else:
        text = gettext("%(name)s: nothing newer came. An entry is asked for at most once in ten seconds.")
        messages.warning(request, text % {"name": name})
