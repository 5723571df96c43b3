"""One 429 among many cold cards: the token rests, whoever is about to use it."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from redis import Redis

from google_oauth.cache_service.storage import clock as clock_module
from google_oauth.clients.http import Answer, Request
from google_oauth.clients.huntflow import api, pace
from google_oauth.clients.huntflow.transport import exchange
from google_oauth.exceptions import UpstreamUnavailable
from google_oauth.services import HuntflowService
from sandbox.world.candidates import FIRST_ID
from sandbox.world.people import ROMASHKA
from tests.cache_service.fixtures import _anew, redis  # noqa: F401 - fixtures
from tests.cache_service.upstream import LONG
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, IVAN, connect

# Forty readers, in threads of their own, read the connection.
pytestmark = pytest.mark.django_db(transaction=True)

CARDS = range(FIRST_ID + 1, FIRST_ID + 41)
NEVER_ASKED = CARDS.stop
REST = 60
# Seconds in which a call that was let go before the rest may still come to its start.
UNDER_WAY = 0.1
# Seconds by which readings may be late on a busy machine.
LATE = 5


class Clock:
    """The cache's clock, which goes on while it is moved: Huntflow's client counts its waits in real time."""

    def __init__(self) -> None:
        self._moved = 0.0

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return time.time() + self._moved

    def move(self, seconds: float) -> None:
        """Let time pass."""
        self._moved += seconds


class Wire:
    """Every exchange with Huntflow as it begins, and the moment from which a token was to rest."""

    def __init__(self) -> None:
        self.calls: list[tuple[float, str]] = []
        self.rested_at: list[float] = []
        self._numbers = count()
        # The burst that is let go without waiting begins before any of it is answered.
        self._burst = Barrier(pace.BURST)

    def exchange(self, request: Request, *, deadline: float) -> Answer:
        """Send it for real."""
        self.calls.append((time.monotonic(), request.token))
        if next(self._numbers) < pace.BURST:
            self._burst.wait(LONG)
        return exchange(request, deadline=deadline)

    def back_off(self, token: str, seconds: float) -> None:
        """Back off for real."""
        pace.back_off(token, seconds)
        self.rested_at.append(time.monotonic())


def service(sandbox: RunningSandbox, email: str) -> HuntflowService:
    """A connected recruiter's, whose organisations are known and whose turns are all free."""
    made = HuntflowService(connect(sandbox, email))
    made.connect_sandbox_pair()
    made.get_accounts()
    return made


@pytest.fixture
def recruiters(sandbox: RunningSandbox, sandbox_settings: Any) -> list[HuntflowService]:
    return [service(sandbox, email) for email in (ANNA, IVAN)]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr(clock_module, "now", moved)
    return moved


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    wire = Wire()
    monkeypatch.setattr(api, "exchange", wire.exchange)
    monkeypatch.setattr(api, "back_off", wire.back_off)
    return wire


def reason_of(user: User, card: int) -> str:
    """What a reader of one card is told: "" for the card, else the reason of the failure."""
    try:
        HuntflowService(user).applicant_entry(ROMASHKA, card)
    except UpstreamUnavailable as exc:
        return exc.reason
    finally:
        connection.close()
    return ""


def read_together(user: User) -> list[str]:
    """What forty readers are told, each of a card of its own, all at once."""
    with ThreadPoolExecutor(len(CARDS)) as readers:
        return list(readers.map(lambda card: reason_of(user, card), CARDS))


def test_a_429_on_one_of_forty_cold_cards_ends_all_calls_with_its_token(
    sandbox: RunningSandbox,
    recruiters: list[HuntflowService],
    clock: Clock,
    redis: Redis,  # noqa: F811 - the fixture
    wire: Wire,
) -> None:
    (anna, ivan), token = recruiters, sandbox.pair(ANNA)["access_token"]
    key = pace.pace_key(token)
    redis.delete(key)
    sandbox.reset_counts()
    sandbox.fail("huntflow.applicants.get", "status", status=429, headers={"Retry-After": str(REST)}, times=1)

    told = read_together(anna.user)
    cold = [card for card, reason in zip(CARDS, told, strict=True) if reason]

    [rested_at], sent = wire.rested_at, len(wire.calls)
    assert {used for _, used in wire.calls} == {token}
    assert [began for began, _ in wire.calls if began > rested_at + UNDER_WAY] == []
    assert sorted(told) == [""] * (sent - 1) + ["rate_limited"] * (len(CARDS) - sent + 1)
    # Not even the 429 was tried again.
    assert sandbox.counts() == {"huntflow.applicants.get": sent}

    # Another user's token is none of its business.
    assert ivan.get_applicant(ROMASHKA, CARDS[0])["id"] == CARDS[0]

    # The token's rest goes by the clock of Redis, which no test moves; the cache's holds without it.
    assert 0 < redis.pttl(pace.backoff_key(key)) <= REST * 1000
    redis.delete(pace.backoff_key(key))
    clock.move(REST - LATE - (time.monotonic() - rested_at))
    assert {reason_of(anna.user, card) for card in [*cold, NEVER_ASKED]} == {"rate_limited"}
    with pytest.raises(UpstreamUnavailable):
        anna.sync_applicant(ROMASHKA, cold[0])
    assert sandbox.counts() == {"huntflow.applicants.get": sent + 1}

    clock.move(2 * LATE)
    redis.delete(key)
    assert [reason_of(anna.user, card) for card in [NEVER_ASKED, *cold[:2]]] == [""] * pace.BURST
    assert sandbox.counts() == {"huntflow.applicants.get": sent + 1 + pace.BURST}
