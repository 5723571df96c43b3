"""Where a recruiter's tokens may go: the hosts that the settings name, and no address inside the own network.

Recruiters enter the address of their Huntflow, so without this the server would ask whatever they name.
"""

import ipaddress
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

PORTS: Final = {"http": 80, "https": 443}


def is_allowed(url: str) -> bool:
    """Whether `url` is at a host and port of the settings: the configured one, or over HTTPS an allowed one.

    An entry of HUNTFLOW_ALLOWED_HOSTS is a host, or with a dot before it a domain with all that is below. Its port
    is 443 unless it names another.
    """
    host, port = _place(url)
    if (host, port) in _configured():
        return True
    return url.startswith("https://") and any(
        _covers(entry, host, port) for entry in settings.HUNTFLOW_ALLOWED_HOSTS
    )


def may_be_inside(host: str) -> bool:
    """Whether `host` may have a private address: only what the settings name itself, not by its domain."""
    allowed = {urlsplit(f"//{entry}").hostname for entry in settings.HUNTFLOW_ALLOWED_HOSTS}
    return host.lower() in allowed or host.lower() in {name for name, _ in _configured()}


def is_outside(address: str) -> bool:
    """Whether an IP address is one of the public internet: not private, loopback, link-local or reserved."""
    # A scope, as in fe80::1%eth0, is no part of the address.
    ip = ipaddress.ip_address(address.partition("%")[0])
    return getattr(ip, "ipv4_mapped", None) is None and ip.is_global and not ip.is_multicast


def is_entry(entry: str) -> bool:
    """Whether `entry` is a host or a domain as HUNTFLOW_ALLOWED_HOSTS wants it, and nothing more."""
    try:
        parts = urlsplit(f"//{entry}")
        named = bool(parts.hostname and parts.hostname.strip(".")) and parts.port != 0
    except ValueError:
        return False
    return named and parts.netloc == entry and entry.isascii() and not set(entry) & set("*@ ")


def _place(url: str) -> tuple[str, int]:
    """The host in lower case and the port; "" for what is no address."""
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
