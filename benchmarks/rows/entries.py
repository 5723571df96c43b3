"""The commands over up to a million entries, beside bare passes over the same keys."""

import io
import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.core.management import call_command

from benchmarks import entries
from benchmarks.entries import BATCH, PER_USER
from benchmarks.harness import sampling
from benchmarks.harness.plan import Plan
from benchmarks.harness.plots import Plot, Series
from benchmarks.harness.results import Report, Row, Table, at_most
from benchmarks.harness.sampling import Spread
from benchmarks.harness.stage import Child
from benchmarks.rows.neighbour import Neighbour
from google_oauth.cache_service import CacheService

# Users, of twenty entries each.
USERS = (50, 500, 5_000, 50_000)
STATS, CLEAR, P99, FLAT, NOISE = 1.5, 1.5, 0.010, 20.0, 1.25
PATTERN = "api_cache:{*}:*"
Samples = dict[str, list[float]]


class Growth:
    """What was measured at each number of entries."""

    def __init__(self) -> None:
        self.stats: dict[int, Samples] = {}
        self.clear: dict[int, Samples] = {}
        self.invalidate: dict[int, Samples] = {}
        self.memory: dict[int, float] = {}
        self.neighbours: dict[str, Neighbour] = {}


def measure(plan: Plan) -> Report:
    """Fill by tens, and measure on each step."""
    found, done = Growth(), 1
    entries.empty(entries.MASTER)
    for users in map(plan.size, USERS):
        number = users * PER_USER
        plan.tell(f"filling in {number:,} entries")
        entries.fill(range(done, users + 1))
        done = users + 1
        entries.restore()
        last = users == plan.size(USERS[-1])
        _stats(found, number, plan, rounds=2 if last else 5)
        _invalidate(found, number, users, plan)
        if last:
            _neighbours(found, plan)
        _clear(found, number, plan, rounds=2 if last else 3)
    entries.empty(entries.MASTER)
    return _report(found)


def _stats(found: Growth, number: int, plan: Plan, rounds: int) -> None:
    plan.tell(f"cache_stats over {number:,} entries")
    found.stats[number] = sampling.interleave(
        {"ours": sampling.per_call(stats), "bare": sampling.per_call(_bare_stats)}, rounds=rounds
    )
    child = Child(_growth_of_memory)
    child.go()
    found.memory[number] = child.result()


