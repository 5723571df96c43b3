"""HTTPS: every client accepts a certificate of a trusted authority for the right host, and no other."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import httplib2
import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from pytest_django import Settings

from google_oauth.clients.google import oauth, transport
from google_oauth.clients.google.calendar import list_calendars
from google_oauth.clients.http import Request
from google_oauth.clients.huntflow.transport import exchange
from google_oauth.exceptions import UpstreamUnavailable
from google_oauth.models import GoogleOAuthAccount
from tests.clients.https_server import HOST, Authority, https_server, make_authority

Trust = Callable[[Authority], None]
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return make_authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def stranger(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """Another authority, of the same name."""
    return make_authority(tmp_path_factory.mktemp("stranger"))


@pytest.fixture
def port(authority: Authority) -> Iterator[int]:
    with https_server(authority) as port:
        yield port


@pytest.fixture
def trust(monkeypatch: pytest.MonkeyPatch) -> Trust:
    """Trust this authority alone, in place of the public ones."""

    def only(authority: Authority) -> None:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.certificate))
        monkeypatch.setattr(httplib2, "CA_CERTS", str(authority.certificate))
        monkeypatch.setattr(transport, "_thread", transport._Thread())

    return only


def ask_huntflow(url: str, settings: Settings) -> None:
    settings.HUNTFLOW_API_BASE_URL = url
    assert exchange(Request("GET", f"{url}/accounts")).body == b'{"items": []}'


def ask_google(url: str, settings: Settings) -> None:
    settings.GOOGLE_API_BASE_URL = url
    account = GoogleOAuthAccount.objects.create(
        user=get_user_model().objects.create_user("anna"),
        access_token="ya29.token",
        refresh_token="1//0refresh",
        token_expires_at=timezone.now() + timedelta(hours=1),
    )
    assert list_calendars(account).items == []


def revoke_at_google(url: str, settings: Settings) -> None:
    settings.GOOGLE_OAUTH_REVOKE_URI = f"{url}/revoke"
    oauth.revoke("1//0refresh")


each_client = pytest.mark.parametrize("ask", [ask_huntflow, ask_google, revoke_at_google])


@each_client
def test_trusted_certificate_is_accepted(
    ask: Callable[[str, Settings], None], port: int, authority: Authority, trust: Trust, settings: Settings
) -> None:
    trust(authority)

    ask(f"https://{HOST}:{port}", settings)


@each_client
def test_certificate_of_another_authority_is_refused(
    ask: Callable[[str, Settings], None], port: int, stranger: Authority, trust: Trust, settings: Settings
) -> None:
    trust(stranger)

    with pytest.raises(UpstreamUnavailable) as caught:
        ask(f"https://{HOST}:{port}", settings)

    assert caught.value.reason == "connection"


@each_client
def test_certificate_for_another_host_is_refused(
    ask: Callable[[str, Settings], None], port: int, authority: Authority, trust: Trust, settings: Settings
) -> None:
    trust(authority)

    with pytest.raises(UpstreamUnavailable) as caught:
        ask(f"https://127.0.0.1:{port}", settings)

    assert caught.value.reason == "connection"


def test_answers_over_https_are_bounded(
    port: int, authority: Authority, trust: Trust, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transport, "MAX_ANSWER_BYTES", 5)
    trust(authority)

    with pytest.raises(UpstreamUnavailable) as caught:
        ask_google(f"https://{HOST}:{port}", settings)

    assert caught.value.reason == "malformed"
