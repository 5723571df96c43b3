"""Where a pair may be sent: the address of a Huntflow, as somebody enters it."""

from urllib.parse import urlsplit

from django.conf import settings

from google_oauth.clients.huntflow import hosts
from google_oauth.clients.huntflow.transport import UPSTREAM
from google_oauth.exceptions import UpstreamRejected

VERSION = "/v2"
# Characters that the database has room for, `VERSION` among them.
MAX_LENGTH = 255


def api_address(entered: str) -> str:
    """The address of the API for `https://api.huntflow.ru`, with or without `/v2` and a slash.

    Only HTTPS, which Huntflow speaks alone, and only hosts that the settings allow; the configured address is good
    as it is. Raises UpstreamRejected("bad_address").
    """
    address = entered.strip().rstrip("/")
    if address == settings.HUNTFLOW_API_BASE_URL.rstrip("/"):
        return address
    if len(address) > MAX_LENGTH - len(VERSION) or not _is_plain_https(address):
        raise UpstreamRejected(UPSTREAM, "bad_address")
    return address if address.endswith(VERSION) else f"{address}{VERSION}"


def _is_plain_https(address: str) -> bool:
    """Whether there is a host and nothing that hides another one or ends the path."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    plain = address.isascii() and address.isprintable() and not set(address) & set(" \\@?#")
    return parts.scheme == "https" and port != 0 and plain and hosts.is_allowed(address)
