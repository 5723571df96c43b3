"""The endpoints that machines ask."""

import time

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django.fixtures import Settings

from google_oauth.cache_service import GoogleAPICache
from google_oauth.redis_access.client import breaker
from google_oauth.services.operators import health
from tests.redis_access.troubled import TroubledValkey

TOKEN = "token-of-the-tests"


@pytest.fixture
def scraped(client: Client, db: None, settings: Settings) -> str:
    """What Prometheus reads, after a page and the cache were asked once."""
    settings.METRICS_TOKEN = TOKEN
    client.get("/nowhere/")
    GoogleAPICache.set_sheets(7, [{"name": "Anna Smirnova"}])
    GoogleAPICache.fetch_sheets(7, lambda _: [])
    return client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_machine_meets_no_session_redirect_or_host_check(
    client: Client, db: None, settings: Settings, path: str
) -> None:
    settings.SECURE_SSL_REDIRECT, settings.METRICS_TOKEN = True, TOKEN
    client.cookies["sessionid"] = "of-nobody"

    response = client.get(path, headers={"Authorization": f"Bearer {TOKEN}", "Host": "10.0.0.7:8000"})

    assert response.status_code == 200
    assert "Vary" not in response
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert client.post(path).status_code == 405


def test_healthz_asks_nothing_else(client: Client) -> None:
    # Without the `db` fixture any query would fail.
    assert client.get("/healthz").json() == {"status": "ok"}


def test_readyz_with_everything_there(client: Client, db: None) -> None:
    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"database": "ok", "redis": "ok"})


def test_readyz_without_redis_is_ready_in_bounded_time(
    client: Client, db: None, troubled_valkey: TroubledValkey
) -> None:
    began = time.monotonic()

    with troubled_valkey.frozen():
        response = client.get("/readyz")

    assert (response.status_code, response.json()) == (200, {"database": "ok", "redis": "away"})
    assert time.monotonic() - began < 2


def test_readyz_without_a_database_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "database_answers", lambda: False)

    response = client.get("/readyz")

    assert (response.status_code, response.json()) == (503, {"database": "away", "redis": "ok"})


@pytest.mark.parametrize("token", ["", TOKEN])
@pytest.mark.parametrize("shown", ["", "Bearer ", f"Basic {TOKEN}", "Bearer токен"])
def test_metrics_are_for_whoever_knows_the_token(
    client: Client, settings: Settings, token: str, shown: str
) -> None:
    settings.METRICS_TOKEN = token

    response = client.get("/metrics", headers={"Authorization": shown})

    assert response.status_code == (401 if token else 404)
    assert response.content == b""


def test_metrics_label_services_and_outcomes_and_nothing_else(scraped: str) -> None:
    families = {family.name: family for family in text_string_to_metric_families(scraped)}

    assert set(families) >= {
        "dashboard_request_seconds",
        "dashboard_cache_events",
        "dashboard_refresh_seconds",
        "dashboard_redis_up",
        "dashboard_redis_memory_used_bytes",
        "dashboard_redis_memory_limit_bytes",
    }
    samples = [sample for family in families.values() for sample in family.samples]
    assert {label for sample in samples for label in sample.labels} == {"service", "outcome", "le"}


def test_metrics_count_what_readers_of_the_cache_met(scraped: str) -> None:
    hits = [
        line for line in scraped.splitlines() if 'service="google_sheets"' in line and "fresh_hits" in line
    ]

    assert [
        line
        for line in hits
        if line.startswith("dashboard_cache_events_total{") and not line.endswith(" 0.0")
    ]


def test_metrics_without_redis_say_so(
    client: Client, settings: Settings, troubled_valkey: TroubledValkey
) -> None:
    settings.METRICS_TOKEN = TOKEN
    troubled_valkey.kill()

    text = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()

    assert "dashboard_redis_up 0.0\n" in text
    assert "dashboard_redis_memory" not in text
    assert breaker.is_open
