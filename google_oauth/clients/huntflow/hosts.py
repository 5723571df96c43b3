"""The hosts that recruiters' tokens may go to: those of the settings, and no address of a private network.

Recruiters enter the address of their Huntflow. Without this check, the server would call any host.
"""

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

PORTS: Final = {"http": 80, "https": 443}


def is_allowed(url: str) -> bool:
    """Whether `url` is at the configured host and port, or over HTTPS at an allowed one.

    An entry of HUNTFLOW_ALLOWED_HOSTS is a host or, with a leading dot, a domain with its subdomains. Its port
    is 443 unless it names another.
    """
    host, port = _place(url)
    if (host, port) in _configured():
        return True
    return url.startswith("https://") and any(
        _covers(entry, host, port) for entry in settings.HUNTFLOW_ALLOWED_HOSTS
    )


def may_be_inside(host: str) -> bool:
    """Whether `host` may have a private address: the settings name the host, not its domain."""
    allowed = {urlsplit(f"//{entry}").hostname for entry in settings.HUNTFLOW_ALLOWED_HOSTS}
    return host.lower() in allowed or host.lower() in {name for name, _ in _configured()}


def is_outside(address: str) -> bool:
    """Whether an IP address is public: not private, loopback, link-local or reserved."""
    # Without the scope, as in fe80::1%eth0.
    ip = ipaddress.ip_address(address.partition("%")[0])
    return getattr(ip, "ipv4_mapped", None) is None and ip.is_global and not ip.is_multicast


def is_entry(entry: str) -> bool:
    try:
        parts = urlsplit(f"//{entry}")
        named = bool(parts.hostname and parts.hostname.strip(".")) and parts.port != 0
    except ValueError:
        return False
    return named and parts.netloc == entry and entry.isascii() and not set(entry) & set("*@ ")


def _place(url: str) -> tuple[str, int]:
    """Return the host in lower case and the port; "" and 0 for a malformed URL."""
    try:
        parts = urlsplit(url)
        return parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return "", 0


def _configured() -> set[tuple[str, int]]:
    return {_place(url) for url in (settings.HUNTFLOW_API_BASE_URL, settings.SANDBOX_URL) if url}


def _covers(entry: str, host: str, port: int) -> bool:
    name, wanted = _place(f"https://{entry}")
    below = name.startswith(".") and f".{host}".endswith(name)
    return (host == name or below) and port == wanted
