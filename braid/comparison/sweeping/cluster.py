"""Workers of a Dask cluster: the same chunks, solved wherever the cluster has room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from importlib import import_module
from itertools import islice
from typing import Any

from braid.comparison.sweeping.pool import Chunk, Done
from braid.comparison.sweeping.working import solve_cases
from braid.problems import InputProblems, Place, Problem
from braid.version import __version__

AHEAD = 3
"""Chunks that wait for each thread of a worker."""
TRIES = 2
PATIENCE = "20s"
"""How long to wait for the scheduler to answer."""


def version_there() -> str:
    """The version of braid on a worker."""
    return __version__


class Cluster:
    """A scheduler at an address; lost workers are made good by Dask, lost tasks by trying again."""

    def __init__(self, address: str, sweep: bytes, key: str, reuse: bool) -> None:
        self.sent = sweep, key, reuse
        self.lost: Counter[int] = Counter()
        try:
            self.dask: Any = import_module("distributed")
        except ImportError:
            message = "Dask is not installed here, so that no cluster can be asked."
            remedy = "Install it with: pip install 'braid-funding[cluster]'"
            raise _refused("B612", message, remedy) from None
        try:
            self.client: Any = self.dask.Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError) as error:
            message = f"There is no Dask scheduler at {address} ({type(error).__name__})."
            remedy = "Start one with: dask scheduler; and name its address: tcp://host:8786"
            raise _refused("B613", message, remedy) from None
        self._check()

    def _check(self) -> None:
        try:
            found = dict(self.client.run(version_there))
        except Exception as error:  # what a worker without braid raises depends on what it lacks
            self.client.close()
            message = f"A worker of the cluster has no braid that can sweep ({error})."
            remedy = f"Install braid-funding {__version__} where the workers run."
            raise _refused("B613", message, remedy) from None
        others = sorted({version for version in found.values() if version != __version__})
        if others or not found:
            self.client.close()
            what = f"braid {', '.join(others)}" if others else "no workers"
            message = f"The cluster has {what}; here is braid {__version__}."
            remedy = "Start workers with the same braid: dask worker ADDRESS"
            raise _refused("B613", message, remedy)

    def run(self, chunks: Iterator[Chunk]) -> Iterator[Done]:
        """The rows of every chunk, as they come; see :meth:`Pool.run`."""
        room = AHEAD * max(1, sum(self.client.nthreads().values()))
        waiting: dict[str, tuple[Chunk, Any]] = {}
        coming = self.dask.as_completed(loop=self.client.loop)

        def send(chunk: Chunk) -> None:
            future = self._sent(chunk[1])
            waiting[future.key] = chunk, future
            coming.add(future)

        try:
            for chunk in islice(chunks, room):
                send(chunk)
            while waiting:
                future = next(coming)
                chunk, _ = waiting.pop(future.key)
                if future.status == "finished":
                    yield chunk[0], future.result()
                    for further in islice(chunks, 1):
                        send(further)
                    continue
                self.lost[chunk[0]] += 1
                if self.lost[chunk[0]] <= TRIES:
                    send(chunk)
                else:
                    yield chunk[0], [row for case in chunk[1] for row in self._alone(case)]
        finally:
            self.client.close()

    def _sent(self, cases: Sequence[int]) -> Any:
        sweep, key, reuse = self.sent
        return self.client.submit(solve_cases, sweep, key, tuple(cases), reuse, pure=False)

    def _alone(self, case: int) -> list[list[str]]:
        future = self._sent((case,))
        error = future.exception()
        return [[str(case)]] if error is not None else future.result()


def _refused(code: str, message: str, remedy: str) -> InputProblems:
    return InputProblems([Problem(code, message, remedy, Place("--cluster"))])
