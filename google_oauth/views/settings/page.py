"""The settings page: preferences, Google's grants, Huntflow's token pair, and sessions."""

import logging
from functools import partial

from django import forms
from django.conf import settings as django_settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from google_oauth.exceptions import ReconnectRequired, UpstreamError
from google_oauth.services.preferences import keep_preferences
from google_oauth.sessions import service as sessions
from google_oauth.views.access.access import (
    SignedInRequest,
    confirmation_required,
    refer_to_confirmation,
    sign_in_required,
    warn_of_pending_removal,
)
from google_oauth.views.blocks import counts
from google_oauth.views.blocks.states import reason_text
from google_oauth.views.reading import sources
from google_oauth.views.settings.preferences import PreferencesForm
from google_oauth.web.reader_settings import language_of

logger = logging.getLogger("google_oauth.security")

# Far above the tokens of Huntflow.
MAX_TOKEN_LENGTH = 2048


_token_field = partial(
    forms.CharField, max_length=MAX_TOKEN_LENGTH, widget=forms.PasswordInput(attrs={"autocomplete": "off"})
)


class HuntflowForm(forms.Form):
    """A token pair and the address of the Huntflow that gave it. Tokens are never sent back to the browser."""

    base_url = forms.CharField(
        label=_("Address of the API"),
        max_length=255,
        help_text=_("For example https://api.huntflow.ru/v2. An administrator can allow other hosts."),
    )
    access_token = _token_field(label=_("Access token"))
    refresh_token = _token_field(label=_("Refresh token"))


@require_safe
@sign_in_required
def settings(request: SignedInRequest) -> HttpResponse:
    return _page(request)


@require_POST
@sign_in_required
def preferences(request: SignedInRequest) -> HttpResponse:
    form = PreferencesForm(request, request.POST)
    if not form.is_valid():
        return _page(request, preferences=form)
    chosen = keep_preferences(request.user, form.cleaned_data)
    # This request still has the previous language.
    with translation.override(language_of(request, chosen)):
        messages.success(request, gettext("The settings are saved."))
    return redirect("settings")


@require_POST
@sign_in_required
def huntflow_connect(request: SignedInRequest) -> HttpResponse:
    """Check a token pair by a call, and store it; with `sandbox`, the user's pair of the sandbox."""
    service = sources.huntflow(request)
    if service.connected and not sessions.is_confirmed(request.session):
        return refer_to_confirmation(request)
    form = HuntflowForm(request.POST)
    try:
        if "sandbox" in request.POST:
            erased = service.connect_sandbox_pair()
        elif form.is_valid():
            erased = service.connect(**form.cleaned_data)
        else:
            return _page(request, huntflow=form)
    except UpstreamError as exc:
        return _refused(request, form, exc)
    messages.success(request, gettext("Huntflow is connected."))
    warn_of_pending_removal(request, erased=erased)
    return redirect("settings")


@require_POST
@confirmation_required
def huntflow_disconnect(request: SignedInRequest) -> HttpResponse:
    """Delete the token pair and every cached answer of Huntflow."""
    erased = sources.huntflow(request).disconnect()
    messages.success(request, gettext("Huntflow is disconnected."))
    warn_of_pending_removal(request, erased=erased)
    response = redirect("settings")
    counts.forget(response)
    return response


@require_POST
@confirmation_required
def sessions_end(request: SignedInRequest) -> HttpResponse:
    """End the session whose handle is `session`; without one, all sessions but this."""
    handle = request.POST.get("session", "")
    user = request.user
    here = request.session
    ended = sessions.end_one(user, here, handle) if handle else sessions.end_others(user, here)
    logger.info("User %d ended sessions: %d", user.pk, ended, extra={"outcome": "sessions_ended"})
    messages.success(request, gettext("You are signed out there."))
    return redirect("settings")


def _refused(request: SignedInRequest, form: HuntflowForm, error: UpstreamError) -> HttpResponse:
    # A pair that was never accepted is not called revoked.
    reason = "bad_token" if isinstance(error, ReconnectRequired) else error.reason
    text = reason_text(error.upstream, reason)
    if "sandbox" in request.POST:
        messages.error(request, text)
        return redirect("settings")
    form.add_error("base_url" if error.reason == "bad_address" else None, text)
    return _page(request, huntflow=form)


def _page(
    request: SignedInRequest,
    *,
    huntflow: HuntflowForm | None = None,
    preferences: PreferencesForm | None = None,
) -> HttpResponse:
    google = sources.google(request)
    context = {
        "account": google.account,
        "granted": {feature: google.granted(feature) for feature in sources.FEATURES},
        "huntflow": sources.huntflow(request),
        "form": huntflow or HuntflowForm(initial={"base_url": django_settings.HUNTFLOW_API_BASE_URL}),
        "preferences": preferences or PreferencesForm(request),
        "places": sessions.places_of(request.user, request.session),
        "confirmed": sessions.is_confirmed(request.session),
    }
    return render(request, "settings.html", context)
