"""A user's preferences, and the time zone of their Google calendar."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User

from google_oauth.core.time_zones import is_zone
from google_oauth.exceptions import UpstreamError
from google_oauth.models import Preferences
from google_oauth.services.google.account import GoogleOAuthService
from google_oauth.services.google.calendar import GoogleCalendarService


def preferences_of(user: User) -> Preferences:
    """Return the user's preferences, or unsaved defaults, in one query."""
    return Preferences.objects.filter(user=user).first() or Preferences(user=user)


def keep_preferences(user: User, chosen: Mapping[str, Any]) -> Preferences:
    """Store `chosen`, by the names of the model's fields."""
    preferences, _created = Preferences.objects.update_or_create(user=user, defaults=chosen)
    return preferences


def google_zone(user: User) -> str:
    """Return the time zone of the user's primary calendar if it is cached, else "".

    Never waits for Google: a list of calendars that is not cached is fetched in the background.
    """
    try:
        entry = GoogleCalendarService(GoogleOAuthService(user)).calendars_entry(wait=0)
    except UpstreamError:
        return ""
    zone = next((calendar.get("timeZone") for calendar in entry.data if calendar.get("primary")), "")
    return zone if isinstance(zone, str) and is_zone(zone) else ""
