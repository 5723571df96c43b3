"""An upstream that is down under an expired entry, and a Redis that is frozen: this cache and every peer."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from redis.exceptions import RedisError

from benchmarks.harness import stage
from benchmarks.harness.plan import Plan
from benchmarks.harness.results import Report, Row, Table
from benchmarks.harness.stage import PROCESSES, TIMEOUT, Child, Upstream
from benchmarks.peers.cacheops import Cacheops
from benchmarks.peers.cashews import Cashews, CashewsEarly
from benchmarks.peers.django_redis import DjangoRedisJson
from benchmarks.peers.dogpile import Dogpile
from benchmarks.peers.ours import Ours
from benchmarks.peers.peer import OLD, Peer
from google_oauth.exceptions import UpstreamUnavailable

PEERS: tuple[type[Peer], ...] = (Ours, DjangoRedisJson, Dogpile, Cashews, CashewsEarly, Cacheops)
READS = 20
WINDOW = 0.5
CALLS_OF_A_PAGE = 5
# Seconds after which nobody waits for a frozen Redis any more.
LONGEST = 10.0
FIRST, OTHERS = 0.5, 0.01


@dataclass(frozen=True, slots=True)
class Outcome:
    """What readers met: how many were answered with the old, and how many calls were made."""

    name: str
    answered: int
    calls: int


def measure(plan: Plan) -> Report:
    """Both outages."""
    down = [_down(kind, plan) for kind in PEERS]
    frozen = [_frozen(kind, plan) for kind in PEERS]
    total = PROCESSES * READS
    return Report(
        [_down_row(down[0], down[1:]), _frozen_row(frozen[0][1] or [LONGEST, LONGEST], frozen[1:])],
        [
            Table(
                f"Upstream down, {PROCESSES} processes x {READS} reads over an expired entry, 50 ms apart",
                ("cache", "reads answered with the old", "upstream calls"),
                [[each.name, f"{each.answered} of {total}", str(each.calls)] for each in down],
            ),
            Table(
                f"Redis frozen, two pages of {CALLS_OF_A_PAGE} reads each, over a warm entry",
                ("cache", "pages answered", "seconds of the first page, and of the second"),
                [[name, f"{len(pages or [])} of 2", _seconds(pages)] for name, pages in frozen],
            ),
        ],
    )


def _down(kind: type[Peer], plan: Plan) -> Outcome:
    plan.tell(f"upstream down, {kind.name}")
    stage.anew()
    peer = kind(fresh=1)
    peer.put(OLD)
    upstream = Upstream(0.05)
    upstream.go_down()

    def reads() -> int:
        peer.open()
        return sum(_is_answered(peer, upstream) for _ in range(READS))

    if kind is Ours:
        with stage.clock() as move, stage.settings(RETRY_AFTER=WINDOW, RETRY_AFTER_CAP=WINDOW):
            move(TIMEOUT + 1)
            answered = sum(stage.in_processes(reads))
    else:
        time.sleep(1.2)
        answered = sum(stage.in_processes(reads))
    return Outcome(kind.name, answered, upstream.calls)


def _is_answered(peer: Peer, upstream: Upstream) -> bool:
    time.sleep(0.05)
    with suppress(UpstreamUnavailable):
        return peer.read(upstream).is_stale
    return False


def _down_row(ours: Outcome, peers: list[Outcome]) -> Row:
    best = max(peers, key=lambda each: (each.answered, -each.calls))
    total = PROCESSES * READS
    return Row(
        "outage: upstream down",
        f"every read answered stale, one call in {WINDOW} s over all processes",
        f"{ours.answered} of {total} answered, {ours.calls} calls; best peer {best.name}:"
        f" {best.answered} answered, {best.calls} calls",
        ours.answered == total and ours.calls <= 2 + 2 * READS * 0.1 / WINDOW,
    )


def _frozen(kind: type[Peer], plan: Plan) -> tuple[str, list[float] | None]:
    """The seconds of two pages on a frozen Redis; fewer when one ended with an error, None when it did not end."""
    plan.tell(f"Redis frozen, {kind.name}")
    stage.anew()
    peer = kind()
    peer.put(OLD)
    child = Child(lambda: _pages(peer))
    with stage.frozen_redis():
        child.go()
        pages = child.result_within(LONGEST)
    return kind.name, pages


def _pages(peer: Peer) -> list[float]:
    peer.open()
    pages = []
    with suppress(RedisError):
        for _ in range(2):
            pages.append(_seconds_of(lambda: [peer.get_or_fetch(list) for _ in range(CALLS_OF_A_PAGE)]))  # noqa: PERF401 - what came before an error counts
    return pages


def _seconds_of(work: Callable[[], object]) -> float:
    began = time.monotonic()
    work()
    return time.monotonic() - began


def _seconds(pages: list[float] | None) -> str:
    if pages is None:
        return f"more than {LONGEST:.0f} together"
    return ", ".join([*(f"{each:.2f}" for each in pages), *["an error"][len(pages) // 2 :]])


def _frozen_row(ours: list[float], peers: list[tuple[str, list[float] | None]]) -> Row:
    first, second = ours
    whole = [(name, pages) for name, pages in peers if pages and len(pages) == 2]
    best = min(whole, key=lambda each: sum(each[1]), default=None)
    beside = f"best peer {best[0]}: {_seconds(best[1])} s" if best else "no peer answered both pages"
    return Row(
        "outage: Redis frozen, page with five cache calls",
        f"first page at most {FIRST} s over its upstream time, the next at most {1000 * OTHERS:.0f} ms",
        f"{1000 * first:.0f} ms, then {1000 * second:.1f} ms; {beside}",
        first <= FIRST and second <= OTHERS,
    )
