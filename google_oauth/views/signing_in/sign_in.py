"""Signing in with Google, signing out, and disconnecting Google. Users have no passwords."""

import logging

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from google_oauth.exceptions import SignInRefused, UpstreamError, UpstreamUnavailable
from google_oauth.services import GoogleOAuthService
from google_oauth.services.google import authorization
from google_oauth.services.google.authorization import Callback
from google_oauth.sessions import service as sessions
from google_oauth.views.access.access import (
    SignedInRequest,
    confirmation_required,
    safe_next,
    sign_in_required,
    warn_of_pending_removal,
)
from google_oauth.views.blocks import counts
from google_oauth.views.signing_in import failures, oauth_state
from google_oauth.views.signing_in.oauth_state import PendingAuthorization

logger = logging.getLogger("google_oauth.security")

# Errors on Google's side (RFC 6749, 4.1.2.1); all others mean that the user refused.
SERVER_ERRORS = {"server_error", "temporarily_unavailable"}


@require_safe
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    next_url = safe_next(request, request.GET.get("next", ""))
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_url)
    context = {"next": next_url, "domains": settings.GOOGLE_WORKSPACE_DOMAINS}
    return render(request, "sign_in.html", context)


@require_safe
@never_cache
def google_start(request: HttpRequest) -> HttpResponse:
    """Send the browser to Google.

    Optional parameters: `next`, the page to return to; `feature`, "calendar" or "drive", which a signed-in
    user connects; `confirm=1`, to confirm the identity of a signed-in user; `choose=1`, to choose another
    account.
    """
    if not authorization.is_configured():
        return failures.failure_page(request, "not_configured")
    next_url = safe_next(request, request.GET.get("next", ""))
    if request.GET.get("choose"):
        return _redirect_to_google(request, next_url, prompt="select_account")
    google_id = _google_id(request)
    feature = request.GET.get("feature", "")
    if google_id and authorization.is_feature(feature):
        # A new scope needs a new refresh token, which Google gives only with a consent.
        return _redirect_to_google(request, next_url, feature=feature, google_id=google_id, prompt="consent")
    if google_id and request.GET.get("confirm"):
        return _redirect_to_confirm(request, next_url, google_id)
    # A signed-in user must see a page of Google's: the return confirms that they are present.
    return _redirect_to_google(
        request, next_url, google_id=google_id, prompt="select_account" if google_id else ""
    )


@require_safe
@never_cache
def google_callback(request: HttpRequest) -> HttpResponse:
    pending = oauth_state.pop_pending(request.session, request.GET.get("state", ""))
    if pending is None:
        return failures.failure_page(request, "wrong_state")
    try:
        callback = _callback(request, pending)
        if pending.confirms:
            authorization.complete_confirmation(callback)
            sessions.record_confirmation(request.session)
            logger.info("User %s is confirmed", request.user.pk, extra={"outcome": "confirmed"})
            return HttpResponseRedirect(pending.next_url)
        signed_in = authorization.complete_sign_in(callback)
    except (SignInRefused, UpstreamError) as exc:
        return failures.failure_page(request, failures.reason_of(exc), pending=pending)
    if not signed_in.lasting and not pending.consented:
        return _redirect_to_google(request, pending.next_url, google_id=signed_in.google_id, prompt="consent")
    # Also rotates the session's key.
    login(request, signed_in.user)
    return HttpResponseRedirect(pending.next_url)


@require_safe
@sign_in_required
def staff_sign_in(request: SignedInRequest) -> HttpResponse:
    """Redirect a member of the staff to `next`, a page of Django's admin; refuse other users."""
    if not request.user.is_staff:
        raise PermissionDenied
    return HttpResponseRedirect(safe_next(request, request.GET.get("next", "")))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; the connections to Google and Huntflow stay."""
    logout(request)
    return HttpResponseRedirect(reverse("sign_in"))


@require_POST
@confirmation_required
def google_disconnect(request: SignedInRequest) -> HttpResponse:
    """Disconnect Google and, with `everywhere`, end all other sessions; report what failed."""
    if "everywhere" in request.POST:
        sessions.end_others(request.user, request.session)
    done = GoogleOAuthService(request.user).disconnect()
    messages.success(request, _("Google is disconnected."))
    if not done.revoked:
        text = _(
            "Google did not answer, so the permission still stands there. You can end it in your Google account."
        )
        messages.warning(request, text)
    warn_of_pending_removal(request, erased=done.erased)
    response = HttpResponseRedirect(reverse("settings"))
    counts.forget(response)
    return response


def _callback(request: HttpRequest, pending: PendingAuthorization) -> Callback:
    """Read the code from the query. Raises SignInRefused or UpstreamUnavailable when there is none."""
    if not authorization.is_google(request.GET.get("iss", "")):
        # A code of another server, which must not be sent to Google (RFC 9207).
        raise SignInRefused("invalid_identity")
    if error := request.GET.get("error", ""):
        raise (
            UpstreamUnavailable("google", "server_error")
            if error in SERVER_ERRORS
            else SignInRefused("denied")
        )
    code = request.GET.get("code", "")
    if not code:
        raise SignInRefused("invalid_code")
    return Callback(code, _redirect_uri(request), pending.code_verifier, pending.nonce, pending.google_id)


def _redirect_to_google(
    request: HttpRequest, next_url: str, *, feature: str = "", google_id: str = "", prompt: str = ""
) -> HttpResponse:
    begun = authorization.prepare_sign_in(
        redirect_uri=_redirect_uri(request), feature=feature, google_id=google_id, prompt=prompt
    )
    pending = PendingAuthorization(
        begun.state,
        begun.code_verifier,
        begun.nonce,
        next_url,
        feature=feature,
        google_id=google_id,
        consented=prompt == "consent",
    )
    oauth_state.store_pending(request.session, pending)
    return HttpResponseRedirect(begun.url)


def _redirect_to_confirm(request: HttpRequest, next_url: str, google_id: str) -> HttpResponse:
    """Ask Google who the user is, for no scopes but the identity."""
    begun = authorization.prepare_confirmation(redirect_uri=_redirect_uri(request))
    pending = PendingAuthorization(
        begun.state, begun.code_verifier, begun.nonce, next_url, google_id=google_id, confirms=True
    )
    oauth_state.store_pending(request.session, pending)
    return HttpResponseRedirect(begun.url)


def _google_id(request: HttpRequest) -> str:
    """Return the `sub` of a signed-in user, else ""."""
    if not request.user.is_authenticated:
        return ""
    account = GoogleOAuthService(request.user).account
    return account.google_id if account else ""


def _redirect_uri(request: HttpRequest) -> str:
    return settings.GOOGLE_OAUTH_REDIRECT_URI or request.build_absolute_uri(reverse("google_callback"))
