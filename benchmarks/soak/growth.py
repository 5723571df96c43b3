"""Memory and threads of the server's processes over time."""

import contextlib
import re
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PAUSE = 1.0  # seconds
_STATUS = re.compile(r"^(VmRSS|Threads):\s+(\d+)", re.MULTILINE)


@dataclass(frozen=True)
class Sample:
    """All processes together: resident memory in MB and threads, at a time in seconds."""

    at: float
    memory: float
    threads: int


@dataclass(frozen=True)
class Growth:
    """Medians of the memory in the first and the last third of a stretch, and the most threads of a moment in it."""

    memory: tuple[float, float]
    threads: int

    @property
    def is_flat(self) -> bool:
        """Whether memory stays within a tenth."""
        return self.memory[1] <= self.memory[0] * 1.10


class Watch:
    """A thread that samples the processes that `pids` names."""

    def __init__(self, pids: Callable[[], list[int]]) -> None:
        self._pids = pids
        self.samples: list[Sample] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._over.set()
        self._thread.join()

    @property
    def memory(self) -> float:
        """What all of them have at present, in MB."""
        return self.samples[-1].memory if self.samples else 0.0

    def growth(self, since: float) -> Growth:
        """What there was of it from then on."""
        samples = [sample for sample in self.samples if sample.at >= since]
        third = max(1, len(samples) // 3)
        first, last = samples[:third], samples[-third:]
        return Growth((_middle(first), _middle(last)), max(each.threads for each in samples))

    def _run(self) -> None:
        while not self._over.wait(PAUSE):
            states = [state for pid in self._pids() if (state := _state(pid))]
            memory = sum(state["VmRSS"] for state in states) / 1024
            self.samples.append(
                Sample(time.monotonic(), memory, sum(int(state["Threads"]) for state in states))
            )


def _middle(samples: list[Sample]) -> float:
    return statistics.median(each.memory for each in samples)


def _state(pid: int) -> dict[str, float]:
    """Memory in kB and threads of a process; empty when it is gone."""
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        found = {name: float(value) for name, value in _STATUS.findall(text)}
        return found if len(found) == len(("VmRSS", "Threads")) else {}
    return {}
