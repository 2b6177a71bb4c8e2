"""Programs that are nearly the one before, each solved from its basis."""

from __future__ import annotations

import time
from dataclasses import field
from typing import TYPE_CHECKING, Any

import numpy as np

from braid.optimize import highs, splitting
from braid.optimize.bases import begin_at
from braid.optimize.program import Answer, Limits, Program
from braid.record import working_record

if TYPE_CHECKING:
    import highspy

COLUMNS_UP_TO = 5_000
"""Of larger programs each is solved for itself: what is alike together, then simplified."""

PRIMAL = 4


@working_record
class Following:
    """The last program without whole numbers, and the solver as it was left."""

    program: Program | None = None
    solver: highspy.Highs | None = field(default=None, repr=False)
    basis: highspy.HighsBasis | None = field(default=None, repr=False)
    """Where to begin if there was no such program: of a search for whole numbers."""

    def solve(self, program: Program, limits: Limits) -> Answer:
        """The answer to a program without whole numbers."""
        if len(program.cost) > COLUMNS_UP_TO:
            return splitting.solve(program, limits)
        began = time.perf_counter()
        before, solver = self.program, self.solver
        if solver is None or before is None or not _same_rows(before, program):
            basis = self.basis if solver is None else solver.getBasis()
            solver = highs.handed_over(program, limits)
            if basis is not None:
                begin_at(solver, basis, program)
                solver.setOptionValue("simplex_strategy", PRIMAL)
        else:
            _change(solver, before, program)
        solver.run()
        answer = highs.answer_of(solver, program, began)
        self.program, self.solver = program, solver
        if answer.status == "optimal":
            return answer
        self.program = self.solver = self.basis = None
        again = highs.solve(program, limits)
        return again if again.status != "infeasible" else highs.solve(program, limits, fine=False)


def _same_rows(one: Program, other: Program) -> bool:
    if one.value is not other.value or one.column is not other.column:
        return False
    return one.start is other.start and len(one.cost) == len(other.cost)


def _change(solver: Any, before: Program, program: Program) -> None:
    """Hand over what is different: costs, bounds of columns, sides of rows.

    The point of the program before mostly stays allowed and is no longer the best: a case for the
    primal method.
    """
    solver.setOptionValue("simplex_strategy", PRIMAL)
    columns = np.arange(len(program.cost), dtype=np.int32)
    solver.changeColsCost(len(columns), columns, program.cost)
    moved = _moved(before.lower, before.upper, program.lower, program.upper)
    solver.changeColsBounds(len(moved), moved, program.lower[moved], program.upper[moved])
    moved = _moved(before.row_lower, before.row_upper, program.row_lower, program.row_upper)
    solver.changeRowsBounds(len(moved), moved, program.row_lower[moved], program.row_upper[moved])


def _moved(*sides: np.ndarray) -> np.ndarray:
    lower, upper, new_lower, new_upper = sides
    return np.flatnonzero((lower != new_lower) | (upper != new_upper)).astype(np.int32)
