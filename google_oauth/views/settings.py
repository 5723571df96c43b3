"""Connections: what Google has granted, and the token pair for Huntflow."""

from django import forms
from django.conf import settings as django_settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from google_oauth.exceptions import ReconnectRequired, UpstreamError
from google_oauth.views import sources
from google_oauth.views.access import sign_in_required
from google_oauth.views.states import reason_text

FEATURES = ("calendar", "drive")
# Far above what Huntflow gives; a larger text is not a token.
LONGEST_TOKEN = 2048


class HuntflowForm(forms.Form):
    """A token pair and the address of the Huntflow that gave it. Tokens are never sent back to the browser."""

    base_url = forms.CharField(
        label=_("Address of the API"),
        max_length=255,
        help_text=_("For example https://api.huntflow.ru/v2, or your company's own."),
    )
    access_token = forms.CharField(
        label=_("Access token"),
        max_length=LONGEST_TOKEN,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    refresh_token = forms.CharField(
        label=_("Refresh token"),
        max_length=LONGEST_TOKEN,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


@require_safe
@sign_in_required
def settings(request: HttpRequest) -> HttpResponse:
    """Show what is connected, and how to change it."""
    return _page(request, _empty_form())


@require_POST
@sign_in_required
def huntflow_connect(request: HttpRequest) -> HttpResponse:
    """Check a token pair by a call and keep it; with `sandbox`, the pair that the sandbox has for this user."""
    service = sources.huntflow(request)
    form = HuntflowForm(request.POST)
    try:
        if "sandbox" in request.POST:
            erased = service.connect_sandbox_pair()
        elif form.is_valid():
            erased = service.connect(**form.cleaned_data)
        else:
            return _page(request, form)
    except UpstreamError as exc:
        return _refused(request, form, exc)
    messages.success(request, gettext("Huntflow is connected."))
    _warn_of_leftovers(request, erased=erased)
    return redirect("settings")


@require_POST
@sign_in_required
def huntflow_disconnect(request: HttpRequest) -> HttpResponse:
    """Delete the token pair and everything that it brought."""
    erased = sources.huntflow(request).disconnect()
    messages.success(request, gettext("Huntflow is disconnected."))
    _warn_of_leftovers(request, erased=erased)
    return redirect("settings")


def _refused(request: HttpRequest, form: HuntflowForm, error: UpstreamError) -> HttpResponse:
    # Of a pair that was never accepted nobody says that it is accepted no longer.
    reason = "bad_token" if isinstance(error, ReconnectRequired) else error.reason
    text = reason_text(error.upstream, reason)
    if "sandbox" in request.POST:
        messages.error(request, text)
        return redirect("settings")
    form.add_error("base_url" if error.reason == "bad_address" else None, text)
    return _page(request, form)


def _page(request: HttpRequest, form: HuntflowForm) -> HttpResponse:
    google, huntflow = sources.google(request), sources.huntflow(request)
    context = {
        "account": google.account,
        "granted": {feature: google.granted(feature) for feature in FEATURES},
        "huntflow": huntflow,
        "form": form,
    }
    return render(request, "settings.html", context)


def _empty_form() -> HuntflowForm:
    return HuntflowForm(initial={"base_url": django_settings.HUNTFLOW_API_BASE_URL})


def _warn_of_leftovers(request: HttpRequest, *, erased: bool) -> None:
    if not erased:
        text = gettext("Cached data could not be removed yet. They will be, before anybody could see them.")
        messages.warning(request, text)
