"""A solution in whole cents and whole people: what every table of a plan is made from."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np

from braid.catalog.pausing import without_collector
from braid.eligibility.ground import Ground
from braid.kinds.tables import DIRECT
from braid.model.model import Model
from braid.optimize.program import Engine
from braid.optimize.tiers import Optimum
from braid.plan.cash import CashFlow
from braid.plan.cents import to_cents
from braid.plan.crumbs import sweep_up
from braid.plan.exact import cell_costs
from braid.plan.parts import split
from braid.plan.pledges import Served, Spent, serve
from braid.record import record


class Paid(NamedTuple):
    """Cents of one cell paid by one award for one group (-1: nobody in particular)."""

    cell: int
    group: int
    award: str
    cents: int


@record
class Solution:
    """Charges, head counts and uses, exact."""

    model: Model
    optimum: Optimum
    cents: dict[int, int]
    """Column -> cents, of charges and pledges."""
    paid: tuple[Paid, ...]
    served: dict[tuple[int, int], int]
    recorded: dict[tuple[int, int], int]
    declined: frozenset[str]
    notes: tuple[str, ...]
    beside: Served
    """Whose money stands beside which award; pledges name their charge by its place in ``paid``."""

    @property
    def ground(self) -> Ground:
        """The ground that the model stands on."""
        return self.model.ground

    @cached_property
    def cell_cost(self) -> np.ndarray:
        """What each cell costs in cents, given who is served and which awards are used."""
        return cell_costs(self.model, self.optimum.x)

    @cached_property
    def unfunded(self) -> np.ndarray:
        """Cents of each cell that nobody pays."""
        left = self.cell_cost.copy()
        cell = np.array([paid.cell for paid in self.paid], dtype=np.int64)
        np.subtract.at(left, cell, [paid.cents for paid in self.paid])
        return left

    @cached_property
    def cash(self) -> CashFlow:
        """When the money comes in, and what has to be borrowed until then."""
        return CashFlow(self.ground, self.paid, self.declined)

    @cached_property
    def past_excess(self) -> tuple[tuple[str, float], ...]:
        """Rules that earlier spending already breaks: what, and by how many dollars."""
        x = self.optimum.x
        return tuple(
            (label, float(x[column]))
            for name, column, label in self.model.layout.extras
            if name.startswith("past:") and x[column] > 0.005
        )

    @cached_property
    def charged(self) -> dict[str, int]:
        """Cents charged to each award, entitlements included."""
        out: dict[str, int] = defaultdict(int)
        for paid in self.paid:
            out[paid.award] += paid.cents
        for application in self.ground.applications:
            out[application.award] += application.cents
        return out

    def completely_funded(self, group: int) -> int:
        """People of a group all of whose direct costs are paid."""
        cells = self.ground.cells
        name = self.ground.codes.groups[group]
        people = self.ground.inputs.groups[name].participants
        missing = 0
        for cell in np.flatnonzero((cells.kind == DIRECT) & (cells.group == group)):
            left, cost = int(self.unfunded[cell]), int(cells.cost[cell])
            if left > 0:
                missing = max(missing, -(-left * people // cost))
        return max(0, people - missing)

    @cached_property
    def overhead_cents(self) -> int:
        """The dollars of all reporting, paid or not, in cents."""
        return sum(cents * count for _, cents, count in self.report_counts)

    @cached_property
    def overhead_hours(self) -> Fraction:
        """The hours of all reporting."""
        return sum((hours * count for hours, _, count in self.report_counts), Fraction(0))

    @cached_property
    def report_counts(self) -> tuple[tuple[Fraction, int, int], ...]:
        """(hours, cents, how many) of every reporting duty that the plan has."""
        out = [
            (duty.hours, duty.cents, 0 if duty.award in self.declined else 1)
            for duty in self.ground.duties
        ]
        for duty in self.ground.record_duties:
            out.append((duty.hours, duty.cents, self.heads(duty.scope, duty.name, duty.group)))
        return tuple(out)

    def heads(self, scope: str | None, name: str | None, group: str | None) -> int:
        """How many participants of a group have a record in a stream or system."""
        codes = self.ground.codes
        number = codes.groups.index(group or "")
        if scope == "system" and name in codes.systems:
            return self.recorded.get((number, codes.systems.index(name)), 0)
        if name in codes.streams:
            return self.served.get((number, codes.streams.index(name)), 0)
        entitled = any(e.stream == name and e.group == group for e in self.ground.entitled)
        return self.ground.inputs.groups[group or ""].participants if entitled else 0


@without_collector
def solution_of(model: Model, optimum: Optimum, engine: Engine) -> Solution:
    """The optimum in whole cents, a year's shared charges cut over their periods."""
    cents, rows, notes = to_cents(model, optimum.x, engine)
    parts = split(model, cents, rows, engine)
    parts = sweep_up(model, rows, cents, parts, cell_costs(model, optimum.x))
    codes, charges = model.ground.codes, model.ground.charges
    column = rows.used[parts.charge]
    award = [codes.awards[number] for number in charges.award[column].tolist()]
    paid = map(
        Paid, parts.cell.tolist(), charges.group[column].tolist(), award, parts.cents.tolist()
    )
    layout = model.layout
    taken = {award: round(float(optimum.x[c])) == 1 for award, c in layout.used.items()}
    beside = serve(model, Spent(column, parts.cell, parts.cents), taken)
    return Solution(
        model,
        optimum,
        {**dict(zip(rows.used.tolist(), cents.tolist(), strict=True)), **beside.by_column},
        tuple(paid),
        {pair: round(float(optimum.x[c])) for pair, c in layout.served.items()},
        {pair: round(float(optimum.x[c])) for pair, c in layout.recorded.items()},
        frozenset(codes.awards[award] for award, used in taken.items() if not used),
        tuple(notes),
        beside,
    )
