"""The finished arrays of a model, and what a peer makes of them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np

from braid.optimize.program import Program


@dataclass
class Frozen:
    """A linear program in arrays: what every peer starts from."""

    program: Program

    @property
    def size(self) -> tuple[int, int, int]:
        """Columns, rows, terms."""
        program = self.program
        return len(program.cost), len(program.row_lower), len(program.value)

    @property
    def row(self) -> np.ndarray:
        """The row of every term."""
        return self.program.row

    @property
    def sense(self) -> np.ndarray:
        """By row: -1 for <=, 1 for >=, 0 for =."""
        lower, upper = self.program.row_lower, self.program.row_upper
        return np.where(lower == upper, 0, np.where(np.isinf(lower), -1, 1))

    @property
    def side(self) -> np.ndarray:
        """The finite side of every row."""
        return np.where(self.sense > 0, self.program.row_lower, self.program.row_upper)


class Made(NamedTuple):
    """What a peer has built, its size as the solver's side tells it, and how it solves."""

    size: tuple[int, int, int | None]
    """Columns, rows, terms; None where it does not tell its terms."""
    solve: Callable[[], float]
    """Solves and returns the least value."""


@dataclass
class Clock:
    """Processor seconds of building and of handing over."""

    seconds: dict[str, float] = field(default_factory=dict)
    _last: float = field(default_factory=time.process_time)

    def lap(self, name: str) -> None:
        """The time since the last lap goes to ``name``."""
        now = time.process_time()
        self.seconds[name] = now - self._last
        self._last = now


Peer = Callable[[Frozen, Clock], Made]
"""Builds a problem (lap ``building``) and hands it over to a solver (lap ``handing``)."""


def finished(highs: Any) -> float:
    """The least value that HiGHS finds."""
    highs.run()
    return float(highs.getInfo().objective_function_value)


def size_of(highs: Any) -> tuple[int, int, int]:
    """Columns, rows, terms of what HiGHS holds."""
    return int(highs.getNumCol()), int(highs.getNumRow()), int(highs.getNumNz())
