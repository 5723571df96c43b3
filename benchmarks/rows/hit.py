"""Fresh hits: this cache, the limit and the peers, over payloads of several sizes."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import payloads
from benchmarks.harness import sampling, stage
from benchmarks.harness.plan import Plan
from benchmarks.harness.plots import Plot, Series
from benchmarks.harness.results import Report, Row, Table, at_most
from benchmarks.harness.sampling import Spread
from benchmarks.peers.cacheops import Cacheops
from benchmarks.peers.cashews import CashewsHits
from benchmarks.peers.django_redis import DjangoRedis, DjangoRedisJson
from benchmarks.peers.dogpile import Dogpile
from benchmarks.peers.limit import Limit
from benchmarks.peers.ours import Ours
from benchmarks.peers.peer import Peer

PEERS: tuple[type[Peer], ...] = (
    Ours, Limit, DjangoRedis, DjangoRedisJson, Dogpile, CashewsHits, Cacheops,
)  # fmt: skip
PLAIN, ENCRYPTED, FASTEST = 1.25, 1.4, 1.0
GROWTH = (1_000, 5_000, 17_000, 50_000, 120_000, 400_000)
Samples = dict[str, list[float]]


def measure(plan: Plan) -> Report:
    """All sizes, and the growth from one to the other."""
    rows: list[Row] = []
    lines: list[list[str]] = []
    for name, size in payloads.SIZES.items():
        plan.tell(f"fresh hits of {name}")
        samples = _hits(size, rounds=plan.rounds(150))
        rows += [_plain(name), _against_limit(name, samples), _against_peers(samples)]
        lines += _lines(name, samples)
    plan.tell("fresh hits, from 1 KB to 400 KB")
    head = ("payload", "cache", "µs for a hit: median (quartiles)", "x the limit")
    tables = [Table("Fresh hits", head, lines), _with_log_line(plan)]
    return Report(rows, tables, [_growth(plan)])


def _hits(size: int, *, rounds: int) -> Samples:
    stage.anew()
    value = payloads.of_size(size)
    peers = [kind() for kind in PEERS]
    for peer in peers:
        peer.put(value)
        peer.time_hits(20)
    number = max(2, 200_000 // size)
    return sampling.interleave(
        {peer.name: lambda peer=peer: peer.time_hits(number) for peer in peers},  # type: ignore[misc]
        rounds=rounds,
    )


def _plain(name: str) -> Row:
    why = "nothing is stored unencrypted, see the next row"
    return Row(f"fresh hit, {name}, plain", f"at most {PLAIN} x the limit", "–", None, why)


def _against_limit(name: str, samples: Samples) -> Row:
    found = sampling.ratio(samples[Ours.name], samples[Limit.name])
    return at_most(
        f"fresh hit, {name}, encrypted", f"at most {ENCRYPTED} x the limit",
        limit=ENCRYPTED, value=found.median, measured=f"{found:.2f} x",
    )  # fmt: skip


def _against_peers(samples: Samples) -> Row:
    equals = [kind.name for kind in PEERS if kind.same_guarantees and kind is not Ours]
    fastest = min(equals, key=lambda peer: Spread.of(samples[peer]).median)
    found = sampling.ratio(samples[Ours.name], samples[fastest])
    return at_most(
        f"the same beside the fastest peer with the same guarantees ({fastest})",
        f"at most {FASTEST:.1f} x", limit=FASTEST, value=found.median, measured=f"{found:.2f} x",
    )  # fmt: skip


def _lines(name: str, samples: Samples) -> list[list[str]]:
    ordered = sorted(samples, key=lambda peer: Spread.of(samples[peer]).median)
    return [
        [
            name,
            peer,
            f"{Spread.of([1e6 * each for each in samples[peer]]):.0f}",
            f"{sampling.ratio(samples[peer], samples[Limit.name]).median:.2f}",
        ]
        for peer in ordered
    ]


def _growth(plan: Plan) -> Plot:
    kinds = (Ours, Limit, Dogpile, DjangoRedisJson, CashewsHits, Cacheops)
    points: dict[str, list[tuple[float, float]]] = {kind.name: [] for kind in kinds}
    for size in GROWTH:
        samples = _hits(size, rounds=plan.rounds(40))
        for kind in kinds:
            points[kind.name].append((size / 1000, 1e6 * Spread.of(samples[kind.name]).median))
    return Plot(
        "benchmark-hit", "A fresh hit, against the size of the answer", "KB of JSON", "µs, median",
        [Series(name.partition(" (")[0], places) for name, places in points.items()],
        "The cost of a hit grows with its payload as that of a bare GET with decoding does.",
    )  # fmt: skip


def _with_log_line(plan: Plan) -> Table:
    """Production logs a line for each hit, which no peer does, so the rows are without it; here is its price."""
    stage.anew()
    ours = Ours()
    ours.put(payloads.of_size(17_000))

    def logged() -> float:
        with _logging():
            return ours.time_hits(10)

    samples = sampling.interleave(
        {"without": lambda: ours.time_hits(10), "with": logged}, rounds=plan.rounds(60)
    )
    more = Spread.of([1e6 * (a - b) for a, b in zip(samples["with"], samples["without"], strict=True)])
    return Table(
        "The log line of a hit",
        ("what", "µs"),
        [["one line at INFO, formatted and thrown away", f"{more:.0f}"]],
    )


@contextmanager
def _logging() -> Iterator[None]:
    logger, handler = logging.getLogger("google_oauth.cache"), _Nowhere()
    handler.setFormatter(logging.Formatter("{asctime} {levelname} {name}: {message}", style="{"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
        logger.propagate = True


class _Nowhere(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        self.format(record)
