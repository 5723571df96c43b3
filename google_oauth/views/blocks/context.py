"""What every template knows about its reader: the theme, the time zone, and whether keys are shortcuts."""

from datetime import timedelta
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from google_oauth.core.cookies import full_name
from google_oauth.core.time_zones import offset_text
from google_oauth.models import Preferences
from google_oauth.views.blocks import counts

THEMES = ("light", "dark")


def reader(request: HttpRequest) -> dict[str, object]:
    """Return what templates need everywhere.

    `theme` is "" where it follows the system, `zone_offset` such as "UTC+3" or "UTC+5:30"; `zone_chosen` tells
    that the browser's zone does not matter; `sandbox` that the application runs on the stand-in for Google and
    Huntflow; `counts` what the browser remembers of the navigation's counts.
    """
    # A request that was refused before anybody asked who it is from has none.
    preferences: Preferences = getattr(request, "preferences", None) or Preferences()
    theme = request.COOKIES.get(full_name("theme"), "")
    return {
        "theme": theme if theme in THEMES else "",
        "zone": timezone.get_current_timezone_name(),
        "zone_offset": offset_text(timezone.localtime().utcoffset() or timedelta()),
        "zone_chosen": preferences.time_zone == timezone.get_current_timezone_name(),
        "shortcuts": preferences.shortcuts,
        "counts": partial(counts.remembered, request),
        "sandbox": bool(settings.SANDBOX_URL),
    }
