"""A progress bar for work that turns out long, on a terminal and nowhere else."""

import time
from typing import Final, Self, TextIO

WIDTH: Final = 30
# Seconds of work before a bar is worth showing, and between two drawings of it.
PATIENCE: Final = 0.5
REDRAW: Final = 0.1


class Progress:
    """Call it with the amount of work done since the last call; `with` clears the line at the end."""

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
        """Draw the bar anew if it is time."""
        self._done = min(self._done + amount, self._total)
        if not self._stream.isatty() or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + REDRAW
        self._drawn = True
        share = self._done / self._total
        bar = "█" * round(share * WIDTH)
        self._stream.write(f"\r{bar:░<{WIDTH}} {share:4.0%}")
        self._stream.flush()
