"""What a browser calls itself, in the few words by which its user knows it again."""

from typing import Final

# What is looked for in the header User-Agent, and its name; most browsers also name those that come after them here.
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
    """Return browser and system in words, such as "Firefox, Linux"; "" where neither is known.

    No version and nothing else of the header: it would tell people apart, and nobody knows their browser by it.
    """
    kinds = (_BROWSERS, _SYSTEMS)
    found = [next((name for mark, name in kind.items() if mark in user_agent), "") for kind in kinds]
    return ", ".join(filter(None, found))
