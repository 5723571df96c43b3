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
    """From the first third of a stretch to its last, by medians."""

    memory: tuple[float, float]
    threads: tuple[float, float]

    @property
    def memory_is_flat(self) -> bool:
        """Within a tenth."""
        return self.memory[1] <= self.memory[0] * 1.10

    @property
    def threads_are_flat(self) -> bool:
        """Within what the background refreshes of one process may be at a moment."""
        return self.threads[1] <= self.threads[0] + 8


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

    def growth(self, since: float) -> Growth:
        """What there was of it from then on."""
        samples = [sample for sample in self.samples if sample.at >= since]
        third = max(1, len(samples) // 3)
        first, last = samples[:third], samples[-third:]
        return Growth(
            (
                statistics.median(each.memory for each in first),
                statistics.median(each.memory for each in last),
            ),
            (
                statistics.median(each.threads for each in first),
                statistics.median(each.threads for each in last),
            ),
        )

    def _run(self) -> None:
        while not self._over.wait(PAUSE):
            states = [state for pid in self._pids() if (state := _state(pid))]
            memory = sum(state["VmRSS"] for state in states) / 1024
            self.samples.append(
                Sample(time.monotonic(), memory, sum(int(state["Threads"]) for state in states))
            )


def _state(pid: int) -> dict[str, float]:
    """Memory in kB and threads of a process; empty when it is gone."""
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        found = {name: float(value) for name, value in _STATUS.findall(text)}
        return found if len(found) == len(("VmRSS", "Threads")) else {}
    return {}
