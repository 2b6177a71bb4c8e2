"""Whole plans made with changes, beside the plan as it is; and linear programs that guess well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from math import ceil
from typing import Literal

import numpy as np

from braid.catalog.inputs import Inputs
from braid.comparison.explaining.grounds import Grounds
from braid.comparison.explaining.levers import Lever, lever, with_levers
from braid.model.build import build_model
from braid.model.model import Model
from braid.optimize import highs
from braid.optimize.program import Limits
from braid.plan.build import make_plan
from braid.plan.cell_names import CellNames
from braid.plan.dollars import Money
from braid.plan.plan import Fix, Plan, SideEffect, Step

HALF = Decimal("0.50")
"""Dollars that whole cents may leave of a line that is funded."""
DOLLAR = Decimal(1)
CENT = 0.01
SEARCH = Limits(seconds=5.0)
FLOORS = "missed statutory floors"


class Target:
    """A line (of a group), what is unfunded of it in a plan and what of everything else."""

    def __init__(self, plan: Plan, cost: str, group: str) -> None:
        self.cost, self.group = cost, group
        self.lines = _unfunded(plan)
        self.total = sum(self.lines.values(), Decimal(0))
        self.amount = self.lines.get((cost, group), Decimal(0))
        self.others = self.total - self.amount
        self.must = plan.summary.must_unfunded
        self.floors = _floors(plan)


class Trials:
    """Plans of one scenario with changes, each made once."""

    def __init__(self, plan: Plan, told: Callable[[str], None]) -> None:
        self.told = told
        self.inputs = plan.inputs
        self.made = 0
        self._plans: dict[tuple[Step, ...], Plan | None] = {}
        self._models: dict[tuple[Step, ...], tuple[Inputs, Model] | None] = {}
        self._levers: dict[tuple[tuple[Step, ...], str], Lever | None] = {}
        self._grounds = Grounds(self.inputs)
        # as it is planned here and now, whatever the folder's plan was made with
        base = self.plan(())
        assert base is not None
        self.base = base

    def plan(self, steps: Sequence[Step]) -> Plan | None:
        """The whole plan with some changes; None where they are no scenario."""
        key = tuple(steps)
        if key not in self._plans:
            good = self._grounds.good(key)
            self.made += good
            self.told(f"plan {self.made}")
            self._plans[key] = self._made(key) if good else None
        return self._plans[key]

    def _made(self, steps: tuple[Step, ...]) -> Plan:
        ground, standing = self._grounds.of(steps), self._grounds.standing(steps)
        return make_plan(ground.inputs, explained=False, ground=ground, standing=standing)

    def model(self, steps: Sequence[Step]) -> tuple[Inputs, Model] | None:
        """The changed inputs and their model; None where they are no scenario."""
        key = tuple(steps)
        if key not in self._models:
            self._models[key] = None
            if self._grounds.good(key):
                ground = self._grounds.of(key)
                self._models[key] = ground.inputs, build_model(ground)
        return self._models[key]

    def lever(self, steps: Sequence[Step], award: str, most: Decimal) -> Lever | None:
        """An award's amount as a variable, in the model with these changes."""
        key = tuple(steps), award
        if key not in self._levers:
            found = self.model(steps)
            stated = None if found is None else found[0].awards[award]
            if stated is not None and stated.allocation is not None:
                most = min(most, stated.allocation - (stated.amount or Decimal(0)))
            self._levers[key] = (
                lever(*found, award, most, rough=True) if found is not None else None
            )
        return self._levers[key]

    # -- guesses -------------------------------------------------------------------

    def least_raise(
        self, steps: Sequence[Step], levers: Sequence[Lever], target: Target
    ) -> list[float] | None:
        """The fewest dollars, lever by lever, that fund a target at no cost to the rest.

        Head counts are in fractions; None where no amount does it. Without levers an empty list
        says that the changes suffice.
        """
        found = self.model(steps)
        if found is None:
            return None
        model = found[1]
        program, dollars = with_levers(model, levers)
        names, cells = CellNames(model.ground), model.layout.unfunded
        mine = np.array([
            (c, g) == (target.cost, target.group)
            for c, g in zip(names.cost, names.group, strict=True)
        ])  # fmt: skip
        upper = program.upper.copy()
        upper[cells][mine] = CENT
        columns = np.arange(cells.start, cells.stop)
        side = float(target.others) + CENT
        rows = [(columns, np.ones(len(columns)), -np.inf, side)]
        floors = model.costs["floors"]
        if floors.any():
            at = np.flatnonzero(floors)
            rows.append((at, floors[at], -np.inf, float(target.floors) + 0.01))
        cost = np.zeros(len(program.cost))
        cost[dollars] = 1.0
        program = replace(program.with_rows(rows), upper=upper, cost=cost)
        answer = highs.solve(program, SEARCH)
        if not answer.found:
            return None
        return [float(x) for x in answer.x[dollars]]

    # -- whole plans ---------------------------------------------------------------

    def funds(self, steps: Sequence[Step], target: Target, *, at_others_cost: bool = False) -> bool:
        """Whether a line is funded by the whole plan with some changes, and the rest no worse."""
        plan = self.plan(steps)
        if plan is None or not plan.audit_passed:
            return False
        lines = _unfunded(plan)
        left = lines.get((target.cost, target.group), Decimal(0))
        others = sum(lines.values(), Decimal(0)) - left
        if left >= HALF or _floors(plan) > target.floors + Decimal("0.01"):
            return False
        return at_others_cost or others < target.others + HALF

    def fix(self, steps: Sequence[Step], target: Target) -> Fix:
        """What some changes do, told of the whole plan with them."""
        plan = self.plan(steps)
        assert plan is not None
        lines = _unfunded(plan)
        left = lines.get((target.cost, target.group), Decimal(0))
        total = sum(lines.values(), Decimal(0))
        moved = max(Decimal(0), total - left - target.others)
        money = Decimal(0)
        for step in steps:
            if step.what == "raise":
                money += Decimal(step.after) - Decimal(step.before)
            elif step.what == "lands":
                money += Decimal(plan.tables["charges"].sums("award").get((step.of,), 0)) / 100
        return Fix(
            tuple(steps), _cents(money), _cents(left), _cents(target.total - total),
            _cents(moved if moved >= HALF else Decimal(0)),
            tuple(_effects(self.base, plan, target)),
        )  # fmt: skip


