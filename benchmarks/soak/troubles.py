"""What goes wrong during the soak: one thing after the other, in an order of chance, each over after some seconds."""

import contextlib
import os
import signal
import threading
import time
from collections import Counter
from random import Random

from benchmarks.soak.neighbours import Upstreams, Valkey
from benchmarks.soak.production import ProductionServer

# Faults of an upstream, as the sandbox words them.
FAULTS = (
    {"mode": "status", "status": 503},
    {"mode": "status", "status": 429, "headers": {"Retry-After": "2"}},
    {"mode": "delay", "seconds": 1.5},
    {"mode": "hang", "seconds": 12.0},
    {"mode": "reset"},
    {"mode": "malformed"},
    {"mode": "html"},
)
TARGETS = ("calendar", "drive", "huntflow")
# Seconds: the pause before each trouble, and how long one lasts.
PAUSES, LENGTHS = (1.0, 3.0), (1.0, 4.0)


class Troubles:
    """A thread that makes them. `counted` says how many there were of each kind, `kills` when workers were killed."""

    def __init__(self, server: ProductionServer, valkey: Valkey, upstreams: Upstreams, *, seed: int) -> None:
        self.server, self.valkey, self.upstreams = server, valkey, upstreams
        self.counted: Counter[str] = Counter()
        self.kills: list[float] = []
        self._chance = Random(f"{seed} troubles")
        self._over = threading.Event()
        # Growth is only to be seen in workers that live.
        self._spares_workers = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def spare_workers(self) -> None:
        """From now on no worker is replaced or killed."""
        self._spares_workers.set()

    def stop(self) -> None:
        """Let the one that runs end, and make no more."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        kinds = [self._freeze_redis, self._kill_redis, self._reload, self._kill_worker, *[self._upstream] * 5]
        deck = kinds[:0]
        while not self._over.wait(self._chance.uniform(*PAUSES)):
            if not deck:
                deck = self._chance.sample(kinds, len(kinds))
            deck.pop()()

    def _last(self) -> None:
        self._over.wait(self._chance.uniform(*LENGTHS))

    def _freeze_redis(self) -> None:
        self.counted["Redis frozen"] += 1
        self.valkey.signal(signal.SIGSTOP)
        self._last()
        self.valkey.signal(signal.SIGCONT)

    def _kill_redis(self) -> None:
        self.counted["Redis killed and started empty"] += 1
        self.valkey.kill()
        self._last()
        self.valkey.start()

    def _upstream(self) -> None:
        fault, target = self._chance.choice(FAULTS), self._chance.choice(TARGETS)
        self.counted["faults of an upstream"] += 1
        self.upstreams.fail(target, **fault)
        self._last()
        self.upstreams.recover()

    def _reload(self) -> None:
        if not self._spares_workers.is_set():
            self.counted["reloads"] += 1
            self.server.reload()

    def _kill_worker(self) -> None:
        if not self._spares_workers.is_set():
            self.counted["workers killed"] += 1
            self.kills.append(time.monotonic())
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._chance.choice(self.server.workers()), signal.SIGKILL)
