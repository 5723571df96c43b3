"""Browser and system of a User-Agent header, so that a user recognises the session."""

from typing import Final

# A part of the header, and the name. In this order: most browsers also name the ones below them.
_BROWSERS: Final = {
    "YaBrowser/": "Yandex Browser",
    "Edg": "Edge",
    "OPR/": "Opera",
    "Vivaldi/": "Vivaldi",
    "SamsungBrowser/": "Samsung Internet",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "Chrome/": "Chrome",
    "CriOS/": "Chrome",
    "Safari/": "Safari",
}
_SYSTEMS: Final = {
    "Android": "Android",
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Windows": "Windows",
    "Macintosh": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def device_of(user_agent: str) -> str:
    """Return browser and system, such as "Firefox, Linux"; "" when neither is known."""
    # Without versions and other details, which would identify people.
    kinds = (_BROWSERS, _SYSTEMS)
    found = [next((name for mark, name in kind.items() if mark in user_agent), "") for kind in kinds]
    return ", ".join(filter(None, found))
