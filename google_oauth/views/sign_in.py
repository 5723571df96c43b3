"""Signing in with Google and out again, and the end of the connection to Google."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from google_oauth.exceptions import SignInRefused, UpstreamError, UpstreamUnavailable
from google_oauth.services import GoogleOAuthService, google_sign_in, sessions
from google_oauth.services.google_sign_in import SignedIn
from google_oauth.views import counts, sign_in_failures, trips
from google_oauth.views.access import SignedInRequest, safe_next, sign_in_required
from google_oauth.views.leftovers import warn_of_leftovers
from google_oauth.views.trips import Trip

# Errors by which Google speaks of trouble of its own (RFC 6749, 4.1.2.1); the rest are a "no".
IN_TROUBLE = {"server_error", "temporarily_unavailable"}


@require_safe
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """Offer signing in with Google; whoever is signed in goes on to where they were going."""
    next_url = safe_next(request, request.GET.get("next", ""))
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_url)
    context = {"next": next_url, "domains": settings.GOOGLE_WORKSPACE_DOMAINS}
    return render(request, "sign_in.html", context)


@require_safe
@never_cache
def google_start(request: HttpRequest) -> HttpResponse:
    """Send the browser to Google.

    In the query, all optional: `next`, the page to come back to; `feature`, what a signed-in user connects,
    "calendar" or "drive"; `choose=1`, to be offered other accounts.
    """
    if not google_sign_in.is_configured():
        return sign_in_failures.page(request, "not_configured")
    next_url = safe_next(request, request.GET.get("next", ""))
    if request.GET.get("choose"):
        return _depart(request, next_url, prompt="select_account")
    google_id = _google_id(request)
    feature = request.GET.get("feature", "")
    if google_id and google_sign_in.is_feature(feature):
        # A new scope needs a new refresh token, and Google gives one only with a consent.
        return _depart(request, next_url, feature=feature, google_id=google_id, prompt="consent")
    return _depart(request, next_url, google_id=google_id)


@require_safe
@never_cache
def google_callback(request: HttpRequest) -> HttpResponse:
    """Take back whom Google sends, signed in or not."""
    trip = trips.take(request.session, request.GET.get("state", ""))
    if trip is None:
        return sign_in_failures.page(request, "wrong_state")
    try:
        arrived = _arrive(request, trip)
    except (SignInRefused, UpstreamError) as exc:
        return sign_in_failures.page(request, sign_in_failures.reason_of(exc), trip=trip)
    if not arrived.lasting and not trip.consented:
        return _depart(request, trip.next_url, google_id=arrived.google_id, prompt="consent")
    # Also gives the session a new key.
    login(request, arrived.user)
    return HttpResponseRedirect(trip.next_url)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, with `everywhere` on every device; the connections stay for the next one."""
    if "everywhere" in request.POST and request.user.is_authenticated:
        sessions.end_everywhere(request.user)
    logout(request)
    return HttpResponseRedirect(reverse("sign_in"))


@require_POST
@sign_in_required
def google_disconnect(request: SignedInRequest) -> HttpResponse:
    """End the connection to Google and, with `everywhere`, all other sessions; say what could not be done."""
    if "everywhere" in request.POST:
        sessions.end_everywhere(request.user)
        update_session_auth_hash(request, request.user)
    done = GoogleOAuthService(request.user).disconnect()
    messages.success(request, _("Google is disconnected."))
    if not done.revoked:
        messages.warning(
            request,
            _(
                "Google did not answer, so the permission still stands there. You can end it in your Google account."
            ),
        )
    warn_of_leftovers(request, erased=done.erased)
    response = HttpResponseRedirect(reverse("settings"))
    counts.forget(response)
    return response


def _arrive(request: HttpRequest, trip: Trip) -> SignedIn:
    """Complete a trip; raises SignInRefused or UpstreamError when nobody arrived."""
    if not google_sign_in.is_ours(request.GET.get("iss", "")):
        # A code of another server, handed to us to be sent to Google (RFC 9207).
        raise SignInRefused("invalid_identity")
    if error := request.GET.get("error", ""):
        raise (
            UpstreamUnavailable("google", "server_error") if error in IN_TROUBLE else SignInRefused("denied")
        )
    code = request.GET.get("code", "")
    if not code:
        raise SignInRefused("invalid_code")
    return google_sign_in.complete(
        code,
        redirect_uri=_redirect_uri(request),
        code_verifier=trip.code_verifier,
        nonce=trip.nonce,
        google_id=trip.google_id,
    )


def _depart(
    request: HttpRequest, next_url: str, *, feature: str = "", google_id: str = "", prompt: str = ""
) -> HttpResponse:
    """Remember a trip and begin it."""
    away = google_sign_in.begin(
        redirect_uri=_redirect_uri(request), feature=feature, google_id=google_id, prompt=prompt
    )
    trip = Trip(
        away.state,
        away.code_verifier,
        away.nonce,
        next_url,
        feature=feature,
        google_id=google_id,
        consented=prompt == "consent",
    )
    trips.remember(request.session, trip)
    return HttpResponseRedirect(away.url)


def _google_id(request: HttpRequest) -> str:
    """Return the Google account of a signed-in user, else the empty string."""
    if not request.user.is_authenticated:
        return ""
    account = GoogleOAuthService(request.user).account
    return account.google_id if account else ""


def _redirect_uri(request: HttpRequest) -> str:
    return settings.GOOGLE_OAUTH_REDIRECT_URI or request.build_absolute_uri(reverse("google_callback"))
