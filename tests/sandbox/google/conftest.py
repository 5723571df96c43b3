"""Google's real client, at the sandbox."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import google_auth_httplib2
import httplib2
import pytest
import requests
from googleapiclient.discovery import Resource, build

from tests.running_sandbox import RunningSandbox
from tests.sandbox.google.signing_in import ANNA, sign_in

Client = Callable[..., Resource]


@pytest.fixture
def client(sandbox: RunningSandbox, sandbox_settings: Any) -> Iterator[Client]:
    """Make a client of "calendar" or "drive" for somebody who has just signed in."""
    with ExitStack() as stack:

        def make(api: str, email: str = ANNA, **parameters: Any) -> Resource:
            credentials = sign_in(sandbox.url, email, **parameters)
            http = google_auth_httplib2.AuthorizedHttp(credentials, http=httplib2.Http(timeout=5))
            options = {"api_endpoint": f"{sandbox.url}/{api}/v3/"}
            service = build(api, "v3", http=http, client_options=options, static_discovery=True)
            return stack.enter_context(service)

        yield make


@pytest.fixture
def calendar(client: Client) -> Resource:
    return client("calendar")


@pytest.fixture
def drive(client: Client) -> Resource:
    return client("drive")


def error_of(caught: pytest.ExceptionInfo[Any]) -> tuple[int, str, str | None]:
    """Status, reason and the parameter at fault of an HttpError."""
    (item,) = json.loads(caught.value.content)["error"]["errors"]
    return caught.value.status_code, item["reason"], item.get("location")


@pytest.fixture
def raw_get(sandbox: RunningSandbox, sandbox_settings: Any) -> Callable[..., requests.Response]:
    """GET a path with parameters that Google's client would refuse to send."""
    token = sign_in(sandbox.url).token

    def get(path: str, parameters: dict[str, str] | None = None, **headers: str) -> requests.Response:
        headers = {"Authorization": f"Bearer {token}", **headers}
        return requests.get(sandbox.url + path, parameters, headers=headers, timeout=5)

    return get
