"""Whether a program has no point at all: proven by a combination of its rows (Farkas)."""

from __future__ import annotations

import numpy as np

from braid.optimize.program import Program

MARGIN = 1e-11
"""By how much a combination misses its side at least, as a part of what is added up."""


def proves(program: Program, lower: np.ndarray, upper: np.ndarray, ray: np.ndarray) -> bool:
    """Whether rows times ``ray`` ask for more than columns between their limits can give.

    ``lower`` and ``upper`` are the limits of the columns, instead of the program's own. A row
    without the side that it is asked for is left out: solvers leave noise there.
    """
    return any(_misses(sign * ray, program, lower, upper) for sign in (1.0, -1.0))


def _misses(ray: np.ndarray, program: Program, lower: np.ndarray, upper: np.ndarray) -> bool:
    """Whether the rows ask for more than the columns give at most."""
    sides = np.where(ray > 0, program.row_lower, program.row_upper)
    ray = np.where(np.isfinite(sides), ray, 0.0)
    asked = program.asked(ray)
    needed = (ray * np.where(ray == 0, 0.0, sides))[ray != 0]
    limits = np.where(asked > 0, upper, lower)
    given = (asked * np.where(asked == 0, 0.0, limits))[asked != 0]
    total = needed.sum() - given.sum()
    size = 1.0 + np.abs(needed).sum() + np.abs(given).sum()
    return bool(np.isfinite(size) and total > MARGIN * size)
