"""What a worker does, in a process of this machine or on another one: chunks of cases."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import threading
import zlib
from collections.abc import Sequence

from braid.comparison.sweeping.loaded import Loaded
from braid.comparison.sweeping.measures import columns
from braid.comparison.sweeping.solving import Solver
from braid.comparison.sweeping.written import cells

_here = threading.local()
"""The sweep that a thread works at; another one takes its place."""


def packed(loaded: Loaded) -> bytes:
    """A sweep as it is sent to workers."""
    return zlib.compress(pickle.dumps(loaded, pickle.HIGHEST_PROTOCOL), 1)


def solve_cases(sweep: bytes, key: str, numbers: Sequence[int], reuse: bool) -> list[list[str]]:
    """The rows of some cases. ``sweep`` is unpacked once in every thread."""
    if getattr(_here, "key", None) != (key, reuse):
        _here.key, _here.solver = None, Solver(pickle.loads(zlib.decompress(sweep)), reuse=reuse)
        _here.key = key, reuse
    solver: Solver = _here.solver
    width = len(columns(solver.loaded))
    return [cells(solver.row(number), width) for number in numbers]


_sent: tuple[bytes, str, bool] | None = None


def begin(sweep: bytes, key: str, reuse: bool) -> None:
    """What every process of a pool gets once."""
    global _sent
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started the pool ends it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.set_threshold(100_000, 10, 10)
    _sent = sweep, key, reuse


def _end_with_parent() -> None:
    """End this process when the one that started it was killed: it would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def solve_here(numbers: Sequence[int]) -> list[list[str]]:
    """The rows of some cases, in a process that :func:`begin` has prepared."""
    assert _sent is not None
    return solve_cases(_sent[0], _sent[1], numbers, _sent[2])


def ready() -> None:
    """Nothing: that it comes back says that a process has begun."""
