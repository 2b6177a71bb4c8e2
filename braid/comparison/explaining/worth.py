"""What one more dollar of an award is worth, one less, and from which amount to which.

The amount is a column (:mod:`braid.comparison.explaining.levers`). With the 0/1 decisions of the
plan the least cost is convex in it and made of straight pieces; one linear program finds where the
first piece ends. A search over all decisions at once then shows that no other ones do better
anywhere on the piece, or shortens it to where they begin to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import numpy as np

from braid.catalog.inputs import Inputs
from braid.comparison.explaining.candidates import raisable
from braid.comparison.explaining.levers import Lever, lever, with_levers
from braid.eligibility.build import build_ground
from braid.model.build import build_model
from braid.model.model import Model
from braid.optimize import highs
from braid.optimize.program import Limits, Program, program_of
from braid.optimize.reduced import Reduced
from braid.optimize.searching import Run, search
from braid.optimize.tiers import tier_costs
from braid.optimize.whole import fix_whole, needs_search
from braid.plan.dollars import Exact
from braid.plan.worths import Rate, Worth

LAST = "unfunded"
NEAR = 1e-6
ROOM = 1e-5
"""Dollars by which a tier may lie above its line: with less the solver sees no plan on it."""
BELOW = 5e-3
"""Dollars that other decisions must save before they count: half a cent."""
SHORTENINGS = 8
EXTENSIONS = 8
Told = Callable[[str], None]


def worth(inputs: Inputs, told: Told = lambda text: None) -> tuple[Worth, ...]:
    """Of every award with an amount that the plan counts on, in order of id.

    Head counts are in fractions. Nothing is found where unfunded cost is no aim of its own.
    """
    if inputs.scenario.objective.mode != "lexicographic":
        return ()
    base = Base(inputs)
    found = []
    for award in raisable(inputs):
        told(award.id)
        rates = [base.rate(award.id, down=down) for down in (False, True)]
        assert award.amount is not None
        found.append(Worth(award.id, award.amount, *rates))
    return tuple(found)


class Base:
    """The plan's least costs, tier by tier, and its 0/1 decisions."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = inputs
        self.model = build_model(build_ground(inputs))
        costs = tier_costs(self.model)
        names = list(costs)
        self.costs = {name: costs[name] for name in names[: names.index(LAST) + 1]}
        program = program_of(self.model)
        self.decided: np.ndarray | None = None
        if needs_search(program):
            self.decided = self._searched(program)

    def _searched(self, program: Program) -> np.ndarray:
        run = Run(highs.solve, Limits(presolve=False), highs.solve)
        return search(run, Reduced.of(program, self.costs.values()), self.costs)[0]

    def rate(self, award: str, *, down: bool) -> Rate | None:
        """What a dollar more (or less) does, and how far."""
        stated = self.inputs.awards[award]
        assert stated.amount is not None
        most = sum((Decimal(int(c)) / 100 for c in self.model.ground.cells.cost), Decimal(1))
        if down:
            spent = Decimal(self.inputs.spent(stated)) / 100
            most = min(most, stated.amount - spent)
        elif stated.allocation is not None:
            most = min(most, stated.allocation - stated.amount)
        found = lever(self.inputs, self.model, award, most, down=down)
        if found is None:
            return None
        piece = _Piece(self.model, found, self.costs, self.decided)
        if not piece.straight():
            return None
        slopes, far = piece.slopes, piece.far
        sign = 1 if down else -1
        rounding = ROUND_CEILING if down else ROUND_FLOOR
        until = stated.amount - sign * Decimal(repr(far + NEAR))
        saved = {name: _exact(sign * slopes.get(name, 0.0)) for name in (LAST, "must", "floors")}
        return Rate(
            saved[LAST], saved["must"], saved["floors"],
            max(Decimal(0), until.quantize(Decimal(1), rounding)).quantize(Decimal("0.01")),
            piece.certain and far < found.most - NEAR,
        )  # fmt: skip


