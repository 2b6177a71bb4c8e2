"""A search by few whole numbers: the linear program again and again, each time from the last.

HiGHS's own search takes 10 to 50 milliseconds before it branches at all. Where a few whole
numbers are open it is quicker to branch at once, since each further program starts from the
basis of the one before. Nothing of an earlier search is kept, so that the same program always
gets the same answer.
"""

from __future__ import annotations

import time
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from braid.optimize import highs
from braid.optimize.program import Answer, Limits, Program, Status
from braid.optimize.rays import proves
from braid.record import record, working_record

if TYPE_CHECKING:
    import highspy


@record
class Size:
    """Programs of up to so many columns, with up to so many whole numbers that are not fixed.

    After ``nodes`` programs the search is left to HiGHS, which begins afresh.
    """

    columns: int
    open: int
    nodes: int


SIZES = (Size(5_000, 40, 150), Size(20_000, 400, 60))
"""Of a large program HiGHS looks for cuts for seconds, where a few branches are enough."""
WHOLE = 1e-9
GAP = 1e-6
"""As in HiGHS's own search: what is better by less is not looked for."""


@working_record
class Branching:
    """Searches one after the other; a program with one row more goes on from the one before."""

    program: Program | None = None
    solver: highspy.Highs | None = field(default=None, repr=False)
    basis: highspy.HighsBasis | None = field(default=None, repr=False)
    """Of the last answer."""

    def solve(self, program: Program, limits: Limits) -> Answer | None:
        """The best point with whole numbers, proven; None where that is left to HiGHS."""
        open_ = np.flatnonzero(program.whole & (program.lower < program.upper))
        size = next((s for s in SIZES if len(program.cost) <= s.columns), None)
        if size is None or len(open_) > size.open:
            return None
        began = time.perf_counter()
        solver = self._ready(program, limits)
        self.program = self.solver = None  # until its bounds are as they were
        tree = _Tree(program, solver, open_, size.nodes)
        if not tree.search() or tree.best is None:
            return None
        self.program, self.solver, self.basis = program, solver, tree.basis
        seconds = time.perf_counter() - began
        empty = np.empty(0)
        return Answer("optimal", tree.best, tree.value, tree.value, empty, empty, seconds)

    def _ready(self, program: Program, limits: Limits) -> highspy.Highs:
        before, solver = self.program, self.solver
        if solver is not None and before is not None and _goes_on(before, program):
            _one_row_more(solver, program)
            return solver
        solver = highs.handed_over(replace(program, whole=np.zeros_like(program.whole)), limits)
        solver.setOptionValue("presolve", "off")
        return solver


def _goes_on(before: Program, program: Program) -> bool:
    """Whether a program is another with one row more, and perhaps another cost."""
    terms, rows = len(before.value), len(before.row_lower)
    if len(program.row_lower) != rows + 1 or len(program.value) < terms:
        return False
    pairs = (
        (before.start, program.start[: rows + 1]), (before.column, program.column[:terms]),
        (before.value, program.value[:terms]), (before.row_lower, program.row_lower[:rows]),
        (before.row_upper, program.row_upper[:rows]), (before.lower, program.lower),
        (before.upper, program.upper), (before.whole, program.whole),
    )  # fmt: skip
    return all(one is other or np.array_equal(one, other) for one, other in pairs)


def _one_row_more(solver: Any, program: Program) -> None:
    first = int(program.start[-2])
    column = program.column[first:].astype(np.int32)
    sides = float(program.row_lower[-1]), float(program.row_upper[-1])
    solver.addRow(*sides, len(column), column, program.value[first:])
    columns = np.arange(len(program.cost), dtype=np.int32)
    solver.changeColsCost(len(columns), columns, program.cost)


@working_record
class _Tree:
    program: Program
    solver: highspy.Highs
    open: np.ndarray
    most: int
    value: float = np.inf
    best: np.ndarray | None = None
    basis: highspy.HighsBasis | None = field(default=None, repr=False)
    nodes: int = 0
    sides: dict[int, tuple[float, float]] = field(default_factory=dict)

    def search(self) -> bool:
        """Whether the whole tree was searched."""
        for column in self.open.tolist():
            self.sides[column] = self.program.lower[column], self.program.upper[column]
        return self._below()

    def _below(self) -> bool:
        """Search below the bounds as they stand; False where a limit or a fault ends it."""
        self.nodes += 1
        if self.nodes > self.most:
            return False
        solver: Any = self.solver
        status = self._run()
        if status == "infeasible":
            return True
        if status != "optimal":
            return False
        value = float(solver.getInfo().objective_function_value)
        if value >= self.value - GAP:
            return True
        x = np.array(solver.getSolution().col_value)
        parts = np.abs(x[self.open] - np.round(x[self.open]))
        at = int(np.argmax(parts)) if len(parts) else -1
        if at < 0 or parts[at] <= WHOLE:
            self.value, self.best = float(self.program.cost @ x), x
            self.basis = solver.getBasis()
            return True
        return self._split(int(self.open[at]), float(x[self.open[at]]), value)

    def _run(self) -> Status:
        """Solve from the basis before, and afresh where that ends without an answer that stands."""
        self.solver.run()
        status = highs.status_of(self.solver)
        if status == "optimal" or (status == "infeasible" and self._proven()):
            return status
        self.solver.clearSolver()
        self.solver.run()
        return highs.status_of(self.solver)

    def _proven(self) -> bool:
        """Whether the solver's own proof that there is no solution stands by itself."""
        solver: Any = self.solver
        _, found, ray = solver.getDualRay()
        lower, upper = self.program.lower.copy(), self.program.upper.copy()
        for column, sides in self.sides.items():
            lower[column], upper[column] = sides
        return found and proves(self.program, lower, upper, ray)

    def _split(self, column: int, value: float, bound: float) -> bool:
        lower, upper = self.sides[column]
        for sides in ((np.ceil(value), upper), (lower, np.floor(value))):
            self.sides[column] = sides
            self.solver.changeColBounds(column, *sides)
            if not self._below():
                return False
            if self.value <= bound + GAP:  # nothing below here is better
                break
        self.sides[column] = lower, upper
        self.solver.changeColBounds(column, lower, upper)
        return True
