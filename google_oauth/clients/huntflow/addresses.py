"""The address of a Huntflow, as a user enters it."""

from urllib.parse import urlsplit

from django.conf import settings

from google_oauth.clients.huntflow import hosts
from google_oauth.clients.huntflow.transport import UPSTREAM
from google_oauth.exceptions import UpstreamRejected

API_VERSION = "/v2"
# Characters of the database's column, `API_VERSION` included.
MAX_LENGTH = 255


def api_address(entered: str) -> str:
    """Return the address of the API for `https://api.huntflow.ru`, with or without `/v2` and a slash.

    HTTPS and a host that the settings allow, or the configured address. Raises UpstreamRejected("bad_address").
    """
    address = entered.strip().rstrip("/")
    if address == settings.HUNTFLOW_API_BASE_URL.rstrip("/"):
        return address
    if len(address) > MAX_LENGTH - len(API_VERSION) or not _is_plain_https(address):
        raise UpstreamRejected(UPSTREAM, "bad_address")
    return address if address.endswith(API_VERSION) else f"{address}{API_VERSION}"


def _is_plain_https(address: str) -> bool:
    """Whether the address has a host, and nothing that hides another host or ends the path."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    plain = address.isascii() and address.isprintable() and not set(address) & set(" \\@?#")
    return parts.scheme == "https" and port != 0 and plain and hosts.is_allowed(address)
