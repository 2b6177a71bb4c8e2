"""A relaxation with rows that say of one charge: nothing where its offer is not taken.

A model says it of an award's charges together, ``sum of charges <= most x used``. Whoever pays a
small part of the most can then count for a small part of a use. For each charge alone,
``charge <= its most x used``, this is impossible, but all such rows would be as many as there are
charges. So the relaxation is solved, what it breaks is added, and again, until it breaks none.
Each row follows from the model's own ones where the use is 0 or 1: no choice is lost.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from braid.optimize import highs
from braid.optimize.program import Limits, Program
from braid.optimize.rays import proves
from braid.record import record

if TYPE_CHECKING:
    import highspy

ROUNDS = 12
"""Of rows added at one place of a search; the later ones add little."""
GAIN = 1e-5
"""What a round of them must raise the value by, as a part of it, for another."""
BROKEN = 1e-4
"""As a part of the most of a charge, or in dollars where that is more."""
TOLERANCES = ("primal_feasibility_tolerance", "dual_feasibility_tolerance")
TOLERANCE = 1e-7
"""Of the solves of a search; digits come after it, from one more solve."""


@record
class Links:
    """Charges, the 0/1 column that each hangs on, and the most that it can be."""

    column: np.ndarray
    switch: np.ndarray
    most: np.ndarray

    @classmethod
    def of(cls, program: Program) -> Links:
        """Those of rows ``sum of charges <= most x switch`` with all coefficients above zero."""
        rows = len(program.row_lower)
        row = program.row
        open_ = program.whole & (program.lower == 0) & (program.upper == 1)
        switching = open_[program.column] & (program.value < 0)
        other = ~switching & ((program.value <= 0) | (program.lower[program.column] < 0))
        one = np.bincount(row[switching], minlength=rows) == 1
        fits = one & (np.bincount(row[other], minlength=rows) == 0) & (program.row_upper == 0)
        switch, most = np.zeros(rows, dtype=np.int64), np.zeros(rows)
        terms = np.flatnonzero(switching & fits[row])
        switch[row[terms]], most[row[terms]] = program.column[terms], -program.value[terms]
        terms = np.flatnonzero(~switching & fits[row])
        column, row = program.column[terms], row[terms]
        each = np.minimum(most[row] / program.value[terms], program.upper[column])
        order = np.lexsort((each, switch[row], column))
        column, by, each = column[order], switch[row][order], each[order]
        first = np.ones(len(column), dtype=bool)
        first[1:] = (column[1:] != column[:-1]) | (by[1:] != by[:-1])
        return cls(column[first], by[first], each[first])

    @property
    def switches(self) -> np.ndarray:
        """The 0/1 columns that anything hangs on."""
        return np.unique(self.switch)

    def broken(self, x: np.ndarray) -> np.ndarray:
        """Which of them a point breaks."""
        excess = x[self.column] - self.most * x[self.switch]
        return np.flatnonzero(excess > BROKEN * np.maximum(1.0, self.most))

    def terms(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Some of them as rows ``charge - its most x switch <= 0``: the columns, the values."""
        columns = np.column_stack([self.column[at], self.switch[at]])
        return columns.ravel(), np.column_stack([np.ones(len(at)), -self.most[at]]).ravel()


@record
class Point:
    """A point of the relaxation that breaks no link, or a bound that ends the search here."""

    bound: float
    """Nothing is better, whatever the solver's tolerances: it follows from multipliers alone."""
    x: np.ndarray | None = None
    reduced: np.ndarray | None = None
    duals: np.ndarray | None = None
    """Of the program's own rows."""


