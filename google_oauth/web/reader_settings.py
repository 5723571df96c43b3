"""Middleware for every page: language and time zone of the reader, no caching, session limits."""

from typing import cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from google_oauth.core.cookies import full_name
from google_oauth.core.time_zones import is_zone
from google_oauth.models import Preferences
from google_oauth.services.preferences import google_zone, preferences_of
from google_oauth.sessions import service as sessions
from google_oauth.web.observability import GetResponse

# Set by app.js to the browser's time zone.
ZONE_COOKIE = "tz"


class ReaderRequest(HttpRequest):
    """A request with the reader's preferences; defaults without a signed-in user."""

    preferences: Preferences


def language_and_zone(get_response: GetResponse) -> GetResponse:
    """Set the reader's language and time zone: the chosen ones, else the browser's.

    Without either zone: that of the Google calendar, else `settings.TIME_ZONE`. Costs a signed-in user one
    query, and the read of the cached calendars two more.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        user = request.user
        preferences = preferences_of(user) if user.is_authenticated else Preferences()
        cast("ReaderRequest", request).preferences = preferences
        language = language_of(request, preferences)
        zone = _zone(request, preferences)
        with translation.override(language), timezone.override(ZoneInfo(zone) if zone else None):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        return response

    return middleware


def language_of(request: HttpRequest, preferences: Preferences) -> str:
    """Return the chosen language, else the browser's best match among `settings.LANGUAGES`."""
    chosen = preferences.language
    return chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


def browser_zone(request: HttpRequest) -> str:
    """Return the time zone in the browser's cookie; "" without a valid one."""
    zone = request.COOKIES.get(full_name(ZONE_COOKIE), "")
    return zone if is_zone(zone) else ""


def no_store(get_response: GetResponse) -> GetResponse:
    """Keep HTML, which holds candidates' names, out of all caches and the browser's history."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            add_never_cache_headers(response)
        return response

    return middleware


def session_limits(get_response: GetResponse) -> GetResponse:
    """End a session that has lasted, or been idle, for too long."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if sessions.has_expired(request.session):
                logout(request)
            else:
                sessions.record_use(request.session)
        return get_response(request)

    return middleware


def _zone(request: HttpRequest, preferences: Preferences) -> str:
    """Return the name of the reader's zone; "" if it is unknown."""
    if is_zone(preferences.time_zone):
        return preferences.time_zone
    if zone := browser_zone(request):
        return zone
    return google_zone(request.user) if request.user.is_authenticated else ""
