"""Which addresses a pair may be sent to."""

import pytest
from pytest_django import Settings

from google_oauth.clients.huntflow.addresses import api_address
from google_oauth.exceptions import UpstreamRejected


@pytest.mark.parametrize(
    ("entered", "address"),
    [
        ("https://api.huntflow.ru", "https://api.huntflow.ru/v2"),
        (" https://api.huntflow.ru/v2/ ", "https://api.huntflow.ru/v2"),
        ("https://acme-api.huntflow.ru:8443", "https://acme-api.huntflow.ru:8443/v2"),
        ("https://ats.acme.com/huntflow", "https://ats.acme.com/huntflow/v2"),
    ],
)
def test_an_https_address_is_completed(entered: str, address: str, settings: Settings) -> None:
    settings.HUNTFLOW_ALLOWED_HOSTS = [".huntflow.ru", "acme-api.huntflow.ru:8443", "ats.acme.com"]

    assert api_address(entered) == address


def test_the_configured_address_is_good_as_it_is(settings: Settings) -> None:
    settings.HUNTFLOW_API_BASE_URL = "http://127.0.0.1:8900/v2/"

    assert api_address("http://127.0.0.1:8900/v2") == "http://127.0.0.1:8900/v2"


@pytest.mark.parametrize(
    "entered",
    [
        "",
        "api.huntflow.ru",
        "http://api.huntflow.ru",
        "https://",
        "https:///v2",
        "https://user:pw@api.huntflow.ru",
        "https://api.huntflow.ru?x=1",
        "https://api.huntflow.ru#x",
        "https://api.huntflow.ru\\@evil.example",
        "https://api huntflow.ru",
        "https://api.huntflow.ru\x00",
        "https://api.huntflow.ru:99999",
        "https://api.huntflow.ru:0",
        "https://[::1",
        "https://хантфлоу.рф",
        "https://evil.example/v2",
        "https://api.huntflow.ru.evil.example",
        "https://evilhuntflow.ru",
        "https://api.huntflow.ru:8443",
        "https://127.0.0.1/v2",
        "https://169.254.169.254/v2",
        "https://2130706433/v2",
        "https://[::ffff:127.0.0.1]/v2",
        "https://localhost/v2",
        "file:///etc/passwd",
        f"https://api.huntflow.ru/{'x' * 250}",
    ],
)
def test_another_address_is_refused(entered: str) -> None:
    with pytest.raises(UpstreamRejected) as caught:
        api_address(entered)

    assert caught.value.reason == "bad_address"
