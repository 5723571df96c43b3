"""Signing in with Google and out again, and the end of the connection to Google."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from google_oauth.exceptions import SignInRefused, UpstreamError, UpstreamUnavailable
from google_oauth.services import GoogleOAuthService
from google_oauth.services.google import authorization
from google_oauth.services.google.authorization import Return
from google_oauth.sessions import service as sessions
from google_oauth.views.access.access import (
    SignedInRequest,
    confirmation_required,
    safe_next,
    warn_of_pending_removal,
)
from google_oauth.views.blocks import counts
from google_oauth.views.signing_in import failures, oauth_state
from google_oauth.views.signing_in.oauth_state import Trip

logger = logging.getLogger("google_oauth.security")

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
    "calendar" or "drive"; `confirm=1`, for a signed-in user to be named anew; `choose=1`, to be offered other
    accounts.
    """
    if not authorization.is_configured():
        return failures.page(request, "not_configured")
    next_url = safe_next(request, request.GET.get("next", ""))
    if request.GET.get("choose"):
        return _depart(request, next_url, prompt="select_account")
    google_id = _google_id(request)
    feature = request.GET.get("feature", "")
    if google_id and authorization.is_feature(feature):
        # A new scope needs a new refresh token, and Google gives one only with a consent.
        return _depart(request, next_url, feature=feature, google_id=google_id, prompt="consent")
    if google_id and request.GET.get("confirm"):
        return _depart_to_confirm(request, next_url, google_id)
    # Who is signed in has Google show a page, since coming back confirms that they are there.
    return _depart(request, next_url, google_id=google_id, prompt="select_account" if google_id else "")


@require_safe
@never_cache
def google_callback(request: HttpRequest) -> HttpResponse:
    """Take back whom Google sends, signed in or not."""
    trip = oauth_state.take(request.session, request.GET.get("state", ""))
    if trip is None:
        return failures.page(request, "wrong_state")
    try:
        back = _back(request, trip)
        if trip.confirms:
            authorization.confirm(back)
            sessions.confirm(request.session)
            logger.info("User %s is confirmed", request.user.pk, extra={"outcome": "confirmed"})
            return HttpResponseRedirect(trip.next_url)
        arrived = authorization.complete(back)
    except (SignInRefused, UpstreamError) as exc:
        return failures.page(request, failures.reason_of(exc), trip=trip)
    if not arrived.lasting and not trip.consented:
        return _depart(request, trip.next_url, google_id=arrived.google_id, prompt="consent")
    # Also gives the session a new key.
    login(request, arrived.user)
    return HttpResponseRedirect(trip.next_url)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the connections stay for the next one."""
    logout(request)
    return HttpResponseRedirect(reverse("sign_in"))


@require_POST
@confirmation_required
def google_disconnect(request: SignedInRequest) -> HttpResponse:
    """End the connection to Google and, with `everywhere`, all other sessions; say what could not be done."""
    if "everywhere" in request.POST:
        sessions.end_others(request.user, request.session)
    done = GoogleOAuthService(request.user).disconnect()
    messages.success(request, _("Google is disconnected."))
    if not done.revoked:
        messages.warning(
            request,
            _(
                "Google did not answer, so the permission still stands there. You can end it in your Google account."
            ),
        )
    warn_of_pending_removal(request, erased=done.erased)
    response = HttpResponseRedirect(reverse("settings"))
    counts.forget(response)
    return response


def _back(request: HttpRequest, trip: Trip) -> Return:
    """Read what Google sent back; raises SignInRefused or UpstreamUnavailable when it is no code."""
    if not authorization.is_ours(request.GET.get("iss", "")):
        # A code of another server, handed to us to be sent to Google (RFC 9207).
        raise SignInRefused("invalid_identity")
    if error := request.GET.get("error", ""):
        raise (
            UpstreamUnavailable("google", "server_error") if error in IN_TROUBLE else SignInRefused("denied")
        )
    code = request.GET.get("code", "")
    if not code:
        raise SignInRefused("invalid_code")
    return Return(code, _redirect_uri(request), trip.code_verifier, trip.nonce, trip.google_id)


def _depart(
    request: HttpRequest, next_url: str, *, feature: str = "", google_id: str = "", prompt: str = ""
) -> HttpResponse:
    """Remember a trip and begin it."""
    away = authorization.begin(
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
    oauth_state.remember(request.session, trip)
    return HttpResponseRedirect(away.url)


def _depart_to_confirm(request: HttpRequest, next_url: str, google_id: str) -> HttpResponse:
    """Remember a trip that only shows who is there, and begin it."""
    away = authorization.begin_confirming(redirect_uri=_redirect_uri(request))
    trip = Trip(away.state, away.code_verifier, away.nonce, next_url, google_id=google_id, confirms=True)
    oauth_state.remember(request.session, trip)
    return HttpResponseRedirect(away.url)


def _google_id(request: HttpRequest) -> str:
    """Return the Google account of a signed-in user, else the empty string."""
    if not request.user.is_authenticated:
        return ""
    account = GoogleOAuthService(request.user).account
    return account.google_id if account else ""


def _redirect_uri(request: HttpRequest) -> str:
    return settings.GOOGLE_OAUTH_REDIRECT_URI or request.build_absolute_uri(reverse("google_callback"))
