"""Whose requests are counted together."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from google_oauth.views.access.limits import network_of


@pytest.mark.parametrize(
    ("proxy", "forwarded", "remote", "network"),
    [
        (False, "203.0.113.9", "198.51.100.1", "198.51.100.1"),
        (True, "203.0.113.9", "10.0.0.1", "203.0.113.9"),
        # Only what the proxy added itself counts.
        (True, "1.2.3.4, 203.0.113.9", "10.0.0.1", "203.0.113.9"),
        (True, "", "10.0.0.1", "10.0.0.1"),
        (False, "", "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (False, "", "", ""),
    ],
)
def test_network_of_a_request(
    proxy: bool, forwarded: str, remote: str, network: str, settings: Settings
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if proxy else None
    request = RequestFactory().get("/", REMOTE_ADDR=remote, headers={"X-Forwarded-For": forwarded})

    assert network_of(request) == network
