"""The names of cookies beside the session's."""

from typing import Final

from django.conf import settings

# Browsers accept such a cookie over TLS only, for one host.
HOST: Final = "__Host-"


def full_name(name: str) -> str:
    """Return the name in the browser: prefixed with "__Host-" as the session's cookie is.

    app.js does the same on pages that came over TLS.
    """
    return HOST + name if settings.SESSION_COOKIE_NAME.startswith(HOST) else name