@dataclass
class Relaxation:
    """The relaxation in a solver, which goes on from its last basis; its rows become more."""

    program: Program
    links: Links
    ends: float | None
    """When the time is up, by the clock."""
    added: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=np.int64))

    def __post_init__(self) -> None:
        relaxed = replace(self.program, whole=np.zeros_like(self.program.whole))
        import highspy

        self._cut_off = highspy.HighsModelStatus.kObjectiveBound
        solver: Any = highs.handed_over(relaxed, Limits())
        solver.setOptionValue("solver", "simplex")
        for name in TOLERANCES:
            solver.setOptionValue(name, TOLERANCE)
        self.solver = solver
        self.lower, self.upper = self.program.lower.copy(), self.program.upper.copy()

    @property
    def tightened(self) -> Program:
        """The program with the rows that were added."""
        count = len(self.added)
        sides = np.full(count, -np.inf), np.zeros(count)
        return self.program.with_terms(np.full(count, 2), *self.links.terms(self.added), *sides)

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return self.ends is not None and time.perf_counter() >= self.ends

    def at(self, lower: np.ndarray, upper: np.ndarray, enough: float) -> Point | None:
        """The best point within bounds, not looked for where nothing is below ``enough``.

        None where the time is up, or the solver has failed.
        """
        self._bound(lower, upper)
        best = -np.inf
        self.solver.setOptionValue("objective_bound", enough)
        for _ in range(ROUNDS):
            status = self._run()
            if status == "cut off":
                duals = np.array(self.solver.getSolution().row_dual)
                best = max(best, self.proven(duals)[0]) if len(duals) else best
                if best >= enough:
                    return Point(best)
                self.solver.setOptionValue("objective_bound", np.inf)
                status = self._run()
            if status == "infeasible":
                return Point(np.inf)
            if status != "optimal":
                return None
            solution = self.solver.getSolution()
            x, duals = np.array(solution.col_value), np.array(solution.row_dual)
            before, (value, reduced) = best, self.proven(duals)
            best = max(best, value)
            if best >= enough:
                return Point(best)
            broken = self.links.broken(x)
            if not len(broken) or best - before < GAIN * abs(best):
                break
            self._add(broken)
            self.solver.setOptionValue("presolve", "off")
        return Point(value, x, reduced, duals[: len(self.program.row_lower)])

    def exact(self, x: np.ndarray) -> np.ndarray | None:
        """The best point with the whole numbers of another, with all digits.

        It takes the time that it takes: without it what was found in time is lost.
        """
        whole = self.program.whole
        lower, upper = self.program.lower.copy(), self.program.upper.copy()
        lower[whole] = upper[whole] = np.round(x[whole])
        self.ends = None
        self.solver.setOptionValue("time_limit", np.inf)
        if len(x) < highs.LARGE:
            for name in TOLERANCES:
                self.solver.setOptionValue(name, 1e-9)
        point = self.at(lower, upper, np.inf)
        if point is None or point.x is None:
            return None
        return np.where(whole, lower, point.x)

    def charge(self, cost: np.ndarray) -> None:
        """Other costs from here on; the rows that were added hold at any."""
        self.program = replace(self.program, cost=cost)
        columns = np.arange(len(cost), dtype=np.int32)
        self.solver.changeColsCost(len(cost), columns, cost)

    def side(self, rows: np.ndarray, low: np.ndarray, high: np.ndarray) -> None:
        """Other sides of some of the program's own rows from here on."""
        lower, upper = self.program.row_lower.copy(), self.program.row_upper.copy()
        lower[rows], upper[rows] = low, high
        self.program = replace(self.program, row_lower=lower, row_upper=upper)
        self.solver.changeRowsBounds(len(rows), rows.astype(np.int32), low, high)

    def tried(self, column: int, sides: tuple[float, float], steps: int) -> float:
        """About how much is reached with one column's bounds moved, after a few steps."""
        was = self.lower[column], self.upper[column]
        self.solver.setOptionValue("simplex_iteration_limit", steps)
        self.solver.setOptionValue("objective_bound", np.inf)
        self.solver.changeColBounds(column, *sides)
        self.solver.run()
        reached = float(self.solver.getInfo().objective_function_value)
        if highs.status_of(self.solver) == "infeasible":
            reached = np.inf
        self.solver.setOptionValue("simplex_iteration_limit", 2**31 - 1)
        self.solver.changeColBounds(column, *was)
        return reached

    def basis(self) -> highspy.HighsBasis:
        """Where the solver stands."""
        basis: highspy.HighsBasis = self.solver.getBasis()
        return basis

    def go_back(self, basis: highspy.HighsBasis, lower: np.ndarray, upper: np.ndarray) -> None:
        """To a basis and bounds from before; rows that were added since are free there."""
        self._bound(lower, upper)
        import highspy

        known = list(basis.row_status)
        more = len(self.program.row_lower) + len(self.added) - len(known)
        basis.row_status = known + [highspy.HighsBasisStatus.kBasic] * more
        self.solver.setBasis(basis)

    def proven(self, duals: np.ndarray) -> tuple[float, np.ndarray]:
        """What multipliers prove of all points within the bounds, and the reduced costs."""
        program, own = self.program, len(self.program.row_lower)
        low = np.concatenate([program.row_lower, np.full(len(self.added), -np.inf)])
        high = np.concatenate([program.row_upper, np.zeros(len(self.added))])
        duals = np.where(np.isfinite(low), duals, np.minimum(duals, 0.0))
        duals = np.where(np.isfinite(high), duals, np.maximum(duals, 0.0))
        count = len(program.cost)
        asked = program.asked(duals[:own])
        links, of = self.added, duals[own:]
        asked += np.bincount(self.links.column[links], of, count)
        asked -= np.bincount(self.links.switch[links], of * self.links.most[links], count)
        reduced = program.cost - asked
        side = np.where(duals > 0, low, high)
        value = float((duals * np.where(duals == 0, 0.0, side)).sum())
        at = np.where(reduced > 0, self.lower, self.upper)
        value += float((reduced * np.where(reduced == 0, 0.0, at)).sum())
        return value, reduced

    def _run(self) -> str:
        if self.ends is not None:
            left = max(0.01, self.ends - time.perf_counter())
            self.solver.setOptionValue("time_limit", self.solver.getRunTime() + left)
        self.solver.run()
        if self.solver.getModelStatus() == self._cut_off:
            return "cut off"
        status = highs.status_of(self.solver)
        if status == "infeasible" and not self._impossible():
            self.solver.clearSolver()
            self.solver.run()
            return status if highs.status_of(self.solver) == status else "failed"
        return status

    def _impossible(self) -> bool:
        """Whether the solver's own proof that there is no point stands by itself."""
        _, found, ray = self.solver.getDualRay()
        return found and proves(self.tightened, self.lower, self.upper, np.asarray(ray))

    def _bound(self, lower: np.ndarray, upper: np.ndarray) -> None:
        moved = np.flatnonzero((lower != self.lower) | (upper != self.upper)).astype(np.int32)
        if len(moved):
            self.solver.changeColsBounds(len(moved), moved, lower[moved], upper[moved])
        self.lower, self.upper = lower.copy(), upper.copy()

    def _add(self, at: np.ndarray) -> None:
        count = len(at)
        columns, values = self.links.terms(at)
        starts = np.arange(0, 2 * count, 2, dtype=np.int32)
        self.solver.addRows(
            count, np.full(count, -np.inf), np.zeros(count), 2 * count, starts,
            columns.astype(np.int32), values,
        )  # fmt: skip
        self.added = np.concatenate([self.added, at])