def least(works: Callable[[int], bool], guess: int, most: int) -> int | None:
    """The whole number near a guess that works while the one below it does not, up to ``most``."""
    guess = max(1, min(guess, most))
    step = 1
    if works(guess):
        high, low = guess, guess - 1
        while low > 0 and works(low):
            step *= 4
            high, low = low, max(0, low - step)
    else:
        low = guess
        high = min(most, guess + step)
        while high > low and not works(high):
            step *= 4
            low, high = high, min(most, high + step)
        if high == low:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if works(middle) else (middle, high)
    return high


def whole(dollars: float) -> int:
    """Dollars of a linear program as whole ones that suffice."""
    return max(1, ceil(dollars - 0.01))


def _unfunded(plan: Plan) -> dict[tuple[str, ...], Decimal]:
    sums = plan.tables["unfunded"].sums("cost", "group")
    return {key: Decimal(cents) / 100 for key, cents in sums.items()}


def _floors(plan: Plan) -> Decimal:
    return next((tier.value for tier in plan.tiers if tier.name == FLOORS), Decimal(0))


def _effects(before: Plan, after: Plan, target: Target) -> list[SideEffect]:
    """What changes by a dollar or a person beside the target, the largest dollars first."""
    old, new = (_by_line(plan, target) for plan in (before, after))
    found: list[tuple[Literal["unfunded", "lapses"], str, int]] = [
        ("unfunded", line, new.get(line, 0) - old.get(line, 0)) for line in {*old, *new}
    ]
    tables = [p.tables["awards"] for p in (before, after)]
    lapses = [dict(zip(t["award"], t["lapses"], strict=True)) for t in tables]
    found += [
        ("lapses", award, (lapses[1].get(award) or 0) - (lapses[0].get(award) or 0))
        for award in {*lapses[0], *lapses[1]}
    ]
    made = [
        SideEffect(what, of, _cents(Decimal(cents) / 100))
        for what, of, cents in sorted(found, key=lambda f: (f[0] == "lapses", -abs(f[2]), f[1]))
        if abs(cents) >= 100
    ]
    overhead = after.summary.overhead_dollars - before.summary.overhead_dollars
    if abs(overhead) >= DOLLAR:
        made.append(SideEffect("overhead", "", overhead))
    people = after.summary.completely_funded - before.summary.completely_funded
    if people:
        made.append(SideEffect("completely_funded", "", Decimal(people)))
    return made


def _by_line(plan: Plan, target: Target) -> dict[str, int]:
    """Cents unfunded of each line, of the target's own line what is not the target."""
    found: dict[str, int] = {}
    for (cost, group), cents in plan.tables["unfunded"].sums("cost", "group").items():
        if (cost, group) != (target.cost, target.group):
            found[cost] = found.get(cost, 0) + cents
    return found


def _cents(amount: Decimal) -> Money:
    return amount.quantize(Decimal("0.01"))
