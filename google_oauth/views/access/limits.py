"""Saying no to whoever asks too often."""

import ipaddress
import logging
import math
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from google_oauth.services import rate_limits

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
logger = logging.getLogger("google_oauth.security")

# What one household or office has of IPv6: the rest of an address is its holder's to change.
NETWORK_BITS = 64


def limited(action: str) -> Callable[[View[P]], View[P]]:
    """Answer 429 beyond the number of `settings.RATE_LIMITS[action]`, per user, and per network before sign-in."""

    def limit(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not rate_limits.spend_attempt(action, _who(request)):
                return _too_many(request, action)
            return view(request, *args, **kwargs)

        return checked

    return limit


def network_of(request: HttpRequest) -> str:
    """Return the IPv4 address or the IPv6 network that the request comes from.

    Behind a proxy that is the last one that the proxy wrote down; what stands before it, a client may have made up.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() or address
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ip) if ip.version == 4 else str(ipaddress.ip_network((ip, NETWORK_BITS), strict=False))  # noqa: PLR2004 - IPv4


def _who(request: HttpRequest) -> str:
    return f"user {request.user.pk}" if request.user.is_authenticated else f"network {network_of(request)}"


def _too_many(request: HttpRequest, action: str) -> HttpResponse:
    logger.warning("Too many requests: %s", action, extra={"outcome": "rate_limited"})
    seconds = rate_limits.seconds_left(action)
    context = {"minutes": math.ceil(seconds / 60)}
    response = render(request, "429.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(seconds)
    return response
