"""The names of cookies beside the session's."""

from typing import Final

from django.conf import settings

# A browser accepts such a cookie over TLS only, for one host and all its paths.
HOST: Final = "__Host-"


def full_name(name: str) -> str:
    """Return the name in the browser: with "__Host-" before it if the session's cookie has it.

    app.js does the same on pages that came over TLS.
    """
    return HOST + name if settings.SESSION_COOKIE_NAME.startswith(HOST) else name
