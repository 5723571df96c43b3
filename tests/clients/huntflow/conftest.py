"""One recruiter with a stored pair, and the sandbox that it belongs to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django_redis import get_redis_connection
from pytest_django import Settings

from google_oauth.clients.huntflow import pace
from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.tokens import StoredTokens
from google_oauth.models import HuntflowConnection
from sandbox.faults import Fault
from sandbox.server import SandboxServer
from sandbox.world.pairs import Pair

ANNA = "anna.smirnova@example.com"


@pytest.fixture
def anna(sandbox: SandboxServer, sandbox_settings: Settings, db: None) -> User:
    """A user whose stored pair the sandbox knows."""
    pair = living_pair(sandbox)
    # The sandbox gives the same tokens in every test: what one of them booked is not the next one's.
    key = pace.pace_key(pair.access_token)
    get_redis_connection().delete(key, pace.backoff_key(key))
    user = get_user_model().objects.create_user("anna", email=ANNA)
    HuntflowConnection.objects.create(
        user=user,
        base_url=f"{sandbox.url}/v2",
        access_token=pair.access_token,
        refresh_token=pair.refresh_token,
    )
    return user


@pytest.fixture
def api(anna: User) -> HuntflowApi:
    return HuntflowApi(StoredTokens(anna.pk))


@pytest.fixture
def fault(sandbox: SandboxServer) -> Callable[..., None]:
    """Let Huntflow fail: `fault("status", status=503)`."""

    def add(mode: str, *, target: str = "huntflow", **how: Any) -> None:
        sandbox.sandbox.faults.add(Fault(target, mode, **how))

    return add


def living_pair(sandbox: SandboxServer) -> Pair:
    """What the sandbox knows as Anna's pair now."""
    with sandbox.sandbox.lock:
        pair = sandbox.sandbox.world.huntflow.pairs.of(ANNA)
    assert pair is not None
    return pair


def expire(sandbox: SandboxServer) -> None:
    """Let Anna's access token end."""
    with sandbox.sandbox.lock:
        sandbox.sandbox.world.huntflow.pairs.expire(ANNA)


def kill(sandbox: SandboxServer) -> None:
    """Let Anna's pair be unknown."""
    with sandbox.sandbox.lock:
        sandbox.sandbox.world.huntflow.pairs.kill(ANNA)


def counts(sandbox: SandboxServer) -> dict[str, int]:
    """The calls since the start of the test, by operation."""
    return sandbox.sandbox.counts.as_dict()
