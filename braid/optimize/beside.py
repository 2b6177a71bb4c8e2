"""Searches beside the main one: HiGHS leaves the interpreter free, and machines have cores.

What is asked, and so what is answered, does not depend on when each search runs.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib import import_module
from types import TracebackType
from typing import TypeVar

from braid.optimize import highs
from braid.optimize.program import Engine

Result = TypeVar("Result")

AT_ONCE = 2
"""Searches that run beside the main one: each holds a model of its own in memory."""


class Beside:
    """Starts work in threads; within ``with``, so that none outlives the plan.

    Other solvers are driven through files and processes, one after the other: their work
    waits until its result is asked for.
    """

    def __init__(self, engine: Engine) -> None:
        parallel = engine is highs.solve
        self._pool = ThreadPoolExecutor(AT_ONCE, "beside") if parallel else None

    def start(self, work: Callable[..., Result], *asked: object) -> Callable[[], Result]:
        """Begin; what is returned gives the result, or raises what the work has raised."""
        if self._pool is None:
            return cache(lambda: work(*asked))
        return self._pool.submit(work, *asked).result

    def load(self, *modules: str) -> None:
        """Begin to import modules that will be needed once the searches are done."""
        if self._pool is not None:
            self._pool.submit(lambda: [import_module(name) for name in modules])

    def __enter__(self) -> Beside:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
