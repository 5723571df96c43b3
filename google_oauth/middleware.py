"""What holds for every page: the reader's time zone, and no copy left in a browser's cache."""

from collections.abc import Callable
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

# Set by app.js from what the browser knows.
ZONE_COOKIE = "tz"

GetResponse = Callable[[HttpRequest], HttpResponse]


def time_zone(get_response: GetResponse) -> GetResponse:
    """Show times in the zone that the browser told, in `settings.TIME_ZONE` where it told none or no real one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        name = request.COOKIES.get(ZONE_COOKIE, "")
        # Looked up in the list and never opened by name: a name could be a path.
        with timezone.override(ZoneInfo(name) if name in _zones() else None):
            return get_response(request)

    return middleware


def no_store(get_response: GetResponse) -> GetResponse:
    """Keep HTML, which holds names of candidates, out of every cache and out of the browser's history."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            add_never_cache_headers(response)
        return response

    return middleware


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
