"""Clearing the cache, after a question with the number of entries: for oneself, and for the staff."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from google_oauth.cache_service import DATA_SETS, data_set_of
from google_oauth.domain.parsing.reading import integer_within
from google_oauth.exceptions import CacheUnavailable
from google_oauth.services.cache_page import status
from google_oauth.services.cache_page.status import Scope
from google_oauth.views.access.access import SignedInRequest, sign_in_required
from google_oauth.views.cache.words import person_name

MAX_USER_ID = 2**63 - 1


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def cache_clear(request: SignedInRequest, service: str) -> HttpResponse:
    """Clear the reader's entries of one data set."""
    scope = Scope(_declared(service), request.user.pk)
    return _answer(request, scope, own=True)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def cache_staff_clear(request: SignedInRequest) -> HttpResponse:
    """Clear a data set for all users, or all entries of one user; for the staff."""
    if not request.user.is_staff:
        raise PermissionDenied
    return _answer(request, _asked(request.GET), own=False)


def _answer(request: SignedInRequest, scope: Scope, *, own: bool) -> HttpResponse:
    if request.method == "POST":
        _clear(request, scope)
        return redirect("cache_status")
    try:
        count = status.count_in(scope)
    except CacheUnavailable:
        count = None
    service = data_set_of(scope.service).title if scope.service else ""
    person = "" if own else _name(scope.user_id)
    context = {"own": own, "service": service, "person": person, "count": count}
    return render(request, "cache_clear.html", context)


def _clear(request: SignedInRequest, scope: Scope) -> None:
    try:
        removed = status.clear(scope)
    except CacheUnavailable:
        text = gettext(
            "Redis did not confirm the removal, so entries may still be there. Please try again later."
        )
        messages.error(request, text)
        return
    text = ngettext("%(count)d entry was removed.", "%(count)d entries were removed.", removed)
    messages.success(request, text % {"count": removed})


def _asked(query: QueryDict) -> Scope:
    """The scope in the query; Http404 for an empty or unknown one."""
    service = query.get("service", "")
    user_id = integer_within(query.get("user", ""), default=0, low=1, high=MAX_USER_ID)
    # A malformed user must not mean all users.
    if not (service or user_id) or (query.get("user") and not user_id):
        raise Http404
    return Scope(_declared(service) if service else None, user_id or None)


def _declared(service: str) -> str:
    if service not in DATA_SETS:
        raise Http404
    return service


def _name(user_id: int | None) -> str:
    return person_name(User.objects.filter(pk=user_id).first(), user_id) if user_id else ""
