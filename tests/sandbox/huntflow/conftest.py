"""The sandbox's Huntflow as these tests call it."""

import pytest

from sandbox.server import SandboxServer
from tests.sandbox.huntflow.calls import Huntflow


@pytest.fixture
def huntflow(sandbox: SandboxServer) -> Huntflow:
    return Huntflow(sandbox.sandbox, sandbox.url)
