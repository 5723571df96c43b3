"""What is left when the server has stopped: stale answers that no page marked, and leases that nobody holds."""

import json
import time
from pathlib import Path

from redis import Redis

from benchmarks.soak.tally import Tally

# Seconds after which a lease of somebody who died is over.
LEASE = 2.0


def stale_calendars(log: Path) -> set[str]:
    """The ids of requests that found stale calendar events in the cache, and no fresh ones beside.

    A page looks twice; between the two an entry may turn stale.
    """
    found: dict[str, set[str]] = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry.get("service") == "google_calendar_events" and entry.get("outcome") in {"fresh", "stale"}:
            found.setdefault(entry.get("request_id", ""), set()).add(entry["outcome"])
    return {request_id for request_id, outcomes in found.items() if outcomes == {"stale"}}


def count_stale(tally: Tally, log: Path) -> tuple[int, int]:
    """How many calendar pages showed stale events, and how many of them did not say so."""
    stale = stale_calendars(log) & tally.calendars
    return len(stale), len(stale - tally.marked)


def leases_in_redis(url: str) -> int:
    """Leases that would keep somebody waiting, a moment after the last process has ended."""
    time.sleep(LEASE + 0.5)
    with Redis.from_url(url, socket_timeout=10) as redis:
        now = time.time() * 1000
        fields = [
            value
            for key in redis.scan_iter("api_cache:*")
            if redis.type(key) == b"hash"
            for name, value in redis.hscan_iter(key)
            if name.startswith(b"l:")
        ]
    return sum(float(value.split()[1]) > now for value in fields)


def crashes(log: Path) -> list[str]:
    """The log's lines of errors, but for the server's word that a worker was killed, which the soak did."""
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    return [
        f"{line['logger']}: {line['message']}"
        for line in lines
        if line["level"] in {"ERROR", "CRITICAL"} and "was sent SIGKILL" not in line["message"]
    ]
