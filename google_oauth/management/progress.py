"""A progress bar for long work, shown on a terminal only."""

import time
from typing import Final, Self, TextIO

WIDTH: Final = 30
# Seconds before the bar appears, and between two drawings.
PATIENCE: Final = 0.5
REDRAW: Final = 0.1


class Progress:
    """Call it with the work done since the last call. The end of `with` clears the line."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total = max(total, 1)
        self._stream = stream
        self._done = 0
        self._drawn = False
        self._next = time.monotonic() + PATIENCE

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            self._stream.write("\r\033[K")
            self._stream.flush()

    def __call__(self, amount: int) -> None:
        self._done = min(self._done + amount, self._total)
        if not self._stream.isatty() or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + REDRAW
        self._drawn = True
        share = self._done / self._total
        bar = "█" * round(share * WIDTH)
        self._stream.write(f"\r{bar:░<{WIDTH}} {share:4.0%}")
        self._stream.flush()
