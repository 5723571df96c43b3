"""Links from foreign data: only http and https are accepted."""

import re
from urllib.parse import urlsplit

_FORBIDDEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\\<>\"\ud800-\udfff]")
# Most addresses have this form. Matching it takes a sixth of the time of parsing.
_COMMON = re.compile(
    r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::\d+)?(?:[/?#][^\s\x00-\x1f\x7f-\x9f\\<>\"\ud800-\udfff]*)?"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
# Hosts of video meetings. Subdomains count too (us02web.zoom.us).
_MEETING_HOSTS = frozenset(
    {
        "dion.vc",
        "jazz.sber.ru",
        "ktalk.ru",
        "meet.google.com",
        "meet.jit.si",
        "mts-link.ru",
        "salutejazz.ru",
        "teams.live.com",
        "teams.microsoft.com",
        "telemost.360.yandex.ru",
        "telemost.yandex.ru",
        "webex.com",
        "whereby.com",
        "zoom.us",
    }
)


def safe_link(value: object) -> str:
    """Return the absolute http or https address, or "" for anything else.

    Also refused: white space, control characters and backslashes, which browsers and servers read differently;
    a user name before the host, which can imitate the host.
    """
    if not isinstance(value, str):
        return ""
    if _COMMON.fullmatch(value):
        return value
    if _FORBIDDEN.search(value):
        return ""
    try:
        parts = urlsplit(value)
        named = parts.hostname and "@" not in parts.netloc
    except ValueError:
        return ""
    return value if named and parts.scheme in {"http", "https"} else ""


def meeting_link_in(text: str) -> str:
    """Return the first address of a known video service in the text, or ""."""
    found = (match[0].rstrip(".,;:!?)]}'") for match in _ADDRESS.finditer(text))
    return next((link for link in map(safe_link, found) if link and _is_meeting(link)), "")


def _is_meeting(link: str) -> bool:
    labels = (urlsplit(link).hostname or "").split(".")
    return any(".".join(labels[start:]) in _MEETING_HOSTS for start in range(len(labels)))
