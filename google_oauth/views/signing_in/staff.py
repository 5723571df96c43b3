"""The way into Django's admin: with Google, as everybody. Nobody has a password, so there is no form for one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from google_oauth.views.access.access import SignedInRequest, safe_next, sign_in_required


@require_safe
@sign_in_required
def staff_sign_in(request: SignedInRequest) -> HttpResponse:
    """Send the staff on to where they were going; nobody else has anything to do there."""
    if not request.user.is_staff:
        raise PermissionDenied
    return HttpResponseRedirect(safe_next(request, request.GET.get("next", "")))
