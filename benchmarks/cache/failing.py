"""Upstreams that are down, or want to be left alone, or have nothing new."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from typing import Any

from benchmarks.cache.figure import Figure
from benchmarks.harness.stage import (
    PROCESSES,
    TIMEOUT,
    USER,
    Reading,
    Upstream,
    anew,
    clock,
    in_processes,
    read,
    settings,
    wait_for,
)
from google_oauth.cache_service import CacheEntry, Fetched, GoogleAPICache, HuntflowAPICache, NotModified
from google_oauth.cache_service.engine.single_flight import flights
from google_oauth.exceptions import UpstreamUnavailable

WINDOW = 0.5
READS = 20


def down() -> Figure:
    """An upstream that is down under an expired entry, in windows of half a second."""
    anew()
    GoogleAPICache.set_sheets(USER, ["old"])
    upstream = Upstream()
    upstream.go_down()
    with clock() as move, settings(RETRY_AFTER=WINDOW, RETRY_AFTER_CAP=WINDOW):
        move(TIMEOUT + 1)
        answers = [answer for each in in_processes(lambda: _reads(upstream)) for answer in each]
        calls, gaps = upstream.calls, _gaps(upstream.times)
        upstream.come_back()
        back = wait_for(lambda: not read(upstream).is_stale)
    stale = sum(answer.is_stale for answer in answers)
    return Figure(
        f"upstream down, {PROCESSES} processes x {READS} reads over an expired entry (windows of {WINDOW} s)",
        f"{calls} calls, the closest {min(gaps):.2f} s apart; {stale} of {len(answers)} reads answered stale; fresh"
        f" {back:.2f} s after its return",
        min(gaps) >= WINDOW and stale == len(answers) and back <= WINDOW + 0.1,
    )


def _reads(upstream: Upstream) -> list[Reading]:
    answers = []
    for _ in range(READS):
        answers.append(read(upstream))
        time.sleep(0.05)
    return answers


def _gaps(times: list[float]) -> list[float]:
    return [later - earlier for earlier, later in pairwise(times)]


def rate_limit() -> Figure:
    """One of forty cold cards hears that it is too many; the cards are read eight at a time."""
    anew()
    begun: list[float] = []

    def fetch(card: int) -> Any:
        begun.append(time.monotonic())
        time.sleep(0.01)
        if card == 0:
            raise UpstreamUnavailable("huntflow", "rate_limited", retry_after=60)
        time.sleep(0.02)
        return {"id": card}

    with clock() as move, ThreadPoolExecutor(8) as pool:
        told, *_ = pool.map(lambda card: _card(card, fetch), range(40))
        first = len(begun)
        # The clock also runs by itself while the cards are read, so the last step leaves it some room.
        for _ in range(11):
            move(5)
            list(pool.map(lambda card: _card(card, fetch), range(40)))
        during = len(begun)
        move(6)
        _card(0, lambda _: begun.append(time.monotonic()))
    late = sum(at > told for at in begun[:first])
    return Figure(
        "429 with Retry-After 60 on one of 40 cold cards",
        f"{late + during - first} further calls with that token for 60 s; asked again after them",
        late == 0 and during == first and len(begun) == during + 1,
    )


def _card(card: int, fetch: Any) -> float:
    """When the reader of a card was answered, with the card or with the limit."""
    with suppress(UpstreamUnavailable):
        HuntflowAPICache.fetch_candidate(USER, lambda _: fetch(card), account_id=1, candidate_id=card)
    return time.monotonic()


def unchanged() -> Figure:
    """A calendar and a drive that stay as they are, over ten timeouts."""
    anew()
    conditional, bodies = 0, 0

    def fetch(previous: CacheEntry | None) -> Any:
        nonlocal conditional, bodies
        if previous is None:
            bodies += 1
            return Fetched(["body"], {"etag": "1"})
        conditional += 1
        return NotModified(previous.validator)

    ages = set()
    with clock() as move:
        GoogleAPICache.fetch_calendar_events(USER, fetch)
        GoogleAPICache.fetch_drive_files(USER, fetch)
        first = bodies
        for _ in range(10):
            move(TIMEOUT + 1)
            for entry in (
                GoogleAPICache.fetch_calendar_events(USER, fetch),
                GoogleAPICache.fetch_drive_files(USER, fetch),
            ):
                ages.add((round(entry.age.total_seconds()), entry.is_stale))
    return Figure(
        "unchanged calendar and drive over 10 timeouts",
        f"{conditional // 2} conditional calls each, {bodies - first} bodies, ages right",
        (conditional, bodies - first, ages) == (20, 0, {(0, False)}),
    )


def hour() -> Figure:
    """An entry that is read every twenty seconds through an hour."""
    anew()
    upstream, expired = Upstream(), 0
    with clock() as move:
        read(upstream)
        for _ in range(180):
            move(20)
            expired += read(upstream).is_stale
            wait_for(_nothing_flies)
    return Figure(
        "an entry read every 20 s through an hour of logical time",
        f"{expired} of 180 reads met it expired; {upstream.calls - 1} refreshes, one in {3600 / (upstream.calls - 1):.0f} s",
        expired == 0 and upstream.calls - 1 == 3600 // (0.8 * TIMEOUT),
    )


def _nothing_flies() -> bool:
    return not flights._flying  # noqa: SLF001 - a measurement may look inside
