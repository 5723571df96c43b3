"""Blocks and their patience, on a clock that moves only when somebody waits."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from google_oauth.cache_service import CacheEntry
from google_oauth.exceptions import (
    NotFound,
    ReconnectRequired,
    StillRefreshing,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)
from google_oauth.views.blocks import blocks as blocks_module
from google_oauth.views.blocks.blocks import (
    PAGE_PATIENCE,
    Content,
    Loader,
    Once,
    Patience,
    Read,
    load_block,
    load_blocks,
    read_all,
    read_if_there,
    refresh_block,
)


def entry(service: str = "google_drive_files") -> CacheEntry:
    return CacheEntry([], timezone.now(), is_stale=False, age=timedelta(), service=service)


class Clock:
    """Seconds that pass by waiting alone."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of the blocks and of every `Upstream`."""
    made = Clock()
    monkeypatch.setattr(blocks_module, "monotonic", made.monotonic)
    monkeypatch.setattr(Upstream, "clock", made)
    return made


class Upstream:
    """Answers so many seconds after it was first asked, and notes how it is asked."""

    clock = Clock()

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.asked: list[tuple[bool, float]] = []
        self._first = 0.0

    def read(self, *, force: bool = False, wait: float | None = None) -> CacheEntry:
        assert wait is not None
        self._first = self._first or self.clock.now
        self.asked.append((force, wait))
        left = max(0.0, self._first + self.seconds - self.clock.now)
        self.clock.sleep(min(left, wait))
        if left > wait:
            raise StillRefreshing("google")
        return entry()


def loader_of(read: Read) -> Loader:
    def load(patience: Patience) -> Content:
        return Content({"rows": 1}, read_all(patience, read))

    return load


def failing(error: UpstreamError) -> Loader:
    def load(patience: Patience) -> Content:
        raise error

    return load


def test_page_starts_every_block_before_it_waits_for_any() -> None:
    first, second = Upstream(0.1), Upstream(0.1)

    blocks = load_blocks({"a": loader_of(first.read), "b": loader_of(second.read)})

    assert [first.asked[0], second.asked[0]] == [(False, 0), (False, 0)]
    assert [block.state for block in blocks.values()] == [None, None]


def test_page_of_three_cold_blocks_waits_no_longer_than_its_patience(clock: Clock) -> None:
    loaders = {name: loader_of(Upstream(5).read) for name in "abc"}
    begun = clock.now

    blocks = load_blocks(loaders)

    assert clock.now - begun == pytest.approx(PAGE_PATIENCE)
    assert [block.state and block.state.kind for block in blocks.values()] == ["loading"] * 3


def test_block_that_comes_within_the_patience_is_shown_beside_one_that_does_not() -> None:
    blocks = load_blocks({"slow": loader_of(Upstream(5).read), "quick": loader_of(Upstream(0.2).read)})

    assert blocks["quick"].values == {"rows": 1}
    assert blocks["slow"].state


def test_warm_block_is_asked_for_once_and_a_cold_one_twice() -> None:
    warm, cold = Upstream(), Upstream(0.1)

    load_blocks({"warm": loader_of(warm.read), "cold": loader_of(cold.read)})

    assert warm.asked == [(False, 0)]
    assert cold.asked == [(False, 0), (False, pytest.approx(PAGE_PATIENCE))]


def test_no_reads_bring_no_entries() -> None:
    assert read_all(Patience(1)) == []


def test_awaited_block_is_waited_for_beyond_the_patience_of_the_page() -> None:
    blocks = load_blocks({"a": loader_of(Upstream(0.6).read)}, awaited="a")

    assert blocks["a"].state is None


def test_block_asked_for_alone_says_that_it_is_slow_after_the_hard_timeout(settings: Any) -> None:
    settings.API_CACHE_HARD_TIMEOUT = 0.1

    block = load_block("a", loader_of(Upstream(5).read))

    assert block.state
    assert (block.state.kind, block.state.can_retry) == ("slow", True)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (UpstreamUnavailable("google", "timeout"), "unavailable"),
        (ReconnectRequired("google", "revoked"), "reconnect"),
        (UpstreamRejected("huntflow", "forbidden"), "refused"),
        (NotFound("huntflow"), "not_found"),
    ],
)
def test_failing_block_has_a_state_of_its_own_and_leaves_the_others_alone(
    error: UpstreamError, kind: str
) -> None:
    blocks = load_blocks({"bad": failing(error), "good": loader_of(Upstream().read)})

    assert blocks["bad"].state
    assert blocks["bad"].state.kind == kind
    assert blocks["good"].state is None


def test_reads_start_together_and_come_back_in_order(clock: Clock) -> None:
    upstreams = [Upstream(0.2), Upstream(0), Upstream(0.1)]
    begun = clock.now

    entries = read_all(Patience(1), *(upstream.read for upstream in upstreams))

    assert len(entries) == 3
    assert clock.now - begun == pytest.approx(0.2)


def test_refresh_forces_every_read_and_waits_for_what_it_brings() -> None:
    upstream = Upstream(0.1)

    refresh_block(loader_of(upstream.read))

    ((force, wait),) = upstream.asked
    assert force
    assert wait > 1


def test_refresh_leaves_the_failure_to_the_page() -> None:
    refresh_block(failing(UpstreamUnavailable("google", "timeout")))


def without(optional: Read) -> Loader:
    """A loader that can do without an entry."""

    def load(patience: Patience) -> Content:
        found = read_if_there(lambda given: read_all(given, optional), patience)
        return Content({"found": found}, incomplete=isinstance(found, StillRefreshing))

    return load


def test_block_waits_for_what_it_can_do_without_as_long_as_the_page_waits() -> None:
    block = load_blocks({"a": without(Upstream(0.1).read)})["a"]

    assert isinstance(block.values["found"], list)
    assert not block.incomplete


def test_block_that_lacks_something_on_its_way_is_shown_and_known_to_be_incomplete(clock: Clock) -> None:
    begun = clock.now

    block = load_block("a", without(Upstream(5).read))

    assert clock.now - begun == pytest.approx(PAGE_PATIENCE)
    assert (block.state, block.incomplete) == (None, True)


def test_what_a_block_can_do_without_never_takes_the_block_along() -> None:
    error = UpstreamUnavailable("huntflow", "server_error")

    def read(*, force: bool = False, wait: float | None = None) -> CacheEntry:
        raise error

    block = load_block("a", without(read))

    assert (block.values["found"], block.incomplete) == (error, False)


def test_refresh_never_forces_what_the_block_can_do_without() -> None:
    upstream = Upstream()

    refresh_block(without(upstream.read))

    assert [force for force, _ in upstream.asked] == [False]


def test_first_success_serves_all_who_ask_and_a_failure_serves_nobody() -> None:
    answers: list[Any] = [UpstreamUnavailable("google", "timeout"), 1, 2]

    def load(patience: Patience) -> int:
        answer = answers.pop(0)
        if isinstance(answer, UpstreamError):
            raise answer
        return int(answer)

    once = Once(load)

    with pytest.raises(UpstreamUnavailable):
        once(Patience(0))
    assert [once(Patience(0)), once(Patience(0))] == [1, 1]