def _invalidate(found: Growth, number: int, users: int, plan: Plan) -> None:
    plan.tell(f"invalidating one user among {number:,} entries")
    redis, service = entries.client(), entries.OF_EACH[-1][0].service
    redis.set("beside", b"x" * 100, ex=600)
    # Spread over all users; each is there to be removed once.
    chosen = iter(range(1, users + 1, max(1, users // 50)))
    found.invalidate[number] = sampling.interleave(
        {
            "ours": sampling.per_call(lambda: CacheService.invalidate_cache(service, next(chosen))),
            "get": sampling.per_call(lambda: redis.get("beside")),
        },
        rounds=min(users, 50),
    )


def _neighbours(found: Growth, plan: Plan) -> None:
    """What another client's GETs take meanwhile."""
    work: dict[str, Callable[[], Any]] = {
        "nothing": lambda: time.sleep(5), "cache_stats": stats, "clear_cache": clear,
    }  # fmt: skip
    for name, run in work.items():
        plan.tell(f"GETs of another client during {name}")
        with Neighbour() as neighbour:
            run()
        found.neighbours[name] = neighbour


def _clear(found: Growth, number: int, plan: Plan, rounds: int) -> None:
    plan.tell(f"clear_cache over {number:,} entries")
    found.clear[number] = sampling.interleave(
        {"ours": _restored(clear), "bare": _restored(_bare_clear)}, rounds=rounds
    )


def stats() -> None:
    """The command, its output thrown away."""
    call_command("cache_stats", stdout=io.StringIO())


def clear() -> None:
    """The command, its output thrown away."""
    call_command("clear_cache", "--confirm", stdout=io.StringIO())


def _restored(work: Callable[[], None]) -> sampling.Sampler:
    def sample() -> float:
        entries.restore()
        return sampling.per_call(work)()

    return sample


def _bare_stats() -> None:
    redis = entries.client()
    for names in _batches(redis):
        with redis.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.hscan(name, 0, match="m:*", count=500)
            pipe.execute()


def _bare_clear() -> None:
    redis = entries.client()
    for names in _batches(redis):
        with redis.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.hlen(name)
                pipe.unlink(name)
            pipe.execute()


def _batches(redis: Any) -> Iterator[list[bytes]]:
    cursor = None
    while cursor != 0:
        cursor, names = redis.scan(cursor or 0, match=PATTERN, count=500)
        yield from (names[begin : begin + BATCH] for begin in range(0, len(names), BATCH))


def _growth_of_memory() -> float:
    """MB by which the command raises the peak of a process that has run it before on nothing."""
    call_command("cache_stats", "--user", "0", stdout=io.StringIO())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stats()
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def _report(found: Growth) -> Report:
    smallest, largest = min(found.stats), max(found.stats)
    return Report(
        [
            _beside(
                "cache_stats", found.stats[largest], largest, STATS, "one HSCAN MATCH per hash, pipelined"
            ),
            _memory(found.memory[largest], largest),
            _beside(
                "clear_cache --confirm", found.clear[largest], largest, CLEAR, "SCAN, HLEN, UNLINK, pipelined"
            ),
            _same(found.invalidate[smallest], found.invalidate[largest], smallest, largest),
            _polite(found.neighbours, largest),
        ],
        [_table(found), _waits(found.neighbours)],
        [_plot(found)],
    )


def _beside(command: str, samples: Samples, number: int, limit: float, bare: str) -> Row:
    ratio = sampling.ratio(samples["ours"], samples["bare"])
    ours, theirs = Spread.of(samples["ours"]), Spread.of(samples["bare"])
    return at_most(
        f"{number:,} entries: `{command}`", f"at most {limit} x a bare pass ({bare})",
        limit=limit, value=ratio.median,
        measured=f"{ratio:.2f} x ({ours.median:.1f} s, bare {theirs.median:.1f} s)",
    )  # fmt: skip


def _memory(grown: float, number: int) -> Row:
    return Row(
        f"{number:,} entries: memory of `cache_stats`", f"flat: at most {FLAT:.0f} MB more than on nothing",
        f"{grown:.0f} MB more", grown <= FLAT,
    )  # fmt: skip


def _same(few: Samples, many: Samples, smallest: int, largest: int) -> Row:
    # In GETs of the same minute, because the two were measured minutes apart.
    less, more = (sampling.ratio(each["ours"], each["get"]) for each in (few, many))
    return at_most(
        f"{largest:,} entries: invalidate one user and service",
        f"the same within noise ({NOISE} x) as with {smallest:,}",
        limit=NOISE, value=more.median / less.median,
        measured=f"{more.median / less.median:.2f} x ({more:.1f} times a GET, with {smallest:,} {less:.1f} times)",
    )  # fmt: skip


def _polite(neighbours: dict[str, Neighbour], number: int) -> Row:
    worst = max(each.percentile(0.99) for name, each in neighbours.items() if name != "nothing")
    return Row(
        f"{number:,} entries: another client's GET while those run", f"p99 below {1000 * P99:.0f} ms",
        f"p99 {1000 * worst:.1f} ms; with nothing running {1000 * neighbours['nothing'].percentile(0.99):.1f} ms",
        worst < P99,
    )  # fmt: skip


def _table(found: Growth) -> Table:
    lines = [
        [
            f"{number:,}",
            *(f"{Spread.of(samples[name]).median:.3g}" for samples in (found.stats[number], found.clear[number])
              for name in ("ours", "bare")),
            f"{1e6 * Spread.of(found.invalidate[number]['ours']).median:.0f}",
            f"{found.memory[number]:.0f}",
        ]
        for number in found.stats
    ]  # fmt: skip
    head = (
        "entries",
        "cache_stats, s",
        "bare, s",
        "clear_cache, s",
        "bare, s",
        "invalidate one, µs",
        "MB of memory",
    )
    return Table("The commands, by the number of entries", head, lines)


def _waits(neighbours: dict[str, Neighbour]) -> Table:
    head = ("while this runs", "GETs", "p50 ms", "p99 ms", "slowest ms")
    lines = [[name, str(len(each.seconds)), *each.cells()] for name, each in neighbours.items()]
    return Table("GETs of another client", head, lines)


def _plot(found: Growth) -> Plot:
    def line(name: str, kind: str, measured: dict[int, Samples]) -> Series:
        return Series(name, [(number, Spread.of(each[kind]).median) for number, each in measured.items()])

    series = [
        line("cache_stats", "ours", found.stats), line("bare pass", "bare", found.stats),
        line("clear_cache", "ours", found.clear), line("bare clear", "bare", found.clear),
        line("invalidate one", "ours", found.invalidate),
    ]  # fmt: skip
    return Plot(
        "benchmark-entries", "The commands, against the number of entries", "entries", "seconds", series,
        "Both commands grow with the number of entries; removing one user's answers hardly does.",
    )  # fmt: skip
