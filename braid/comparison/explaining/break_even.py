"""How large an award must be to pay for its own reporting, given the people of a partnership.

An accepted award brings reports whether or not much of it comes, and records of whom it serves.
It pays for them from the least amount at which no more is unfunded, reporting included, than if
the award did not exist. What staff do who are paid anyway counts at the hourly rate. Every amount
is a whole program solved again, head counts in fractions.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

import numpy as np

from braid.catalog.inputs import Inputs
from braid.catalog.supposed import without
from braid.comparison.explaining.steps import with_amount
from braid.comparison.explaining.trials import least
from braid.eligibility.build import build_ground
from braid.kinds.tables import RECORD, REPORT
from braid.model.build import build_model
from braid.model.model import Model
from braid.optimize import highs
from braid.optimize.program import Limits, program_of
from braid.optimize.reduced import Reduced
from braid.optimize.searching import Run, search
from braid.optimize.tiers import descend, tier_costs
from braid.optimize.whole import needs_search
from braid.plan.dollars import Money, dollars
from braid.plan.worths import BreakEven
from braid.record import record

UNFUNDED, OVERHEAD = "unfunded", "overhead"
NOTHING = 0.005
"""Dollars: half a cent."""
TIMES = 4


def break_even(
    inputs: Inputs, told: Callable[[str], None] = lambda text: None
) -> tuple[BreakEven, ...]:
    """Of every award with an amount, and of every stream with several of them, in order of stream.

    Awards that are offered or not certain are supposed to be accepted.
    """
    if inputs.scenario.objective.mode != "lexicographic":
        return ()
    of_stream: dict[str, list[str]] = {}
    for name, award in inputs.awards.items():
        if award.amount and inputs.law.streams[award.stream].enabled:
            of_stream.setdefault(award.stream, []).append(name)
    found = []
    for stream, names in sorted(of_stream.items()):
        untouched = all(not inputs.spent(inputs.awards[name]) for name in names)
        several = [names] if len(names) > 1 and untouched else []
        for awards in [*([name] for name in names), *several]:
            told(", ".join(awards))
            found.append(_Search(inputs, stream, awards).found())
    return tuple(found)


def supposing(inputs: Inputs, awards: Sequence[str], dollars: Decimal) -> Inputs:
    """The inputs with awards accepted that come to an amount together, in today's proportions."""
    whole = sum((inputs.awards[a].amount or Decimal(0) for a in awards), Decimal(0))
    left = dollars
    for number, name in enumerate(awards):
        stated = inputs.awards[name].amount or Decimal(0)
        part = Decimal(int(dollars * stated / whole)) if number + 1 < len(awards) else left
        left -= part
        inputs = with_amount(inputs, name, part)
    certain = {"status": "accepted", "probability": Decimal(1)}
    changed = tuple(
        a.model_copy(update=certain) if a.id in awards else a for a in inputs.scenario.awards
    )
    return replace(inputs, scenario=inputs.scenario.model_copy(update={"awards": changed}))


@record
class LeastCosts:
    """Dollars of the best plan: unfunded, all reporting, and the part of it that staff just do.

    What staff do who are paid for anyway (``performed_by``) is in no cost; it counts here at the
    hourly rate.
    """

    unfunded: float
    overhead: float
    done_by_staff: float

    @property
    def lacking(self) -> float:
        """What is unfunded, staff's time on reports included."""
        return self.unfunded + self.done_by_staff


def least_costs(inputs: Inputs) -> LeastCosts:
    """The costs of the best plan, head counts in fractions."""
    model = build_model(build_ground(inputs))
    costs = tier_costs(model)
    names = list(costs)
    costs = {name: costs[name] for name in names[: names.index(OVERHEAD) + 1]}
    run = Run(highs.solve, Limits(presolve=False), highs.solve)
    reduced = Reduced.of(program_of(model), costs.values())
    if needs_search(reduced.program):
        reduced = reduced.fixed(search(run, reduced, costs)[0])
    _, x, values = descend(run, reduced, costs)
    constants = [float(model.constants.get(n, Fraction(0))) / 100 for n in (UNFUNDED, OVERHEAD)]
    overhead = values[OVERHEAD] + constants[1]
    return LeastCosts(
        values[UNFUNDED] + constants[0], overhead, max(0.0, overhead - _billed(model, x))
    )


def _billed(model: Model, x: np.ndarray) -> float:
    """The dollars of the cells of reporting: paid by somebody, or unfunded."""
    rows, layout = model.rows, model.layout
    cells = np.isin(model.ground.cells.kind, (REPORT, RECORD))
    number = np.repeat(np.arange(len(rows)), np.diff(rows.start))
    balance = np.flatnonzero([kind == "balance" for kind in rows.kind])
    mine = np.zeros(len(rows), dtype=bool)
    mine[balance[cells]] = True
    terms = np.flatnonzero(mine[number] & (rows.column < layout.charges + layout.cells))
    return float(model.values[terms] @ x[rows.column[terms]])


class _Search:
    def __init__(self, inputs: Inputs, stream: str, awards: Sequence[str]) -> None:
        self.inputs, self.stream, self.awards = inputs, stream, tuple(awards)
        stated = [inputs.awards[name] for name in awards]
        self.amount = sum((a.amount or Decimal(0) for a in stated), Decimal(0))
        self.least = ceil(sum(inputs.spent(a) for a in stated) / 100)
        self._known: dict[Decimal, LeastCosts] = {}

    def costs(self, dollars: Decimal) -> LeastCosts:
        """The least costs if the awards come to so much together."""
        if dollars not in self._known:
            self._known[dollars] = least_costs(supposing(self.inputs, self.awards, dollars))
        return self._known[dollars]

    def found(self) -> BreakEven:
        """The least amount, by trying."""
        gone = least_costs(without(self.inputs, self.awards))
        lacking, empty = gone.lacking, self.costs(Decimal(self.least)).lacking
        now = self.costs(self.amount)
        fixed = max(0.0, empty - lacking)

        def works(more: int) -> bool:
            return self.costs(Decimal(self.least + more)).lacking <= lacking + NOTHING

        most = max(int(self.amount) * TIMES, TIMES * ceil(fixed)) + 1
        at: int | None = 0
        if not works(0):
            more = least(works, ceil(fixed - NOTHING), most)
            at = None if more is None else self.least + more
        return BreakEven(
            self.stream, self.awards, self.amount, _cents(fixed),
            _cents(now.overhead - gone.overhead),
            None if at is None else _cents(at), _cents(lacking - now.lacking),
            _cents(self.least + most),
        )  # fmt: skip


def _cents(amount: float) -> Money:
    return dollars(round(amount * 100))
