"""Many readers of one question at once, cold and expired, in this cache and in every peer with its own protection."""

import time
from collections.abc import Sequence

from benchmarks.harness import sampling, stage
from benchmarks.harness.plan import Plan
from benchmarks.harness.results import Report, Row, Table
from benchmarks.harness.stage import PROCESSES, READERS, TIMEOUT, Reading, Upstream
from benchmarks.peers.cacheops import Cacheops
from benchmarks.peers.cashews import Cashews, CashewsEarly
from benchmarks.peers.django_redis import DjangoRedisJson
from benchmarks.peers.dogpile import Dogpile
from benchmarks.peers.ours import Ours
from benchmarks.peers.peer import OLD, Peer

SECONDS = 0.3
PEERS: tuple[type[Peer], ...] = (Ours, DjangoRedisJson, Dogpile, Cashews, CashewsEarly, Cacheops)
SLOWEST, COMMANDS, P99 = 1.2, 400, 0.03
HEAD = (
    "cache",
    "upstream calls",
    "answered old",
    "p50 ms",
    "p99 ms",
    "slowest, x the upstream",
    "Redis commands",
)


class Crowd:
    """What all readers of one cache met."""

    def __init__(self, name: str, readings: Sequence[Reading], calls: int, commands: int) -> None:
        self.name, self.calls, self.commands = name, calls, commands
        self.stale = [each.seconds for each in readings if each.is_stale]
        self.seconds = [each.seconds for each in readings]

    @property
    def slowest(self) -> float:
        """How many times the upstream's time the slowest reader waited."""
        return max(self.seconds) / SECONDS

    def cells(self) -> list[str]:
        """Its line of a table."""
        p50, p99 = (1000 * sampling.percentile(self.seconds, share) for share in (0.5, 0.99))
        return [
            self.name, str(self.calls), str(len(self.stale)), f"{p50:.0f}", f"{p99:.0f}",
            f"{self.slowest:.2f}", str(self.commands),
        ]  # fmt: skip


def measure(plan: Plan) -> Report:
    """Cold, then expired with a stale copy where the cache keeps one."""
    cold = [_cold(kind, plan) for kind in PEERS]
    stale = [_expired(kind, plan) for kind in PEERS]
    rows = [_cold_row(cold[0], cold[1:]), _stale_row(stale[0], stale[1:])]
    title = f"{PROCESSES} processes x {READERS} readers, upstream {1000 * SECONDS:.0f} ms"
    return Report(
        rows,
        [
            Table(f"{title}, cold", HEAD, [each.cells() for each in cold]),
            Table(f"{title}, expired", HEAD, [each.cells() for each in stale]),
        ],
    )


def _cold(kind: type[Peer], plan: Plan) -> Crowd:
    plan.tell(f"stampede, {kind.name}")
    stage.anew()
    return _crowd(kind())


def _expired(kind: type[Peer], plan: Plan) -> Crowd:
    plan.tell(f"stampede over an expired entry, {kind.name}")
    stage.anew()
    if kind is Ours:
        ours = Ours()
        ours.put(OLD)
        with stage.clock() as move:
            move(TIMEOUT + 1)
            return _crowd(ours)
    peer = kind(fresh=1)
    peer.put(OLD)
    time.sleep(1.2)
    return _crowd(peer)


def _crowd(peer: Peer) -> Crowd:
    upstream, before = Upstream(SECONDS), stage.commands()
    each = stage.in_processes(lambda: peer.crowd(upstream, READERS))
    return Crowd(peer.name, [one for some in each for one in some], upstream.calls, stage.commands() - before)


def _cold_row(ours: Crowd, peers: Sequence[Crowd]) -> Row:
    best = min(peers, key=lambda each: (each.calls, each.slowest))
    kept = ours.calls == 1 and ours.slowest <= SLOWEST and ours.commands <= COMMANDS
    return Row(
        "stampede: cold",
        f"1 call, slowest reader at most {SLOWEST} x the upstream, at most {COMMANDS} commands",
        f"{ours.calls} call, {ours.slowest:.2f} x, {ours.commands} commands; best peer {best.name}:"
        f" {best.calls}, {best.slowest:.2f} x, {best.commands}",
        kept,
    )


def _stale_row(ours: Crowd, peers: Sequence[Crowd]) -> Row:
    best = max(peers, key=lambda each: (len(each.stale), -sampling.percentile(each.seconds, 0.5)))
    p99 = sampling.percentile(ours.stale, 0.99)
    return Row(
        "stale: the same, expired",
        f"1 call, all others served stale, p99 below {1000 * P99:.0f} ms",
        f"{ours.calls} call, {len(ours.stale)} others stale, p99 {1000 * p99:.0f} ms; best peer {best.name}:"
        f" {best.calls} call, {len(best.stale)} stale, p99 {1000 * sampling.percentile(best.stale, 0.99):.0f} ms",
        ours.calls == 1 and len(ours.stale) == PROCESSES * READERS - 1 and p99 < P99,
    )
