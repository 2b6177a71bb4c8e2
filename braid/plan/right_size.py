"""Enrolment as the decision: how many of each group can be funded completely.

What does not grow with the head counts comes first: floors, lines that must be paid, then all
shared cost that any money may pay. Numbers fit when no more of people's direct cost is left
unpaid than must be: lines of priority ``may`` do not count, nor what nobody could pay for a
participant of a group even if few were enrolled, which no smaller number cures. Each trial
solves the whole model with its head counts, because shares of shared cost, records and
entitlements all depend on them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from functools import cached_property

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.supposed import enrolling
from braid.eligibility.build import build_ground
from braid.kinds.tables import DIRECT
from braid.model.build import build_model
from braid.model.model import Model
from braid.optimize.tiers import tier_costs, values_of
from braid.plan.build import engine_of, make_plan
from braid.plan.dollars import Money
from braid.plan.plan import Enrolled
from braid.schema.scenario import Group

Numbers = dict[str, int]
FEW = 2
"""Participants of each group for whom there is money enough, if the law lets it pay."""
STEPS_ABOVE = 8
"""Larger numbers that are tried after those that fit: less is not always easier."""


def right_sized(
    inputs: Inputs,
    keep: Collection[str] = (),
    *,
    solver: str = "highs",
    told: Callable[[str], None] = lambda text: None,
) -> tuple[Inputs, tuple[Enrolled, ...]]:
    """The inputs with the head counts that can be funded, and what the next participant costs.

    All groups grow and shrink evenly, but for those to ``keep``, which have their planned
    numbers. Where not even the least numbers can be funded, these are the head counts.
    """
    found = _Enrolment(inputs, frozenset(keep), solver, told)
    numbers = found.evenly()
    return enrolling(inputs, numbers), tuple(found.rows(numbers))


class _Enrolment:
    """Trials of head counts, each solved once."""

    def __init__(
        self, inputs: Inputs, keep: frozenset[str], solver: str, told: Callable[[str], None]
    ) -> None:
        self.inputs = inputs
        self.solver = solver
        self.engine = engine_of(solver)
        self.told = told
        groups = inputs.groups.values()
        self.most = {g.id: _most(g) for g in groups}
        self.fewest = {g.id: min(FEW, self.most[g.id]) for g in groups}
        self.least = {
            g.id: self.most[g.id] if g.id in keep else min(g.least or 1, self.most[g.id])
            for g in groups
        }
        self._known: dict[tuple[int, ...], float] = {}
        self._ground = build_ground(inputs)
        self._direct = int((self._ground.cells.kind == DIRECT).sum())

    # -- trials ------------------------------------------------------------------

    def unfunded(self, numbers: Mapping[str, int]) -> float:
        """Dollars of direct cost that no money pays, once all that is fixed is paid."""
        key = tuple(numbers[name] for name in self.inputs.groups)
        if key not in self._known:
            self.told(f"trial {len(self._known) + 1}, {sum(key)} people")
            model = self._model(numbers)
            values = values_of(model, _objectives(model), self.engine)
            self._known[key] = values["people"]
        return self._known[key]

    def lacking(self, numbers: Mapping[str, int]) -> float:
        """Dollars that are missing for these head counts."""
        barred = sum(self.barred[name] * numbers[name] for name in numbers)
        return self.unfunded(numbers) - barred

    def fit(self, numbers: Mapping[str, int]) -> bool:
        """Whether nothing is missing."""
        return self.lacking(numbers) < self._rounding

    def _model(self, numbers: Mapping[str, int]) -> Model:
        ground = build_ground(enrolling(self.inputs, numbers), enrolled=self._ground)
        self._ground = ground
        return build_model(ground)

    @cached_property
    def barred(self) -> dict[str, float]:
        """Dollars per participant of each group that no money pays, however few there are."""
        model = self._model(self.fewest)
        found: dict[str, float] = {}
        direct, group = _direct(model), model.ground.cells.group
        objectives = _objectives(model)
        for k, name in enumerate(model.ground.codes.groups):
            objectives["people"] = _unfunded(model, direct & (group == k))
            alone = values_of(model, objectives, self.engine)
            found[name] = alone["people"] / self.fewest[name]
        return found

    @cached_property
    def _rounding(self) -> float:
        """Dollars: cells are whole cents, whatever the head counts."""
        return 0.01 * (1 + self._direct)

    # -- evenly ------------------------------------------------------------------

    def evenly(self) -> Numbers:
        """The largest common share of the planned numbers, then single people in turn."""
        steps = self._steps()
        numbers = steps[self._last_that_fits(steps)]
        if not self.fit(numbers):
            return numbers
        grown = True
        while grown:
            grown = False
            for name in sorted(numbers, key=lambda g: (numbers[g] / self.most[g], g)):
                more = {**numbers, name: numbers[name] + 1}
                if more[name] <= self.most[name] and self.fit(more):
                    numbers, grown = more, True
        return numbers

    def _steps(self) -> list[Numbers]:
        """All different head counts that have one share of the planned numbers, ascending."""
        shares = {Fraction(n, most) for most in self.most.values() for n in range(most + 1)}
        found: list[Numbers] = []
        for share in sorted(shares):
            numbers = {
                name: max(self.least[name], int(share * most)) for name, most in self.most.items()
            }
            if not found or found[-1] != numbers:
                found.append(numbers)
        return found

    def _last_that_fits(self, steps: list[Numbers]) -> int:
        """The last step that fits; the first where none does.

        Halving assumes that less is easier. Shared cost can make it otherwise, so the next
        larger numbers are tried as well.
        """
        if self.fit(steps[-1]):
            return len(steps) - 1
        low, high = 0, len(steps) - 1
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.fit(steps[middle]) else (low, middle)
        above = range(min(low + STEPS_ABOVE, len(steps) - 1), low, -1)
        return next((step for step in above if self.fit(steps[step])), low)

    # -- what is told ----------------------------------------------------------------

    def rows(self, numbers: Numbers) -> Iterable[Enrolled]:
        """Every group with its number and the cost of one more."""
        for name, group in self.inputs.groups.items():
            more = {**numbers, name: numbers[name] + 1}
            lacking = _cents(self.lacking(more) - max(0.0, self.lacking(numbers)))
            if lacking <= self._rounding:
                lacking = Decimal("0.00")
            yield Enrolled(
                name, group.program, group.participants, self.least[name], self.most[name],
                numbers[name], _cents(self.barred[name]), lacking,
                self._reason(name, more) if lacking else "",
            )  # fmt: skip

    def _reason(self, group: str, numbers: Mapping[str, int]) -> str:
        """The first reason of the largest amount that one more leaves unfunded, its own first."""
        self.told(f"why not one more of {group}")
        inputs = enrolling(self.inputs, numbers)
        plan = make_plan(inputs, solver=self.solver, explained=False)
        rows = [row for row in plan.tables["unfunded"].records() if row["priority"] != "may"]
        others = [row for row in rows if row["group"]] or rows
        own = [row for row in rows if row["group"] == group] or others
        largest = max(own, key=lambda row: Decimal(row["amount"]), default=None)
        return str(largest["reason"]) if largest is not None else ""


def _most(group: Group) -> int:
    return group.participants if group.seats is None else min(group.participants, group.seats)


def _objectives(model: Model) -> dict[str, np.ndarray]:
    """Floors, lines that must be paid, other shared cost, then what participants cost."""
    costs = {name: cost for name, cost in tier_costs(model).items() if name in ("floors", "must")}
    costs["fixed"] = _unfunded(model, (model.ground.cells.kind != DIRECT) & ~_may(model))
    costs["people"] = _unfunded(model, _direct(model))
    return costs


def _unfunded(model: Model, cells: np.ndarray) -> np.ndarray:
    """The objective that counts what is unfunded of some cells."""
    cost = np.zeros(model.columns)
    cost[model.layout.unfunded] = cells
    return cost


def _direct(model: Model) -> np.ndarray:
    """Mask of the cells that participants cause themselves and that have to be paid."""
    of_people: np.ndarray = (model.ground.cells.kind == DIRECT) & ~_may(model)
    return of_people


def _may(model: Model) -> np.ndarray:
    """Mask of the cells of lines that may be paid or not."""
    lines = model.ground.inputs.costs.values()
    may: np.ndarray = np.array([*(line.priority == "may" for line in lines), False], dtype=bool)
    of_cells: np.ndarray = may[model.ground.cells.line]
    return of_cells


def _cents(dollars: float) -> Money:
    exact = Decimal(max(0.0, round(dollars, 6)))
    return exact.quantize(Decimal("0.01"), ROUND_CEILING)