class _Piece:
    """The first straight piece of each tier's least cost as an amount changes."""

    def __init__(
        self, model: Model, one: Lever, costs: Mapping[str, np.ndarray],
        decided: np.ndarray | None,
    ) -> None:  # fmt: skip
        self.free, columns = with_levers(model, [one])
        self.t = int(columns[0])
        more = np.zeros(len(self.free.cost) - model.columns)
        self.costs = {name: np.append(cost, more) for name, cost in costs.items()}
        self.fixed = self.free
        if decided is not None:
            self.fixed = fix_whole(self.free, np.append(decided, more))
        self.slopes: dict[str, float] = {}
        self.values: dict[str, float] = {}
        self.far = self.most = one.most
        self.certain = True
        """Whether it is known that the line ends where it is said to."""

    def straight(self) -> bool:
        """Find slopes and range; False where not even the next dollar has them."""
        program = self.fixed
        for name, cost in self.costs.items():
            start, one = (_least(_at(program, self.t, t), cost) for t in (0.0, 1.0))
            if start is None or one is None:
                return False
            slope = one - start if abs(one - start) > NEAR else 0.0
            line = self._line(cost, slope, start + ROOM)
            program = program.with_rows([line])
            far = self._farthest(program, self.far)
            if far is None or far < 1.0 - NEAR:
                return False
            self.far = min(self.far, far)
            self.slopes[name], self.values[name] = slope, start
        if not needs_search(self.free):
            return True
        self._extend()
        return self._proven()

    def _extend(self) -> None:
        """Further along the line with other decisions, where these can keep to it and no longer."""
        for _ in range(EXTENSIONS):
            if self.far >= self.most - NEAR:
                return
            beyond = min(self.far + 1.0, self.most)
            run = Run(highs.solve, Limits(presolve=False), highs.solve)
            at = Reduced.of(_at(self.free, self.t, beyond), self.costs.values())
            x, _bounds = search(run, at, self.costs)
            off = [
                abs(cost @ x - self.values[name] - self.slopes[name] * beyond)
                for name, cost in self.costs.items()
            ]
            if max(off) > BELOW:
                return
            lines = [
                self._line(cost, self.slopes[name], self.values[name] + BELOW)
                for name, cost in self.costs.items()
            ]
            far = self._farthest(fix_whole(self.free, x).with_rows(lines), self.most)
            if far is None or far < beyond:
                return
            self.far = far
        self.certain = False

    def _line(
        self, cost: np.ndarray, slope: float, side: float
    ) -> tuple[np.ndarray, np.ndarray, float, float]:
        """The row that keeps a tier on its line."""
        tilted = cost.copy()
        tilted[self.t] = -slope
        columns = np.flatnonzero(tilted)
        return columns, tilted[columns], -np.inf, side

    def _farthest(self, program: Program, most: float) -> float | None:
        """The most dollars for which there is a plan on the lines."""
        cost = np.zeros(len(program.cost))
        cost[self.t] = -1.0
        answer = highs.solve(_up_to(replace(program, cost=cost), self.t, most), Limits())
        return float(answer.x[self.t]) if answer.found else None

    def _proven(self) -> bool:
        """Whether no other decisions do better on the piece, once it is as short as it must be."""
        for _ in range(SHORTENINGS):
            better = self._better()
            if better is None:
                return self.far >= 1.0 - NEAR
            self.far = better - NEAR
            if self.far < 1.0 - NEAR:
                return False
        return False

    def _better(self) -> float | None:
        """The first amount at which other decisions save something; None where none do."""
        program = _up_to(self.free, self.t, self.far)
        for name, cost in self.costs.items():
            tilted = cost.copy()
            tilted[self.t] = -self.slopes[name]
            answer = highs.solve(replace(program, cost=tilted), Limits(presolve=False))
            if not answer.found or answer.status == "limit":
                return 0.0
            if answer.value < self.values[name] - BELOW:
                return self._begins(program, answer.x, name)
            program = program.with_rows(
                [self._line(cost, self.slopes[name], self.values[name] + ROOM)]
            )
        return None

    def _begins(self, program: Program, x: np.ndarray, name: str) -> float:
        """The least amount at which the decisions of a point lie below the line of a tier."""
        line = self._line(self.costs[name], self.slopes[name], self.values[name] - BELOW)
        program = fix_whole(program.with_rows([line]), x)
        cost = np.zeros(len(program.cost))
        cost[self.t] = 1.0
        answer = highs.solve(replace(program, cost=cost), Limits())
        return float(answer.x[self.t]) if answer.found else 0.0


def _at(program: Program, column: int, value: float) -> Program:
    lower, upper = program.lower.copy(), program.upper.copy()
    lower[column] = upper[column] = value
    return replace(program, lower=lower, upper=upper)


def _up_to(program: Program, column: int, value: float) -> Program:
    upper = program.upper.copy()
    upper[column] = value
    return replace(program, upper=upper)


def _least(program: Program, cost: np.ndarray) -> float | None:
    answer = highs.solve(replace(program, cost=cost), Limits())
    return answer.value if answer.found else None


def _exact(slope: float) -> Exact:
    value = Decimal(repr(slope)).quantize(Decimal("0.0001"))
    return value if value else Decimal("0.0000")
