"""HiGHS's own time, apart from that of the program that calls it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any


class SolverTime:
    """Seconds in which HiGHS runs at least once: braid lets searches run beside each other."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.seconds = 0.0
        self._clock = clock
        self._running, self._began = 0, 0.0
        self._lock = threading.Lock()

    def watch(self) -> None:
        """From now on every run of HiGHS in this process is timed."""
        import highspy

        run = highspy.Highs.run

        def timed(highs: Any) -> Any:
            self._start()
            try:
                return run(highs)
            finally:
                self._stop()

        highspy.Highs.run = timed

    def _start(self) -> None:
        with self._lock:
            self._running += 1
            if self._running == 1:
                self._began = self._clock()

    def _stop(self) -> None:
        with self._lock:
            self._running -= 1
            if not self._running:
                self.seconds += self._clock() - self._began
