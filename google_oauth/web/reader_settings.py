"""What holds for every page: the reader's language and time zone, and no copy left in a browser's cache."""

from collections.abc import Callable
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

# Set by app.js from what the browser knows.
ZONE_COOKIE = "tz"

GetResponse = Callable[[HttpRequest], HttpResponse]


class ReaderRequest(HttpRequest):
    """A request whose reader is known: what they have chosen, defaults for whoever is not signed in."""

    preferences: Preferences


def language_and_zone(get_response: GetResponse) -> GetResponse:
    """Speak the reader's language and show times in their zone.

    Both are what they have chosen; else the language is the browser's, and the zone the browser's, that of
    their Google calendar, or `settings.TIME_ZONE`. One query for whoever is signed in; who chose no zone with a
    browser that told none, which is one without scripts, costs the two more that reading the cache takes.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        preferences = _preferences(request)
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
    """Return the language that the reader has chosen, else the one of ours that the browser likes best."""
    chosen = preferences.language
    return chosen if chosen in dict(settings.LANGUAGES) else translation.get_language_from_request(request)


def browser_zone(request: HttpRequest) -> str:
    """Return the zone that the browser told; "" where it told none or no real one."""
    told = request.COOKIES.get(full_name(ZONE_COOKIE), "")
    return told if is_zone(told) else ""


def no_store(get_response: GetResponse) -> GetResponse:
    """Keep HTML, which holds names of candidates, out of every cache and out of the browser's history."""

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


def _preferences(request: HttpRequest) -> Preferences:
    return preferences_of(request.user) if request.user.is_authenticated else Preferences()


def _zone(request: HttpRequest, preferences: Preferences) -> str:
    """Return the name of the reader's zone; "" where nobody has told one."""
    if is_zone(preferences.time_zone):
        return preferences.time_zone
    if told := browser_zone(request):
        return told
    return google_zone(request.user) if request.user.is_authenticated else ""
