"""The cache against a simple model of it: whatever is stored, removed, refreshed or fails, in any order."""

import time
from dataclasses import dataclass
from typing import Any

import pytest
from django_redis import get_redis_connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from google_oauth.cache_service import CacheEntry, CacheService, GoogleAPICache
from google_oauth.cache_service.engine import local_backoff
from google_oauth.cache_service.engine.background import background
from google_oauth.cache_service.report.counters import counts
from google_oauth.cache_service.storage import clock as clock_module
from google_oauth.cache_service.storage.keys import user_of
from google_oauth.exceptions import NotFound, ReconnectRequired, UpstreamUnavailable
from tests.cache_service import opened
from tests.cache_service.upstream import LONG, Clock

TIMEOUT, WINDOW, EAGER, REST_CAP = 600, 24 * 3600, 480, 300
USERS = st.sampled_from([7, 8])
LENGTHS = st.sampled_from([10, 100])


@dataclass
class Kept:
    """What the model knows of one question."""

    data: Any = None
    cached_at: float | None = None
    retry_at: float = 0.0
    failures: int = 0


class Cache(RuleBasedStateMachine):
    """Two users, two questions each, one upstream, and time."""

    @initialize()
    def begin(self) -> None:
        get_redis_connection().flushdb()
        local_backoff.reset()
        counts.reset()
        self.real_now = clock_module.now
        self.clock = Clock(float(int(time.time())))
        clock_module.now = self.clock
        self.kept = {(user, length): Kept() for user in (7, 8) for length in (10, 100)}
        self.number = 0

    def teardown(self) -> None:
        background.drain(LONG)
        background.reset()
        if hasattr(self, "real_now"):
            clock_module.now = self.real_now

    def answer(self, user: int, length: int) -> list[Any]:
        """Never the same twice, and told apart by whose it is and what was asked."""
        self.number += 1
        return [user, length, self.number]

    def age(self, kept: Kept) -> float:
        return float("inf") if kept.cached_at is None else self.clock.now - kept.cached_at

    def is_fresh(self, kept: Kept) -> bool:
        return self.age(kept) < TIMEOUT

    def is_usable(self, kept: Kept) -> bool:
        return self.age(kept) < TIMEOUT + WINDOW

    def read(
        self, user: int, length: int, outcome: Any, **options: Any
    ) -> tuple[int, CacheEntry | Exception]:
        """How often the upstream was called, and what the reader got."""
        calls = 0

        def fetch(_: CacheEntry | None) -> Any:
            nonlocal calls
            calls += 1
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        try:
            entry = GoogleAPICache.fetch_sheets(user, fetch, max_results=length, **options)
        except (UpstreamUnavailable, NotFound, ReconnectRequired) as exc:
            background.drain(LONG)
            background.reset()
            return calls, exc
        background.drain(LONG)
        background.reset()
        return calls, entry

    @rule(seconds=st.sampled_from([1, 29, 31, 119, 121, EAGER - 1, EAGER, TIMEOUT, WINDOW]))
    def time_passes(self, seconds: int) -> None:
        self.clock.move(seconds)

    @rule(user=USERS, length=LENGTHS)
    def is_set(self, user: int, length: int) -> None:
        data = self.answer(user, length)
        GoogleAPICache.set_sheets(user, data, max_results=length)
        self.kept[user, length] = Kept(data, self.clock.now)

    @rule(user=USERS, length=LENGTHS)
    def is_got(self, user: int, length: int) -> None:
        kept = self.kept[user, length]

        got = GoogleAPICache.get_sheets(user, max_results=length)

        assert got == (kept.data if self.is_fresh(kept) else None)

    @rule(user=USERS, length=LENGTHS)
    def is_read_from_a_well_upstream(self, user: int, length: int) -> None:
        kept, new = self.kept[user, length], self.answer(user, length)
        rests = kept.retry_at > self.clock.now

        calls, got = self.read(user, length, new)

        if self.is_fresh(kept):
            assert isinstance(got, CacheEntry)
            assert (got.data, got.is_stale, got.age.total_seconds()) == (kept.data, False, self.age(kept))
            assert calls == (self.age(kept) >= EAGER and not rests)
        elif rests:
            assert calls == 0
            self.check_made_do(kept, got)
        else:
            assert isinstance(got, CacheEntry)
            assert (got.data, got.is_stale, got.failure, calls) == (new, False, None, 1)
        if calls:
            self.kept[user, length] = Kept(new, self.clock.now)

    @rule(user=USERS, length=LENGTHS)
    def is_read_from_an_upstream_that_is_down(self, user: int, length: int) -> None:
        kept = self.kept[user, length]
        rests = kept.retry_at > self.clock.now
        tries = not rests and self.age(kept) >= EAGER

        calls, got = self.read(user, length, UpstreamUnavailable("google", "timeout"))

        assert calls == tries
        if calls:
            in_a_row = self.clock.now < kept.retry_at + REST_CAP
            kept.failures = kept.failures + 1 if in_a_row else 1
            kept.retry_at = self.clock.now + min(30 * 2 ** (kept.failures - 1), REST_CAP)
        if self.is_fresh(kept):
            assert isinstance(got, CacheEntry)
            assert (got.data, got.is_stale) == (kept.data, False)
        else:
            self.check_made_do(kept, got)

    def check_made_do(self, kept: Kept, got: CacheEntry | Exception) -> None:
        if not self.is_usable(kept):
            assert isinstance(got, UpstreamUnavailable)
            return
        assert isinstance(got, CacheEntry)
        assert (got.data, got.is_stale, got.age.total_seconds()) == (kept.data, True, self.age(kept))
        assert got.failure is not None
        assert got.failure.retry_at.timestamp() == kept.retry_at

    @precondition(lambda self: any(not self.is_fresh(kept) for kept in self.kept.values()))
    @rule(user=USERS, length=LENGTHS)
    def object_is_gone(self, user: int, length: int) -> None:
        kept = self.kept[user, length]
        if self.age(kept) < TIMEOUT or kept.retry_at > self.clock.now:
            return

        calls, got = self.read(user, length, NotFound("google"))

        assert (calls, type(got)) == (1, NotFound)
        self.kept[user, length] = Kept()

    @rule(user=USERS, length=LENGTHS)
    def grant_is_revoked(self, user: int, length: int) -> None:
        kept = self.kept[user, length]
        if self.age(kept) < TIMEOUT or kept.retry_at > self.clock.now:
            return

        calls, got = self.read(user, length, ReconnectRequired("google"))

        assert (calls, type(got)) == (1, ReconnectRequired)
        self.forget(user)

    @rule(user=USERS, length=LENGTHS)
    def entry_is_removed(self, user: int, length: int) -> None:
        CacheService.invalidate_cache("google_sheets", user, max_results=length)
        self.kept[user, length] = Kept()

    @rule(user=USERS)
    def user_is_removed(self, user: int) -> None:
        GoogleAPICache.invalidate_user_cache(user)
        self.forget(user)

    @rule()
    def everything_is_removed(self) -> None:
        CacheService.clear_all_cache()
        for user in (7, 8):
            self.forget(user)

    def forget(self, user: int) -> None:
        for length in (10, 100):
            self.kept[user, length] = Kept()

    @invariant()
    def no_body_is_there_that_the_model_does_not_know(self) -> None:
        known = {str(kept.data).replace(" ", "").encode() for kept in self.kept.values() if kept.data}
        for name, bodies in opened.bodies().items():
            assert bodies <= known
            assert all(body.startswith(b"[%d," % user_of(name)) for body in bodies)


Cache.TestCase.settings = settings(
    max_examples=200, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
# Every line that it runs is covered by tests that name what they show; tracing doubles its time.
TestCache = pytest.mark.no_cover(Cache.TestCase)
