"""What the cookies are called that a browser keeps beside the session's."""

from typing import Final

from django.conf import settings

# A browser takes such a cookie over TLS alone, for one host and all of its paths.
HOST: Final = "__Host-"


def full_name(name: str) -> str:
    """Return the name as browsers know it: with "__Host-" before it where that of the session has it.

    The script does the same on pages that came over TLS.
    """
    return HOST + name if settings.SESSION_COOKIE_NAME.startswith(HOST) else name
