"""Many readers of one question at once."""

import statistics
import time

from benchmarks.cache.figure import Figure
from benchmarks.harness.stage import (
    PROCESSES,
    READERS,
    TIMEOUT,
    Upstream,
    anew,
    clock,
    commands,
    in_processes,
    in_threads,
    read,
    settings,
    wait_for,
)
from google_oauth.cache_service import GoogleAPICache
from google_oauth.cache_service.report.counters import hit_statistics

SECONDS = 0.3


def cold() -> Figure:
    """Nothing stored."""
    anew()
    upstream, before = Upstream(SECONDS), commands()
    answers = [
        answer
        for each in in_processes(lambda: in_threads(lambda: read(upstream), READERS))
        for answer in each
    ]
    used = commands() - before
    slowest = max(answer.seconds for answer in answers) / SECONDS
    return Figure(
        f"{PROCESSES} processes x {READERS} readers, cold, upstream 300 ms",
        f"{upstream.calls} call; slowest reader {slowest:.2f} x the upstream; {used} Redis commands",
        upstream.calls == 1 and slowest <= 1.2 and used <= 400,
    )


def counters() -> Figure:
    """Of the same, in figures."""
    anew()
    upstream = Upstream(SECONDS)
    in_processes(lambda: in_threads(lambda: read(upstream), READERS))
    counted = hit_statistics()["last_hour"]["google_sheets"]
    reads = counted["misses"] + counted.get("fresh_hits", 0)
    return Figure(
        "counters after the stampede row",
        f"{reads} reads, {counted['refreshes']} refresh, {counted['calls_saved']} calls saved: exact",
        (reads, counted["refreshes"], counted["calls_saved"]) == (PROCESSES * READERS, 1, 99),
    )


def stale() -> Figure:
    """A stale entry at hand."""
    anew()
    GoogleAPICache.set_sheets(7, ["old"])
    upstream = Upstream(SECONDS)
    with clock() as move:
        move(TIMEOUT + 1)
        answers = [
            answer
            for each in in_processes(lambda: in_threads(lambda: read(upstream), READERS))
            for answer in each
        ]
    others = sorted(answer.seconds for answer in answers if answer.is_stale)
    p99 = statistics.quantiles(others, n=100)[98]
    return Figure(
        "the same, expired with a stale entry",
        f"{upstream.calls} call; {len(others)} others served stale, p50 {others[len(others) // 2] * 1000:.0f} ms,"
        f" p99 {p99 * 1000:.0f} ms",
        upstream.calls == 1 and p99 < 0.03,
    )


def slow() -> Figure:
    """An upstream that takes longer than any lease."""
    anew()
    upstream = Upstream(8.0)
    with settings(HARD_TIMEOUT=12.0):
        in_processes(lambda: in_threads(lambda: read(upstream), READERS))
    return Figure(
        f"upstream takes 8 s (longer than any lease), {PROCESSES} x {READERS} cold readers, hard timeout 12 s",
        f"{upstream.calls} call",
        upstream.calls == 1,
    )


def soft() -> Figure:
    """A stale entry and an upstream that takes its time."""
    anew()
    GoogleAPICache.set_sheets(7, ["old"])
    upstream = Upstream(3.0)
    with clock() as move:
        move(TIMEOUT + 1)
        first = read(upstream)
        others = max(read(upstream).seconds for _ in range(50))
        began = time.monotonic()
        wait_for(lambda: GoogleAPICache.get_sheets(7) == [1])
        landed = time.monotonic() - began
    return Figure(
        "stale entry, upstream takes 3 s",
        f"refresher answered after {first.seconds:.2f} s, others after at most {others * 1000:.0f} ms; the answer"
        f" landed {landed:.1f} s later; {upstream.calls} call",
        upstream.calls == 1 and first.seconds < 0.6 and others < 0.05,
    )
