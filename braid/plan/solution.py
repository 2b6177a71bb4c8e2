"""A solution in whole cents and whole people: what every table of a plan is made from."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.pausing import without_collector
from braid.eligibility.ground import Ground
from braid.kinds.tables import DIRECT
from braid.kinds.threshold import Mark, charged_before
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
    """Column -> cents, of charges, transfers and pledges."""
    paid: tuple[Paid, ...]
    served: dict[tuple[int, int], int]
    recorded: dict[tuple[int, int], int]
    named: dict[tuple[int, frozenset[int]], int]
    """(group, streams) -> people whom, of linked streams, these and no others serve."""
    declined: frozenset[str]
    notes: tuple[str, ...]
    beside: Served
    """Whose money stands beside which award.

    Pledges name their charge by its place in ``paid``, behind which ``charged_already`` goes on.
    """
    fits: bool = True
    """Whether whole cents keep what every rule asks, and nothing had to be dropped for that."""

    @property
    def ground(self) -> Ground:
        """The ground that the model stands on."""
        return self.model.ground

    @property
    def inputs(self) -> Inputs:
        """The inputs that the plan is made for."""
        return self.model.ground.inputs

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
    def transfers(self) -> dict[tuple[str, str], int]:
        """(award that gives, award that receives) -> cents, where there are any."""
        names = self.ground.codes.awards
        found = {
            (names[giver], names[taker]): self.cents.get(column, 0)
            for (giver, taker), column in self.model.layout.transfers.items()
        }
        return {pair: cents for pair, cents in found.items() if cents}

    @cached_property
    def given(self) -> Counter[str]:
        """Cents that each award gives to others; 0 for those that give nothing."""
        return self._moved(0)

    @cached_property
    def received(self) -> Counter[str]:
        """Cents that each award receives from others; 0 for those that receive nothing."""
        return self._moved(1)

    def _moved(self, side: int) -> Counter[str]:
        found: Counter[str] = Counter()
        for pair, cents in self.transfers.items():
            found[pair[side]] += cents
        return found

    @cached_property
    def cash(self) -> CashFlow:
        """When the money comes in, and what has to be borrowed until then."""
        return CashFlow(self.ground, self.paid, self.declined)

    @cached_property
    def past_excess(self) -> tuple[tuple[str, float], ...]:
        """Rules that earlier spending already breaks: what, and by how many dollars."""
        x = self.optimum.x
        alone = [(label, float(cents) / 100) for label, cents in self.model.broken]
        return tuple(alone) + tuple(
            (label, float(x[column]))
            for name, column, label in self.model.layout.extras
            if name.startswith("past:") and x[column] > 0.005
        )

    @cached_property
    def charged_already(self) -> tuple[Paid, ...]:
        """What was charged in periods that are over."""
        past = self.ground.past
        if past is None:
            return ()
        found, awards = past.entries, self.ground.codes.awards
        columns = (found.cell, found.group, found.award, found.num)
        rows = zip(*(column.tolist() for column in columns), strict=True)
        return tuple(Paid(cell, group, awards[award], cents) for cell, group, award, cents in rows)

    @cached_property
    def charged(self) -> dict[str, int]:
        """Cents charged to each award, entitlements included."""
        out: dict[str, int] = defaultdict(int)
        for paid in self.paid:
            out[paid.award] += paid.cents
        for application in self.ground.paying:
            out[application.award] += application.cents
        return out

    def completely_funded(self, group: int) -> int:
        """People of a group all of whose direct costs are paid."""
        cells = self.ground.cells
        name = self.ground.codes.groups[group]
        people = self.ground.inputs.groups[name].participants
        missing = 0
        for cell in self._wanting.get(group, ()):
            left, cost = int(self.unfunded[cell]), int(cells.cost[cell])
            missing = max(missing, -(-left * people // cost))
        return max(0, people - missing)

    @cached_property
    def _wanting(self) -> dict[int, list[int]]:
        """By group: its direct cells that are not wholly paid."""
        cells, found = self.ground.cells, defaultdict(list)
        some = np.flatnonzero((cells.kind == DIRECT) & (self.unfunded > 0))
        for cell, group in zip(some.tolist(), cells.group[some].tolist(), strict=True):
            found[group].append(cell)
        return found

    @cached_property
    def overhead_cents(self) -> int:
        """The dollars of all reporting, paid or not, in cents."""
        fees = sum(mark.fee for mark, spent in self.marks if spent >= mark.usd)
        return sum(cents * count for _, cents, count in self.report_counts) + fees

    @cached_property
    def marks(self) -> tuple[tuple[Mark, int], ...]:
        """What an organization may reach in a fiscal year, and the cents that it comes to."""
        start = self.ground.cells.start
        found: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        charges = [(p.award, p.cell, p.cents) for p in self.paid]
        charges += [(a.award, a.cell, a.cents) for a in self.ground.applications]
        for award, cell, cents in charges:
            found[award][int(start[cell])] += cents
        return tuple(
            (mark, self._before(mark) + sum(
                cents
                for award in mark.awards
                for day, cents in found.get(award, {}).items()
                if mark.holds(award, day)
            ))
            for mark in self.model.marks
        )  # fmt: skip

    def _before(self, mark: Mark) -> int:
        charged = charged_before(mark, self.ground.past, self.ground.codes)
        return mark.other + mark.before + charged

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
        number = codes.group_index[group or ""]
        if scope == "system" and name in codes.systems:
            return self.recorded.get((number, codes.systems.index(name)), 0)
        if name in codes.streams:
            return self.served.get((number, codes.streams.index(name)), 0)
        entitled = (name, group) in self._entitled
        return self.ground.inputs.groups[group or ""].participants if entitled else 0

    @cached_property
    def _entitled(self) -> frozenset[tuple[str | None, str | None]]:
        """Streams that are entitlements, and the groups that they pay for."""
        return frozenset((e.stream, e.group) for e in self.ground.entitled)

    @cached_property
    def paid_by(self) -> dict[str, list[Paid]]:
        """What each award pays, in order."""
        found: dict[str, list[Paid]] = defaultdict(list)
        for paid in self.paid:
            found[paid.award].append(paid)
        return found


@without_collector
def solution_of(model: Model, optimum: Optimum, engine: Engine) -> Solution:
    """The optimum in whole cents, a year's shared charges cut over their periods."""
    cents, rows, notes = to_cents(model, optimum.x, engine)
    fits = not notes and rows.hold(cents)
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
        {pair: round(float(optimum.x[c])) for pair, c in layout.named.items()},
        frozenset(codes.awards[award] for award, used in taken.items() if not used),
        tuple(notes),
        beside,
        fits,
    )
