"""What every template knows about its reader: the theme and the time zone."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

THEMES = ("light", "dark")


def reader(request: HttpRequest) -> dict[str, object]:
    """Return what templates need everywhere.

    `theme` is "" where it follows the system, `zone_offset` such as "UTC+3" or "UTC+5:30"; `sandbox` tells that
    the application runs on the stand-in for Google and Huntflow.
    """
    theme = request.COOKIES.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "",
        "zone": timezone.get_current_timezone_name(),
        "zone_offset": _offset(timezone.localtime().utcoffset() or timedelta()),
        "sandbox": bool(settings.SANDBOX_URL),
    }


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")
