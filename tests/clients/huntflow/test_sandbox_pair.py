"""The pair that the stand-in server gives out."""

import pytest
from pytest_django import Settings

from google_oauth.clients.huntflow.sandbox_pair import fetch_sandbox_pair
from google_oauth.exceptions import UpstreamUnavailable
from tests.clients.huntflow.servers import answer, sending, talking


@pytest.mark.parametrize("body", [b"{}", b'{"accounts": [{}]}', b'{"accounts": 1}'])
def test_a_server_that_is_no_stand_in_is_malformed(settings: Settings, body: bytes) -> None:
    with talking(sending(answer(body))) as url:
        settings.SANDBOX_URL = url
        with pytest.raises(UpstreamUnavailable) as caught:
            fetch_sandbox_pair("anna.smirnova@example.com")

    assert caught.value.reason == "malformed"
