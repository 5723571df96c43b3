"""Signing in to Django's admin with Google: users have no passwords, so there is no form for one."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from google_oauth.views.access.access import SignedInRequest, safe_next, sign_in_required


@require_safe
@sign_in_required
def staff_sign_in(request: SignedInRequest) -> HttpResponse:
    """Redirect a member of the staff to `next`; refuse other users."""
    if not request.user.is_staff:
        raise PermissionDenied
    return HttpResponseRedirect(safe_next(request, request.GET.get("next", "")))
