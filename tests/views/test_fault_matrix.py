"""Every trouble of Redis, crossed with every trouble of the upstreams, on every page.

Each page was well once, and its entries are stale when the troubles begin. Whatever happens, it answers in
bounded time, without an error of its own, and says of each block how old it is and why, or why it is not there.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

import pytest
from django.contrib.auth.models import User

from google_oauth.cache_service.engine import process
from google_oauth.cache_service.engine.background import background
from google_oauth.cache_service.storage import clock as clock_module
from google_oauth.clients.huntflow import pace
from google_oauth.models import PendingRemoval
from google_oauth.redis_access import execute
from google_oauth.redis_access.client import breaker
from google_oauth.views.blocks.blocks import PAGE_PATIENCE, Block
from google_oauth.views.blocks.states import reason_text
from tests.cache_service.upstream import LONG, Clock
from tests.redis_access.troubled import TroubledValkey
from tests.running_sandbox import RunningSandbox
from tests.views.browser import Browser

PAGES = ("/", "/calendar/", "/drive/", "/sheets/", "/candidates/", "/settings/")
# Older than any timeout, younger than any stale window.
HOURS = 3 * 3600
# Seconds: what a page waits for, one timeout of Redis, and the work of a busy machine.
BOUND = PAGE_PATIENCE + 0.25 + 2.0


@contextmanager
def killed(valkey: TroubledValkey) -> Iterator[None]:
    valkey.kill()
    try:
        yield
    finally:
        valkey.restart()


REDIS: dict[str, Callable[[TroubledValkey], AbstractContextManager[None]]] = {
    "well": lambda _: nullcontext(),
    "frozen": TroubledValkey.frozen,
    "killed": killed,
    "full": TroubledValkey.full,
    "read-only": TroubledValkey.read_only,
}
READABLE = {"well", "full", "read-only"}

# How an upstream fails, and the reasons with which its blocks may say so.
UPSTREAM: dict[str, tuple[dict[str, Any] | None, set[str]]] = {
    "well": (None, set()),
    "slow": ({"mode": "delay", "seconds": 0.7}, {"still_refreshing", "timeout"}),
    "down": ({"mode": "status", "status": 503}, {"server_error"}),
    "busy": ({"mode": "status", "status": 429, "headers": {"Retry-After": "60"}}, {"rate_limited"}),
    "cut": ({"mode": "reset"}, {"connection"}),
    "malformed": ({"mode": "malformed"}, {"malformed"}),
    "html": ({"mode": "html"}, {"malformed", "server_error"}),
}


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock(float(int(time.time())))
    monkeypatch.setattr(clock_module, "now", moved)
    return moved


def settle() -> None:
    """Let what runs in the background end; then the process remembers nothing, as after a long while."""
    background.drain(LONG)
    process.reset_after_fork()


def end_rests() -> None:
    """Let the hours pass for Huntflow's tokens as well, which rest by the clocks of Redis and of the machine."""
    execute(lambda client: client.delete(*client.keys("huntflow_pace:*"), "-"), purpose="write")
    pace.local_turns = pace.LocalTurns()


@pytest.fixture
def warm_pages(troubled_valkey: TroubledValkey, browser: Browser) -> Iterator[Browser]:
    """Every block of every page is stored."""
    for path in PAGES:
        for name in browser.page(path).context.get("blocks", {}):
            browser.block(path, name)
    settle()
    yield browser
    settle()


def texts(reasons: set[str]) -> set[str]:
    return {reason_text(upstream, reason) for upstream in ("google", "huntflow") for reason in reasons}


def check(block: Block, redis: str, upstream: str) -> None:
    """A block that is there says its age, and why if it is not new; one that is not says why."""
    reasons = texts(UPSTREAM[upstream][1])
    if block.state is not None:
        assert redis not in READABLE
        assert block.state.kind == "loading" or (block.state.kind, block.state.text in reasons) == (
            "unavailable",
            True,
        )
    elif block.freshness is not None and block.freshness.is_stale:
        assert redis in READABLE
        # So many slow refreshes fill the background, and the rest is served as it is.
        assert block.freshness.refreshing or block.freshness.failure in reasons or upstream == "slow"


def look_at_every_page(browser: Browser, redis: str, upstream: str) -> None:
    for path in PAGES:
        began = time.monotonic()
        response = browser.page(path)
        took = time.monotonic() - began

        assert (response.status_code, took < BOUND) == (200, True), (path, upstream, took)
        for block in response.context.get("blocks", {}).values():
            check(block, redis, upstream)


# Hundreds of pages whose every line is covered elsewhere; tracing them doubles their time.
@pytest.mark.no_cover
@pytest.mark.parametrize("redis", REDIS)
def test_pages_answer(
    redis: str, warm_pages: Browser, troubled_valkey: TroubledValkey, sandbox: RunningSandbox, clock: Clock
) -> None:
    for upstream, (fault, _) in UPSTREAM.items():
        clock.move(HOURS)
        for target in ("calendar", "drive", "huntflow") if fault else ():
            sandbox.fail(target, **(fault or {}))
        with REDIS[redis](troubled_valkey):
            look_at_every_page(warm_pages, redis, upstream)

        sandbox.recover()
        assert breaker.wait_until_closed(LONG)
        settle()
        end_rests()


@pytest.mark.parametrize("fault", [{"mode": "delay", "seconds": 1.0}, {"mode": "hang"}])
def test_pages_answer_while_a_removal_is_owed(
    fault: dict[str, Any], browser: Browser, anna: User, sandbox: RunningSandbox, redis_without_removals: None
) -> None:
    for upstream in ("google", "huntflow"):
        PendingRemoval.objects.create(user_id=anna.pk, upstream=upstream)
    for target in ("calendar", "drive", "huntflow"):
        sandbox.fail(target, **fault)

    for path in PAGES:
        began = time.monotonic()
        response = browser.page(path)
        took = time.monotonic() - began

        assert (response.status_code, took < BOUND) == (200, True), (path, took)
        kinds = {block.state.kind for block in response.context.get("blocks", {}).values() if block.state}
        assert kinds <= {"loading", "unavailable"}

    sandbox.recover()
    settle()
