from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django_redis import get_redis_connection

from google_oauth.clients.huntflow import pace
from google_oauth.services import HuntflowService
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, connect
from tests.views.browser import Browser


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """A cache without entries; database numbers are given to users anew in every test."""
    get_redis_connection("default").flushdb()


@pytest.fixture
def noon() -> Iterator[None]:
    """The middle of the day in Moscow: what begins or ends soon does so today."""
    middle = datetime.now(ZoneInfo("Europe/Moscow")).replace(hour=12, minute=0, second=0)
    with time_machine.travel(middle, tick=True):
        yield


@pytest.fixture
def unpaced(sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Huntflow be asked as fast as it answers; pacing has tests of its own."""
    monkeypatch.setattr(pace, "INTERVAL", 0.0001)
    monkeypatch.setattr(pace, "local_turns", pace.LocalTurns())
    sandbox.change(op="set_rate_limit", target="huntflow", per_second=None)


@pytest.fixture
def anna(sandbox: RunningSandbox, sandbox_settings: Any, transactional_db: None, unpaced: None) -> User:
    """A recruiter with everything connected."""
    user = connect(sandbox, ANNA)
    HuntflowService(user).connect_sandbox_pair()
    return user


@pytest.fixture
def browser_of() -> Callable[[User], Browser]:
    """Make the browser of a user who is signed in."""

    def made(user: User) -> Browser:
        client = Client()
        client.force_login(user)
        client.cookies["tz"] = "Europe/Moscow"
        return Browser(client)

    return made


@pytest.fixture
def browser(anna: User, browser_of: Callable[[User], Browser]) -> Browser:
    """The browser of a recruiter with everything connected."""
    return browser_of(anna)


@pytest.fixture
def ivan(transactional_db: None) -> User:
    """A recruiter without any connection."""
    return User.objects.create_user("ivan", "ivan@example.com", first_name="Иван", last_name="Петров")


@pytest.fixture
def olga(transactional_db: None) -> User:
    """A member of the staff."""
    return User.objects.create_user("olga", "olga@example.com", is_staff=True)


@pytest.fixture
def ivans(ivan: User, browser_of: Callable[[User], Browser]) -> Browser:
    """The browser of Ivan."""
    return browser_of(ivan)


@pytest.fixture
def olgas(olga: User, browser_of: Callable[[User], Browser]) -> Browser:
    """The browser of Olga."""
    return browser_of(olga)


@pytest.fixture
def quiet(sandbox: RunningSandbox) -> RunningSandbox:
    """A sandbox in which Anna's calendar is empty."""
    with sandbox.sandbox.lock:
        own = sandbox.sandbox.world.calendar
        own.events = {key: event for key, event in own.events.items() if event.calendar != ANNA}
    return sandbox
