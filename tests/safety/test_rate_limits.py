"""Who asks too often is told so, and nobody else is."""

from unittest import mock

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.redis_access.troubled import TroubledValkey
from tests.views.browser import Browser


@pytest.fixture(autouse=True)
def _few(settings: Settings, empty_cache: None) -> None:
    # Windows so long that none ends in a test.
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, (2, 10**9))


def statuses(client: Client, method: str, path: str, times: int = 3, **extra: str) -> list[int]:
    return [client.generic(method, path, **extra).status_code for _ in range(times)]


@pytest.mark.django_db
def test_network_that_begins_too_many_sign_ins_waits(client: Client) -> None:
    path = reverse("google_start")

    assert statuses(client, "GET", path) == [302, 302, 429]
    assert client.get(path).headers["Retry-After"].isdigit()
    assert statuses(Client(), "GET", path, REMOTE_ADDR="203.0.113.7") == [302, 302, 429]


@pytest.mark.django_db
@pytest.mark.parametrize(("window", "seconds", "said"), [(60, 39, "1 minute."), (300, 270, "5 minutes.")])
def test_page_says_the_minutes_of_its_header(
    client: Client, settings: Settings, window: int, seconds: int, said: str
) -> None:
    settings.RATE_LIMITS = {"sign_in": (0, window)}

    with mock.patch("time.time", return_value=6000.0 - seconds):
        answer = client.get(reverse("google_start"), headers={"Accept-Language": "en"})

    assert answer.headers["Retry-After"] == str(seconds)
    assert f"Please wait {said}" in answer.text.replace("\xa0", " ")


@pytest.mark.django_db
def test_guesses_at_the_callback_count_as_sign_ins(client: Client) -> None:
    assert statuses(client, "GET", f"{reverse('google_callback')}?state=forged") == [400, 400, 429]


@pytest.mark.parametrize("name", ["refresh", "cache_refresh", "huntflow_connect"])
def test_user_who_posts_too_often_waits_and_others_do_not(name: str, ivans: Browser, olgas: Browser) -> None:
    path = reverse(name, kwargs={"source": "sheets"} if name == "refresh" else {})

    assert [status == 429 for status in statuses(ivans.client, "POST", path)] == [False, False, True]
    assert statuses(olgas.client, "POST", path, times=1) != [429]


@pytest.mark.django_db
def test_without_redis_everybody_is_let_through(client: Client, troubled_valkey: TroubledValkey) -> None:
    troubled_valkey.kill()

    assert statuses(client, "GET", reverse("google_start")) == [302, 302, 302]

    troubled_valkey.restart()
