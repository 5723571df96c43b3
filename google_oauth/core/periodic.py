"""A thread that exists while there is work."""

import threading
import time
from collections.abc import Callable


class PeriodicThread:
    """Calls `work` every `pause()` seconds, and ends when `has_work()` is false before a call.

    Add the work first, then call `ensure_running`.
    """

    def __init__(
        self, name: str, *, pause: Callable[[], float], has_work: Callable[[], bool], work: Callable[[], None]
    ) -> None:
        self._name = name
        self._pause = pause
        self._has_work = has_work
        self._work = work
        self.reset()

    def reset(self) -> None:
        """Forget the thread: a forked child has none of its parent's."""
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        return self._thread is not None

    def ensure_running(self) -> None:
        """Start the thread if there is none. If the system has no thread to give, the next call tries again."""
        with self._lock:
            if self._thread:
                return
            thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            try:
                thread.start()
            except RuntimeError:
                return
            self._thread = thread

    def _run(self) -> None:
        while True:
            time.sleep(self._pause())
            with self._lock:
                if self._thread is not threading.current_thread():
                    return
                if not self._has_work():
                    self._thread = None
                    return
            self._work()
