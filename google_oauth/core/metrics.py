"""Metrics for Prometheus. Labels have few values: `service` and `outcome`, never a person or a key.

`service` is a data set of the cache or, of requests, the name of the page's URL. A server of several processes
sets PROMETHEUS_MULTIPROC_DIR. Each process writes its file there, and a scrape adds the files up.
"""

import os
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

LABELS: Final = ("service", "outcome")
# Seconds. A warm page takes hundredths; the longest wait is the cache's hard timeout, 8.
BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_registry = CollectorRegistry()

REQUESTS: Final = Histogram(
    "dashboard_request_seconds",
    "Time to answer a request; outcome: ok, redirect, refused (4xx), failed (5xx).",
    LABELS,
    buckets=BUCKETS,
    registry=_registry,
)
CACHE_EVENTS: Final = Counter(
    "dashboard_cache_events",
    "What readers of the cache met, as `cache_stats --verbose` counts it.",
    LABELS,
    registry=_registry,
)
REFRESHES: Final = Histogram(
    "dashboard_refresh_seconds",
    "Time of a refresh from Google or Huntflow; outcome: stored, not_modified, overtaken, crashed, or why it failed.",
    LABELS,
    buckets=BUCKETS,
    registry=_registry,
)


def exposition(*gauges: Collector) -> bytes:
    """Return all metrics, and the values of `gauges`, in Prometheus' text format."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # it registers itself
    else:
        registry.register(_registry)
    for gauge in gauges:
        registry.register(gauge)
    return generate_latest(registry)
