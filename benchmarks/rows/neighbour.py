"""Another client of the same Redis, which reads one small key a thousand times a second."""

import time
from types import TracebackType
from typing import Any, Self

from benchmarks import entries
from benchmarks.harness import sampling
from benchmarks.harness.stage import FORK

PAUSE = 0.001


class Neighbour:
    """A process that reads for as long as the context is entered; then `seconds` has what each GET took."""

    seconds: list[float]

    def __enter__(self) -> Self:
        self._stop = FORK.Event()
        self._mine, theirs = FORK.Pipe()
        self._process = FORK.Process(target=_read, args=(self._stop, theirs), daemon=True)
        self._process.start()
        self._mine.recv()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self.seconds = self._mine.recv()
        self._process.join(10)

    def percentile(self, share: float) -> float:
        """Seconds below which `share` of the GETs lie."""
        return sampling.percentile(self.seconds, share)

    def cells(self) -> list[str]:
        """Median, p99 and the slowest, in milliseconds."""
        return [f"{1000 * self.percentile(share):.2f}" for share in (0.5, 0.99, 1.0)]


def _read(stop: Any, pipe: Any) -> None:
    redis = entries.client(entries.MASTER + 1)
    redis.set("neighbour", b"x" * 100, ex=600)
    pipe.send(None)
    seconds = []
    while not stop.is_set():
        began = time.perf_counter()
        redis.get("neighbour")
        seconds.append(time.perf_counter() - began)
        time.sleep(PAUSE)
    pipe.send(seconds)
