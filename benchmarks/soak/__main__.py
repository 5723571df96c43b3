"""`make soak`: simulated recruiters on the production server, while Redis, the upstreams and the workers fail.

It starts everything that it needs on this machine, talks to nothing else, and ends by itself. DATABASE_URL may
name a database of its own, such as tools/with_postgresql makes; else it is an SQLite file that goes afterwards.
"""

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.soak import aftermath, report
from benchmarks.soak.crowd import Crowd
from benchmarks.soak.growth import Growth, Watch
from benchmarks.soak.neighbours import Upstreams, Valkey
from benchmarks.soak.production import WORKERS, ProductionServer, production_environ, unused_port
from benchmarks.soak.recruiter import Recruiter
from benchmarks.soak.report import Row
from benchmarks.soak.tally import Tally
from benchmarks.soak.troubles import Troubles

RECRUITERS = 50
# The share of the time after which the workers are let live, so that growth can be seen.
RESTARTS_END = 0.5
PROGRESS = 5.0  # seconds
# The master's one; for each worker its own, the pool of requests, that of refreshes, and one each for leases, counters
# and looking for Redis.
THREADS = 1 + WORKERS * (1 + 16 + 8 + 3)
# Seconds within which all who had a request at a killed worker have noticed, on a machine that is busy.
NOTICED = 3.0


def main() -> int:
    """Soak, report; 1 when a promise was not kept."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("seconds", type=int, nargs="?", default=180)
    parser.add_argument("--recruiters", type=int, default=RECRUITERS)
    parser.add_argument("--seed", type=int, default=1, help="another number, another order of troubles")
    parser.add_argument("--keep-log", type=Path, metavar="FILE", help="copy the server's log there")
    options = parser.parse_args()
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dashboard-soak-")))
        database = os.environ.get("DATABASE_URL") or f"sqlite:///{directory}/db.sqlite3"
        rows = soak(stack, options, directory, database)
        if options.keep_log:
            options.keep_log.write_bytes((directory / "log").read_bytes())
    kind = {"sqlite": "SQLite"}.get(urlsplit(database).scheme, "PostgreSQL")
    report.write(rows, report.conditions(options.seconds, options.recruiters, kind))
    sys.stdout.writelines(f"{row.verdict:4}{row.what}: {row.figure}\n" for row in rows)
    return int(any(row.is_kept is False for row in rows))


def soak(stack: ExitStack, options: argparse.Namespace, directory: Path, database: str) -> list[Row]:
    """Start everything, let it run, stop it, and look at what is left."""
    valkey, upstreams = stack.enter_context(Valkey()), stack.enter_context(Upstreams())
    port, log = unused_port(), directory / "log"
    environ = production_environ(
        port=port, database_url=database, redis_url=valkey.url, sandbox_url=upstreams.url
    )
    environ |= {"DJANGO_SETTINGS_MODULE": "benchmarks.soak.settings", "TMPDIR": str(directory)}
    with ProductionServer(environ, log, port=port) as server:
        recruiters = [
            Recruiter(server.url, email, canary) for email, canary in upstreams.recruiters(options.recruiters)
        ]
        tally = Tally()
        crowd = Crowd(recruiters, tally, seed=options.seed)
        troubles = Troubles(server, valkey, upstreams, seed=options.seed)
        watch = Watch(lambda: [server.process.pid, *server.workers()])
        crowd.start()
        troubles.start()
        watch.start()
        spared_since = _wait(options.seconds, tally, troubles, watch)
        troubles.stop()
        crowd.stop()
        watch.stop()
    return [*_met(tally, troubles), *_left(tally, log, valkey.url), *_grown(watch.growth(spared_since))]


def _wait(seconds: int, tally: Tally, troubles: Troubles, watch: Watch) -> float:
    """Let the time pass, telling how it goes; returns when the workers began to be spared."""
    began = time.monotonic()
    spared_since = began + seconds * RESTARTS_END
    while (passed := time.monotonic() - began) < seconds:
        if began + passed >= spared_since:
            troubles.spare_workers()
        counted = tally.counted
        sys.stdout.write(
            f"{passed:4.0f} s of {seconds}  {counted['requests']} pages, {counted['errors']} errors, "
            f"{counted['wrong-user answers']} wrong-user answers, {troubles.counted.total()} troubles, "
            f"{watch.memory:.0f} MB\n"
        )
        sys.stdout.flush()
        time.sleep(min(PROGRESS, seconds - passed))
    return spared_since


def _met(tally: Tally, troubles: Troubles) -> list[Row]:
    counted = tally.counted
    sys.stdout.writelines(f"{example}\n" for example in tally.examples)
    unexplained = [
        what for at, what in tally.lost if not any(0 <= at - kill < NOTICED for kill in troubles.kills)
    ]
    sys.stdout.writelines(f"lost: {what}\n" for what in unexplained)
    made = ", ".join(f"{number} {what}" for what, number in sorted(troubles.counted.items()))
    return [
        Row("troubles made", made),
        Row("pages opened", str(counted["requests"])),
        Row("buttons pressed for something newer", str(counted["refreshes"])),
        Row("errors", str(counted["errors"]), counted["errors"] == 0),
        Row(
            "connections lost with a worker that was killed; asked again, as a proxy does",
            str(len(tally.lost)),
        ),
        Row("connections lost at any other time", str(len(unexplained)), not unexplained),
        Row("wrong-user answers", str(counted["wrong-user answers"]), counted["wrong-user answers"] == 0),
        Row("pages on which somebody saw their own canary", str(counted["own canaries seen"])),
        Row("sign-outs with the way back in", str(counted["sign-ins"])),
    ]


def _left(tally: Tally, log: Path, redis_url: str) -> list[Row]:
    stale, unmarked = aftermath.count_stale(tally, log)
    crashes, leases = aftermath.crashes(log), aftermath.leases_in_redis(redis_url)
    sys.stdout.writelines(f"{crash}\n" for crash in crashes[:10])
    return [
        Row("calendar pages with stale events; of these not marked", f"{stale}; {unmarked}", unmarked == 0),
        Row("errors in the log", str(len(crashes)), not crashes),
        Row("leases left behind", str(leases), leases == 0),
    ]


def _grown(growth: Growth) -> list[Row]:
    before, after = growth.memory
    return [
        Row(
            "memory of all processes while none is replaced, first third and last",
            f"{before:.0f} MB, {after:.0f} MB",
            growth.is_flat,
        ),
        Row(
            "threads of all processes, the most of a moment; all that their pools may hold",
            f"{growth.threads}; {THREADS}",
            growth.threads <= THREADS,
        ),
    ]


if __name__ == "__main__":
    sys.exit(main())
