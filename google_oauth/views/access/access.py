"""Access to pages: sign-in, confirmation, safe redirects."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from google_oauth.sessions import service as sessions

P = ParamSpec("P")


class SignedInRequest(HttpRequest):
    user: User


def sign_in_required(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Redirect a browser without a session to the sign-in page, and back after it.

    htmx gets HX-Redirect instead: the sign-in page must not land inside a block.
    """

    @wraps(view)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(cast("SignedInRequest", request), *args, **kwargs)
        if request.headers.get("HX-Request") == "true":
            return HttpResponseClientRedirect(_sign_in_url(page_of(request)))
        # The address of a POST cannot be opened again.
        can_return = request.method in {"GET", "HEAD"}
        return HttpResponseRedirect(_sign_in_url(request.get_full_path() if can_return else ""))

    return checked


def confirmation_required(
    view: Callable[Concatenate[SignedInRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Require a sign-in of the last minutes (`sessions.is_confirmed`); else redirect to the settings."""

    @wraps(view)
    def checked(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if sessions.is_confirmed(request.session):
            return view(request, *args, **kwargs)
        return refer_to_confirmation(request)

    return sign_in_required(checked)


def refer_to_confirmation(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request, _("Nothing was changed: you signed in a while ago. Confirm that it is you, and repeat.")
    )
    return HttpResponseRedirect(reverse("settings"))


def safe_next(request: HttpRequest, url: str) -> str:
    """Return `url` if it is an address of this site, else the dashboard's."""
    own = url_has_allowed_host_and_scheme(
        url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return url if own else reverse("dashboard")


def warn_of_pending_removal(request: HttpRequest, *, erased: bool) -> None:
    """Say that Redis has not confirmed a removal yet, unless everything is `erased`."""
    if not erased:
        text = _("Cached data could not be removed yet. They will be, before anybody could see them.")
        messages.warning(request, text)


def _sign_in_url(next_url: str) -> str:
    query = f"?{urlencode({'next': next_url})}" if next_url else ""
    return reverse("sign_in") + query


def page_of(request: HttpRequest) -> str:
    """Return the path of the page that htmx is on, "" without htmx."""
    htmx = getattr(request, "htmx", None)
    try:
        return (htmx and htmx.current_url_abs_path) or ""
    except ValueError:
        # A header that is no address, such as "http://[".
        return ""
