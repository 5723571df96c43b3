"""Middleware for operators: probes, and a trace, a log line and a metric of each request."""

import logging
import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from google_oauth.core import metrics, tracing
from google_oauth.web.probes import PATHS

GetResponse = Callable[[HttpRequest], HttpResponse]
logger = logging.getLogger("google_oauth.requests")

# By the first digit of the status.
OUTCOMES: Final = {2: "ok", 3: "redirect", 4: "refused", 5: "failed"}
# The page of a request that matched no URL, or was answered before the URLs were resolved.
NO_PAGE: Final = "none"


def operations(get_response: GetResponse) -> GetResponse:

    def middleware(request: HttpRequest) -> HttpResponse:
        view = PATHS.get(request.path_info)
        return view(request) if view else get_response(request)

    return middleware


def observed(get_response: GetResponse) -> GetResponse:
    """Give each request an id, which the response repeats; log and measure it. Not for static files."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.STATIC_URL):
            return get_response(request)
        began = time.monotonic()
        request_id = tracing.request_id_from(request.headers.get("X-Request-ID", ""))
        with tracing.traced(tracing.Trace(request_id)):
            response = get_response(request)
            _report(request, response, time.monotonic() - began)
        response["X-Request-ID"] = request_id
        return response

    return middleware


def known_user(get_response: GetResponse) -> GetResponse:

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            tracing.name_user(request.user.pk)
        return get_response(request)

    return middleware


def _report(request: HttpRequest, response: HttpResponse, duration: float) -> None:
    service = page_name(request)
    outcome = OUTCOMES[response.status_code // 100]
    metrics.REQUESTS.labels(service, outcome).observe(duration)
    extra = {
        "service": service,
        "outcome": outcome,
        "duration": round(duration, 4),
        "status": response.status_code,
    }
    # A client may send any word.
    method = request.method if request.method in {"GET", "HEAD", "POST", "OPTIONS"} else "other"
    logger.info("%s %s: %d", method, service, response.status_code, extra=extra)


def page_name(request: HttpRequest) -> str:
    """Return the name of the page's URL, or its namespace. Never a part of the path."""
    match = request.resolver_match
    if match is None:
        return NO_PAGE
    return match.namespace or match.url_name or NO_PAGE
