"""Workers on this machine: processes that take chunks and may be killed at any time."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from braid.comparison.sweeping.working import begin, ready, solve_here
from braid.problems import InputProblems, Place, Problem

AHEAD = 2
"""Chunks that wait for each worker, so that none is ever idle."""
TRIES = 2
"""How often a chunk may lose its worker before its cases are solved one by one."""
BEGINNING = "spawn"
"""How a worker begins: anew, as nothing of a process with threads may be copied safely.

A server of processes would be quicker, but it listens on a socket, and braid opens none.
"""

T = TypeVar("T")
Chunk = tuple[int, Sequence[int]]
"""A chunk's number and its cases."""
Done = tuple[int, list[list[str]]]


class Pool:
    """Some processes; a chunk whose worker has died is given to another one."""

    def __init__(self, workers: int, sweep: bytes, key: str, reuse: bool) -> None:
        self.workers = workers
        self.sent = sweep, key, reuse
        self.lost: Counter[int] = Counter()

    def run(self, chunks: Iterator[Chunk]) -> Iterator[Done]:
        """The rows of every chunk, as they come; those of a case that kills its worker are empty.

        A list of its number alone stands for such a case. Raises InputProblems where no worker
        can begin at all.
        """
        again: list[Chunk] = []
        while True:
            broken: list[Chunk] = []
            yield from self._until_broken(iter(again), chunks, broken)
            if not broken:
                return
            self._look_whether_any_begins()
            self.lost.update(number for number, _ in broken)
            again = [chunk for chunk in broken if self.lost[chunk[0]] <= TRIES]
            for number, cases in (c for c in broken if self.lost[c[0]] > TRIES):
                yield number, [row for case in cases for row in self._alone(case)]

    def _until_broken(
        self, first: Iterator[Chunk], then: Iterator[Chunk], broken: list[Chunk]
    ) -> Iterator[Done]:
        chunks = (chunk for source in (first, then) for chunk in source)
        waiting: dict[Future[list[list[str]]], Chunk] = {}
        with self._executor(self.workers) as pool:
            try:
                while True:
                    room = self.workers * AHEAD - len(waiting)
                    for chunk in islice(chunks, room):
                        try:
                            waiting[_given(pool, solve_here, chunk[1])] = chunk
                        except BrokenProcessPool:
                            broken.append(chunk)
                            break
                    if not waiting:
                        return
                    for future in wait(waiting, return_when=FIRST_COMPLETED).done:
                        chunk = waiting.pop(future)
                        try:
                            yield chunk[0], future.result()
                        except BrokenProcessPool:
                            broken.append(chunk)
                    if broken:
                        for future, chunk in waiting.items():
                            try:
                                yield chunk[0], future.result()
                            except BrokenProcessPool:
                                broken.append(chunk)
                        broken += first
                        return
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _alone(self, case: int) -> list[list[str]]:
        for _ in range(TRIES):
            with self._executor(1) as pool:
                try:
                    return _given(pool, solve_here, (case,)).result()
                except BrokenProcessPool:
                    continue
        return [[str(case)]]

    def _look_whether_any_begins(self) -> None:
        """Once a worker has died: whether it is for want of workers, not for what they solve."""
        with self._executor(1) as pool:
            try:
                _given(pool, ready).result()
            except BrokenProcessPool:
                raise _refused("they end before they have begun") from None

    def _executor(self, workers: int) -> ProcessPoolExecutor:
        context = multiprocessing.get_context(BEGINNING)
        return ProcessPoolExecutor(workers, context, begin, self.sent)


def _given(pool: ProcessPoolExecutor, work: Callable[..., T], *what: object) -> Future[T]:
    """Work for a process, which begins if all others are busy."""
    try:
        return pool.submit(work, *what)
    except OSError as error:  # the system refuses another process
        raise _refused(error.strerror or str(error)) from None


def _refused(why: str) -> InputProblems:
    message = f"The processes that are to solve the cases cannot begin: {why}."
    remedy = (
        "Look for what the system says about memory and processes, or ask for fewer with"
        " --workers N. What is done is kept: the same command goes on from there."
    )
    return InputProblems([Problem("B616", message, remedy, Place("--workers"))])
