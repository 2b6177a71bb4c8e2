"""Whether the textbook permits the charges and heads of a plan, to a few cents."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from oracle.cells import Cell
from oracle.solvers import Highs, Infeasible
from oracle.textbook import textbook

from braid.audit import PlanUnderAudit
from braid.catalog.inputs import Inputs

CENTS = 0.25
"""By how many dollars a charge may be another one: so much rules on whole cents forgive at most."""


def permitted(inputs: Inputs, plan: PlanUnderAudit) -> bool:
    """Whether there are charges so near to these that the textbook has no objection."""
    model = textbook(inputs, whole_people=True)
    left = dict(paid(plan))
    for charge in model.charges:
        cents = left.pop(place(charge), 0)
        bind(charge.variable, cents / 100 / float(charge.share), CENTS / float(charge.share))
    entitled = {award.id for award in model.book.entitlements}
    if any(cents for (award, *_), cents in left.items() if award not in entitled):
        return False
    for (group, stream), head in model.served.items():
        bind(head, plan.served.get((group, "stream", stream), 0), 0)
    for (group, system), head in model.recorded.items():
        bind(head, plan.served.get((group, "system", system), 0), 0)
    for award, used in model.used.items():
        if not isinstance(used, int):
            bind(used, award not in plan.declined, 0)
    if any(
        v.lowBound > v.upBound + 1e-9 for v in model.problem.variables() if v.upBound is not None
    ):
        return False
    try:
        Highs(model.problem, model.rows).minimize(0 * model.problem.variables()[0])
    except Infeasible:
        return False
    return True


def bind(variable: Any, value: float, within: float) -> None:
    """Hold a variable at a value."""
    variable.lowBound = max(variable.lowBound or 0.0, value - within)
    variable.upBound = min(variable.upBound, value + within)


def place(charge: Any) -> tuple[str, ...]:
    """Where a charge of the textbook stands in a plan."""
    cell = charge.cell
    if isinstance(cell, Cell):
        name, group = cell.line.id, cell.group or charge.group or ""
    else:
        kind, *names = cell.key
        name, group = (
            ":".join(("report", *names[:2]) if kind == "report" else ("record", names[0])),
            "",
        )
    return charge.award.id, name, group, charge.category, cell.period.start.isoformat()


def paid(plan: PlanUnderAudit) -> dict[tuple[str, ...], int]:
    """Cents by award, cost, group, category and period."""
    found: dict[tuple[str, ...], int] = defaultdict(int)
    for c in plan.charges:
        found[c.award, c.cost, c.group, c.category, c.period.isoformat()] += c.cents
    return found
