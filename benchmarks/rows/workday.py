"""A simulated day of fifty recruiters: no cache, a plain TTL cache, and this one."""

from benchmarks.harness.plan import Plan
from benchmarks.harness.results import Report, Row, Table
from benchmarks.workday.ledger import HEAD, Ledger, PlainCache, without_cache
from benchmarks.workday.real import RealCache
from benchmarks.workday.upstream import World
from benchmarks.workday.visits import day

RECRUITERS, SEED = 50, 2026


def measure(plan: Plan) -> Report:
    """The same reads for all three."""
    plan.tell("a working day of fifty recruiters")
    reads, world = day(recruiters=plan.size(RECRUITERS), seed=SEED), World(SEED)
    plain = PlainCache(world)
    for read in reads:
        plain.read(read)
    bare, ours = without_cache(reads, world), RealCache(world).spend(reads)
    title = f"{plan.size(RECRUITERS)} recruiters, 8 hours, {len(reads):,} reads; Google down for a quarter of an hour"
    return Report(
        [_row(bare, plain.ledger, ours)],
        [Table(title, HEAD, [each.cells() for each in (bare, plain.ledger, ours)])],
    )


def _row(bare: Ledger, plain: Ledger, ours: Ledger) -> Row:
    return Row(
        f"a working day, simulated: {RECRUITERS} recruiters, 8 hours",
        "fewer bytes and waits than with a plain TTL cache; nothing older than promised",
        f"{ours.calls:,} calls (none {bare.calls:,}, TTL {plain.calls:,}), {ours.bytes / 1e6:.0f} MB"
        f" ({bare.bytes / 1e6:.0f}, {plain.bytes / 1e6:.0f}); {ours.waited / ours.reads:.1%} of reads waited"
        f" (TTL {plain.waited / plain.reads:.1%}); {ours.broken} older than promised",
        ours.broken == 0 and ours.waited < plain.waited and ours.bytes < plain.bytes,
    )
