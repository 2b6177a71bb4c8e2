"""The optimal face of a tier: where every later tier has to stay."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from braid.optimize.highs import LARGE
from braid.optimize.program import Answer, Program

SIGNIFICANT, SIGNIFICANT_IN_LARGE = 3e-9, 1e-7
"""What a multiplier is at least; the solver's own tolerance is 1e-9, in large programs 1e-7."""
GREAT = 1e6
"""Dollars."""


def left(answer: Answer, locks: list[tuple[np.ndarray, float]]) -> bool:
    """Whether a point is worse than an earlier tier's value."""
    return any(cost @ answer.x > value + 1e-5 for cost, value in locks)


def lock_row(
    cost: np.ndarray, value: float, room: float = 1e-6
) -> tuple[np.ndarray, np.ndarray, float, float]:
    """A row that holds a tier at its value; a great value in larger units.

    Of millions of dollars the ninth digit behind the point is beyond what floats tell apart, and
    the solver gives up on a row that it must keep to that digit.
    """
    columns = np.flatnonzero(cost)
    unit = 1.0 if abs(value) <= GREAT else 2.0 ** np.ceil(np.log2(abs(value) / GREAT) + 3)
    return columns, cost[columns] / unit, -np.inf, (value + room) / unit


def face(program: Program, answer: Answer, cost: np.ndarray) -> Program:
    """The optimal face of a tier; a row where no multipliers are at hand."""
    if not len(answer.reduced):
        return program.with_rows([lock_row(cost, answer.value)]) if cost.any() else program
    scale = max(1.0, float(np.abs(cost).max()))
    lower, upper = program.lower.copy(), program.upper.copy()
    least = scale * (SIGNIFICANT if len(cost) < LARGE else SIGNIFICANT_IN_LARGE)
    held = np.abs(answer.reduced) > least
    at_upper = held & (np.abs(answer.x - upper) < np.abs(answer.x - lower))
    upper[held & ~at_upper] = lower[held & ~at_upper]
    lower[at_upper] = upper[at_upper]
    row_lower, row_upper = program.row_lower.copy(), program.row_upper.copy()
    up = answer.duals > least
    down = answer.duals < -least
    row_upper[up] = np.where(np.isfinite(row_lower[up]), row_lower[up], row_upper[up])
    row_lower[down] = np.where(np.isfinite(row_upper[down]), row_upper[down], row_lower[down])
    return replace(program, lower=lower, upper=upper, row_lower=row_lower, row_upper=row_upper)
