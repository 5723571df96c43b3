"""What a page costs without its data: the template, the middleware and the sign-in stay, the cache does not."""

from typing import Any
from unittest import mock

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from google_oauth.views.access.access import sign_in_required
from google_oauth.views.blocks import pages
from google_oauth.views.calendar import calendar_events

_held: dict[str, tuple[str, dict[str, Any]]] = {}


@sign_in_required
def held_calendar(request: HttpRequest) -> HttpResponse:
    """Render what the calendar's view rendered at the first request of this process."""
    if not _held:
        with mock.patch.object(pages, "render", _hold):
            calendar_events(request)
    template, context = _held["calendar"]
    return render(request, template, context)


def _hold(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    _held["calendar"] = (template, context)
    return render(request, template, context)
