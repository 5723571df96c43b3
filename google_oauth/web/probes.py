"""Liveness, readiness and metrics.

They come before all other middleware, so without session and redirect, and with any Host header: probes set it
to an IP address. PATHS replaces URL patterns.
"""

from collections.abc import Callable, Mapping
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from google_oauth.core import metrics
from google_oauth.services.operators import health


@require_safe
@never_cache
def healthz(_request: HttpRequest) -> HttpResponse:
    """Show that the process answers, without a check."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """Show whether pages can be served: 503 without the database. Redis is shown, and not required."""
    has_database = health.database_answers()
    state = {"database": _word(has_database), "redis": _word(health.redis_answers())}
    return JsonResponse(state, status=200 if has_database else 503)


@require_safe
@never_cache
def metrics_page(request: HttpRequest) -> HttpResponse:
    """Return the metrics to Prometheus: 401 with a wrong token, 404 without a token in the settings."""
    if not settings.METRICS_TOKEN:
        return HttpResponseNotFound()
    if not constant_time_compare(
        request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}"
    ):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(metrics.exposition(health.RedisGauges()), content_type=CONTENT_TYPE_PLAIN_0_0_4)


PATHS: Final[Mapping[str, Callable[[HttpRequest], HttpResponse]]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": metrics_page,
}


def _word(answers: bool) -> str:
    return "ok" if answers else "away"
