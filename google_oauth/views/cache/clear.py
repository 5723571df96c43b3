"""Clearing the cache: first how much would go, then the removal. Two ways in, for oneself and for the staff."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods

from google_oauth.domain.parsing.query import whole_number
from google_oauth.exceptions import CacheUnavailable
from google_oauth.services.cache_page import status
from google_oauth.services.cache_page.status import Scope
from google_oauth.views.access.access import SignedInRequest, sign_in_required
from google_oauth.views.cache.words import label, person_name

MAX_USER_ID = 2**63 - 1


@dataclass(frozen=True)
class Clearing:
    """What is about to be cleared, in words; `person` is "" for everybody, or for the reader when `own`."""

    scope: Scope
    own: bool
    service: str
    person: str


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def cache_clear(request: SignedInRequest, service: str) -> HttpResponse:
    """Clear the reader's own entries of one data set, after a question."""
    scope = Scope(_declared(service), request.user.pk)
    return _answer(request, Clearing(scope, own=True, service=label(service), person=""))


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def cache_staff_clear(request: SignedInRequest) -> HttpResponse:
    """Clear a data set for everybody, or all that is kept for one person, after a question; for the staff."""
    if not request.user.is_staff:
        raise PermissionDenied
    scope = _asked(request.GET)
    service = label(scope.service) if scope.service else ""
    return _answer(request, Clearing(scope, own=False, service=service, person=_name(scope.user_id)))


def _answer(request: SignedInRequest, clearing: Clearing) -> HttpResponse:
    if request.method == "POST":
        _clear(request, clearing.scope)
        return redirect("cache_status")
    try:
        count = status.count(clearing.scope)
    except CacheUnavailable:
        count = None
    return render(request, "cache_clear.html", {"clearing": clearing, "count": count})


def _clear(request: SignedInRequest, scope: Scope) -> None:
    """Clear, and say the number that really went, or that nobody can say what is left."""
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
    """What the query names; Http404 for nothing, and for what does not exist."""
    service = query.get("service", "")
    user_id = whole_number(query.get("user", ""), default=0, low=1, high=MAX_USER_ID)
    # A user who makes no sense must never turn into everybody.
    if not (service or user_id) or (query.get("user") and not user_id):
        raise Http404
    return Scope(_declared(service) if service else None, user_id or None)


def _declared(service: str) -> str:
    if service not in status.data_sets():
        raise Http404
    return service


def _name(user_id: int | None) -> str:
    return person_name(User.objects.filter(pk=user_id).first(), user_id) if user_id else ""
