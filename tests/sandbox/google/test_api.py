import gzip
import http.client
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from googleapiclient.discovery import Resource
from googleapiclient.errors import HttpError

from tests.running_sandbox import RunningSandbox
from tests.sandbox.google.conftest import error_of
from tests.sandbox.google.signing_in import ANNA, sign_in

EVENTS = "/calendar/v3/calendars/primary/events"


def test_no_token_is_a_401_that_asks_for_one(sandbox: RunningSandbox) -> None:
    answer = requests.get(sandbox.url + EVENTS, timeout=5)

    error = answer.json()["error"]
    assert (answer.status_code, error["status"], error["errors"][0]["reason"]) == (
        401,
        "UNAUTHENTICATED",
        "required",
    )
    assert answer.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize(
    "token", ["ya29.made-up", "ya29.a0AAAA", "x", "кириллица".encode().decode("latin-1")]
)
def test_bad_token_is_an_auth_error(sandbox: RunningSandbox, token: str) -> None:
    answer = requests.get(
        sandbox.url + EVENTS, headers={"Authorization": f"Bearer {token}".encode("latin-1")}, timeout=5
    )

    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (401, "authError")


def test_expired_access_token_is_refreshed_by_the_real_client_and_replayed(
    calendar: Resource, sandbox: RunningSandbox
) -> None:
    sandbox.change(op="expire_tokens", upstream="google", account=ANNA)
    sandbox.reset_counts()

    calendar.events().list(calendarId="primary").execute()

    assert sandbox.counts() == {"calendar.events.list": 2, "oauth.token": 1}


def test_rate_limit_is_a_403_that_the_real_client_would_retry(
    calendar: Resource, sandbox: RunningSandbox
) -> None:
    sandbox.change(op="set_rate_limit", target="calendar", per_second=1)
    calendar.events().list(calendarId="primary").execute()

    with pytest.raises(HttpError) as caught:
        calendar.events().list(calendarId="primary").execute()

    assert error_of(caught)[:2] == (403, "rateLimitExceeded")


def raw(sandbox: RunningSandbox, path: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    connection = http.client.HTTPConnection(urlsplit(sandbox.url).netloc, timeout=5)
    token = sign_in(sandbox.url).token
    connection.request("GET", path, headers={"Authorization": f"Bearer {token}", **headers})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response, body


@pytest.mark.usefixtures("sandbox_settings")
def test_answer_is_compressed_only_when_asked(sandbox: RunningSandbox) -> None:
    plain, plain_body = raw(sandbox, EVENTS)
    packed, packed_body = raw(sandbox, EVENTS, **{"Accept-Encoding": "gzip, deflate"})

    assert (plain.getheader("Content-Encoding"), packed.getheader("Content-Encoding")) == (None, "gzip")
    assert json.loads(plain_body)["items"] == json.loads(gzip.decompress(packed_body))["items"]
    assert len(packed_body) < len(plain_body) / 4


def test_answer_is_pretty_unless_asked_otherwise(raw_get: Callable[..., Any]) -> None:
    pretty, compact = raw_get(EVENTS), raw_get(EVENTS, {"prettyPrint": "false"})

    assert pretty.text.startswith('{\n "')
    assert "\n" not in compact.text
    assert pretty.json() == compact.json()


def test_url_too_long_for_a_get_is_a_post_and_means_the_same(
    calendar: Resource, sandbox: RunningSandbox
) -> None:
    words = "Обед " * 200

    answer = calendar.events().list(calendarId="primary", q=words).execute()

    assert {item["summary"] for item in answer["items"]} == {"Обед"}
    assert sandbox.counts()["calendar.events.list"] == 1


def test_people_do_not_see_each_others_calendars(client: Callable[..., Resource]) -> None:
    anna, ivan = client("calendar"), client("calendar", "ivan.petrov@example.com")

    seen = [
        {item["id"] for item in each.events().list(calendarId="primary").execute()["items"]}
        for each in (anna, ivan)
    ]

    assert seen[0].isdisjoint(seen[1])
