"""Checks of the database and of Redis, in bounded time."""

from collections.abc import Iterator

from django.db import DEFAULT_DB_ALIAS, Error, connections
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from google_oauth.exceptions import RedisUnavailable
from google_oauth.redis_access import execute, redis_memory


def database_answers() -> bool:
    """Whether a new connection to the database answers; bounded by the connect timeout."""
    # An old connection to a hanging server would wait without end.
    connection = connections[DEFAULT_DB_ALIAS].copy()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return False
    finally:
        connection.close()
    return True


def redis_answers() -> bool:
    """Whether Redis answers a PING within the socket timeouts; False at once while the breaker is open."""
    try:
        execute(lambda client: client.ping())
    except RedisUnavailable:
        return False
    return True


class RedisGauges(Collector):
    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("dashboard_redis_up", "1 while Redis answers, else 0.", value=redis_answers())
        try:
            memory = redis_memory()
        except RedisUnavailable:
            return
        yield GaugeMetricFamily(
            "dashboard_redis_memory_used_bytes", "Memory of the whole Redis server.", value=memory.used
        )
        yield GaugeMetricFamily(
            "dashboard_redis_memory_limit_bytes", "Its maxmemory; 0 is none.", value=memory.limit
        )
