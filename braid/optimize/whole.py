"""Columns that must be whole numbers: whether any is open, and all of them fixed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from braid.optimize.program import Program


class SolveError(Exception):
    """The solver found no solution where one must exist: a fault of braid, not of the input."""


def needs_search(program: Program) -> bool:
    """Whether any column must be whole and is not fixed."""
    return bool((program.whole & (program.lower < program.upper)).any())


def fix_whole(program: Program, x: np.ndarray) -> Program:
    """Whole-number columns at their rounded values."""
    values = np.round(x[program.whole])
    if len(values) and np.abs(values - x[program.whole]).max() > 1e-5:
        raise SolveError("a whole number came back as a fraction")
    lower, upper = program.lower.copy(), program.upper.copy()
    lower[program.whole] = upper[program.whole] = values
    return replace(program, lower=lower, upper=upper, whole=np.zeros_like(program.whole))


def none_of_the_whole(program: Program) -> Program:
    """Whole-number columns at their least: nobody served, no offer taken."""
    upper = program.upper.copy()
    upper[program.whole] = program.lower[program.whole]
    return replace(program, upper=upper, whole=np.zeros_like(program.whole))
