"""The linear programs behind a frontier: unfunded cost with a row that caps overhead.

The law's floors stay at their best value throughout. Dollars of overhead are those that
decisions change: what is due whatever is decided is added at the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from braid.comparison.frontier_curve import Touch
from braid.model.model import Model
from braid.optimize import highs
from braid.optimize.faces import lock_row
from braid.optimize.program import Limits, Program, program_of
from braid.optimize.tiers import WITHOUT_PRESOLVE_UP_TO, values_of
from braid.optimize.whole import SolveError

Pattern = tuple[int, ...]
"""The whole numbers of :attr:`Tradeoff.whole`, in its order."""
NUDGE = 1e-8
"""Dollars that a cap at the very least overhead gives way, so that floats see a plan."""


class Tradeoff:
    """A model between two aims: unfunded cost (must-lines included) and reporting overhead."""

    def __init__(self, model: Model, limits: Limits) -> None:
        self.model = model
        # presolve has cut off whole numbers here that were the best between two overheads
        small = model.columns <= WITHOUT_PRESOLVE_UP_TO
        self.limits = replace(limits, presolve=False) if small else limits
        self.unfunded, self.overhead = model.costs["unfunded"], model.costs["overhead"]
        floors = model.costs["floors"]
        self.floors = 0.0
        if floors.any():  # however long it takes: all that follows stands on it
            self.floors = values_of(model, {"floors": floors}, highs.solve)["floors"]
        columns = np.flatnonzero(self.overhead)
        cap = (columns, self.overhead[columns], -np.inf, np.inf)
        self.program = _floors_held(program_of(model), floors, self.floors).with_rows([cap])
        self.cap = len(self.program.row_upper) - 1
        self.most = float(self.overhead @ self.program.upper) + 10.0
        """More than any plan's overhead."""
        free = self.program.lower < self.program.upper
        self.whole = np.flatnonzero(self.program.whole & free)
        self.offers = np.array(sorted(model.layout.used.values()), dtype=np.int64)
        flags = [column for _, column, _ in model.layout.flags if self.overhead[column] > 0]
        self.audits = np.array(flags, dtype=np.int64)
        self.choices = np.array([c for c in (*self.offers, *self.audits) if free[c]], dtype=int)
        """What a plan can be told by: the offers taken, the audits that its spending sets off."""
        self.others = np.setdiff1d(self.whole, self.choices)
        """Whole numbers that rules ask for beside: order, priority, counted people."""

    def capped(self, low: float, high: float, price: float) -> Program:
        """Unfunded cost and ``price`` dollars for each of overhead, between two overheads."""
        lower, upper = self.program.row_lower.copy(), self.program.row_upper.copy()
        lower[self.cap], upper[self.cap] = low, high
        cost = self.unfunded + price * self.overhead
        return replace(self.program, cost=cost, row_lower=lower, row_upper=upper)

    def pattern(self, x: np.ndarray) -> Pattern:
        """The whole numbers of a point."""
        return tuple(np.round(x[self.whole]).astype(int).tolist())

    def told_by(self, pattern: Pattern) -> dict[int, int]:
        """Column -> 0 or 1, of the choices alone."""
        values = dict(zip(self.whole.tolist(), pattern, strict=True))
        return {int(column): values[int(column)] for column in self.choices}


def _floors_held(program: Program, floors: np.ndarray, least: float) -> Program:
    """The program with the law's floors at their best value."""
    if not floors.any():
        return program
    if least > 1e-6:
        return program.with_rows([lock_row(floors, least)])
    upper = program.upper.copy()
    upper[floors > 0] = 0.0
    return replace(program, upper=upper)


class Lines:
    """The program of a tradeoff without whole numbers, kept in memory and solved again and again.

    Each solve starts from the one before it.
    """

    def __init__(self, tradeoff: Tradeoff) -> None:
        self.tradeoff = tradeoff
        program = tradeoff.program
        none_whole = replace(program, whole=np.zeros_like(program.whole))
        self._highs = highs.handed_over(none_whole, Limits())
        self._columns = np.arange(len(program.cost), dtype=np.int32)
        self._none = np.zeros(len(program.cost))
        self._aim: np.ndarray | None = None
        self.solved = 0

    def fix(self, values: Mapping[int, int]) -> None:
        """Whole-number columns at these values."""
        columns = np.array(list(values), dtype=np.int32)
        at = np.array(list(values.values()), dtype=float)
        if len(columns):
            self._highs.changeColsBounds(len(columns), columns, at, at)

    def fix_pattern(self, pattern: Pattern) -> None:
        """All whole-number columns at the values of a pattern."""
        self.fix(dict(zip(self.tradeoff.whole.tolist(), pattern, strict=True)))

    def least(self, aim: np.ndarray, low: float = -np.inf, high: float = np.inf) -> float | None:
        """The least value of an aim between two overheads; None where there is no plan."""
        if aim is not self._aim:
            self._highs.changeColsCost(len(aim), self._columns, aim)
            self._aim = aim
        self._highs.changeRowBounds(self.tradeoff.cap, low, high)
        return self._run()

    def touch(self, overhead: float) -> Touch:
        """The point of the curve at an overhead, and the slope of a tangent."""
        for nudge in (0.0, NUDGE, 100 * NUDGE):
            value = self.least(self.tradeoff.unfunded, high=overhead + nudge)
            if value is not None:
                slope = float(self._highs.getSolution().row_dual[self.tradeoff.cap])
                return Touch(overhead, value, min(0.0, slope))
        raise SolveError(f"no plan with an overhead of {overhead:.6f}")

    def _run(self) -> float | None:
        from highspy import HighsModelStatus as Status

        for again in (False, True):
            if again:
                self._highs.clearSolver()
            self._highs.run()
            self.solved += 1
            status = self._highs.getModelStatus()
            if status in (Status.kOptimal, Status.kModelEmpty):
                return float(self._highs.getInfo().objective_function_value)
            if status in (Status.kInfeasible, Status.kUnboundedOrInfeasible):
                return None
        raise SolveError(f"a linear program of the frontier ended with {status}")
