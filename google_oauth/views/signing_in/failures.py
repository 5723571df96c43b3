"""The page that says why a sign-in failed, with its HTTP status."""

import logging
from http import HTTPStatus
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from google_oauth.exceptions import SignInRefused, UpstreamError, UpstreamRejected
from google_oauth.views.signing_in.oauth_state import PendingAuthorization

logger = logging.getLogger("google_oauth.security")

_TEXTS = {
    "wrong_state": _("This sign-in was not begun in this browser, took too long, or was completed before."),
    "invalid_code": _("Google's answer was used before or is too old."),
    "invalid_identity": _("Google's answer about who you are could not be verified."),
    "unverified_email": _("Google has not verified the e-mail address of this account."),
    "denied": _("You did not allow access to your Google account."),
    "wrong_domain": _("This Google account does not belong to the company."),
    "other_account": _(
        "You are signed in with one Google account and came back with another. Sign out to change accounts."
    ),
    "inactive": _("Your access to this application has been closed."),
    "unavailable": _("Google cannot be reached at the moment."),
    "rejected": _("Google does not accept this application. Please tell the administrator."),
    "not_configured": _("Signing in with Google has not been set up. Please tell the administrator."),
}
# All other reasons are FORBIDDEN.
_STATUSES = {
    "wrong_state": HTTPStatus.BAD_REQUEST,
    "invalid_code": HTTPStatus.BAD_REQUEST,
    "unavailable": HTTPStatus.SERVICE_UNAVAILABLE,
    "rejected": HTTPStatus.SERVICE_UNAVAILABLE,
    "not_configured": HTTPStatus.SERVICE_UNAVAILABLE,
}
# Another account helps more than another try with the same.
_OTHER_ACCOUNT_HELPS = {"wrong_domain", "unverified_email"}


def reason_of(error: SignInRefused | UpstreamError) -> str:
    if isinstance(error, SignInRefused):
        return error.reason
    return "rejected" if isinstance(error, UpstreamRejected) else "unavailable"


def failure_page(
    request: HttpRequest, reason: str, *, pending: PendingAuthorization | None = None
) -> HttpResponse:
    """Render the page; its link begins the same authorization again."""
    status = _STATUSES.get(reason, HTTPStatus.FORBIDDEN)
    logger.warning("Nobody was signed in: %s", reason, extra={"outcome": reason})
    query = {"next": pending.next_url, "feature": pending.feature} if pending else {}
    if pending and pending.confirms:
        # Google offers the other accounts there too, and any other authorization would grant something.
        query["confirm"] = "1"
    elif reason in _OTHER_ACCOUNT_HELPS:
        query["choose"] = "1"
    given = {name: value for name, value in query.items() if value}
    retry_url = reverse("google_start") + (f"?{urlencode(given)}" if given else "")
    context = {"reason": reason, "text": _TEXTS[reason], "retry_url": retry_url}
    return render(request, "sign_in_failed.html", context, status=status)
