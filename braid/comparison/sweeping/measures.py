"""What is recorded of a case's plan: a column for each, dollars to the cent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from braid.plan.dollars import dollars, to_cent
from braid.plan.plan import Plan

if TYPE_CHECKING:
    from braid.comparison.sweeping.loaded import Base, Loaded

SHARE = Decimal("0.000001")
CHARGES = "charged:"
"""Stands before an award's id in the column of its charges."""


def _coverage(plan: Plan) -> Decimal:
    """The share of all cost that is paid."""
    s = plan.summary
    if not s.cost:
        return Decimal(1).quantize(SHARE)
    return ((s.cost - s.unfunded) / s.cost).quantize(SHARE, ROUND_HALF_UP)


def _floors(plan: Plan) -> Decimal:
    found = next(t.value for t in plan.tiers if t.name == "missed statutory floors")
    return to_cent(found)


MEASURED: Mapping[str, Callable[[Plan], Any]] = {
    "cost": lambda plan: plan.summary.cost,
    "entitlements": lambda plan: plan.summary.paid_by_entitlements,
    "funded": lambda plan: plan.summary.funded,
    "unfunded": lambda plan: plan.summary.unfunded,
    "must_unfunded": lambda plan: plan.summary.must_unfunded,
    "overhead": lambda plan: plan.summary.overhead_dollars,
    "overhead_hours": lambda plan: plan.summary.overhead_hours,
    "lapses": lambda plan: plan.summary.lapses,
    "participants": lambda plan: plan.summary.participants,
    "completely_funded": lambda plan: plan.summary.completely_funded,
    "coverage": _coverage,
    "floors_missed": _floors,
    "bridge_loans": lambda plan: sum((b.most for b in plan.bridges), Decimal("0.00")),
}  # fmt: skip
COUNTS = frozenset({"participants", "completely_funded"})
SCALES: Mapping[str, int] = {"coverage": 6, "overhead_hours": 6}
"""Decimal places of measures that are no dollars."""


def columns(loaded: Loaded) -> tuple[str, ...]:
    """The columns of what is recorded: measures, then awards of all scenarios."""
    names = list(loaded.sweep.measures)
    if loaded.sweep.charges:
        awards = sorted({a.id for base in loaded.bases for a in base.scenario.awards})
        return (*names, *(CHARGES + award for award in awards))
    return tuple(names)


def measured(plan: Plan, loaded: Loaded, base: Base) -> tuple[Any, ...]:
    """The values of a plan, in the order of the columns; None for awards of other scenarios."""
    found: dict[str, Any] = {}
    if loaded.sweep.charges:
        found = {CHARGES + award.id: Decimal("0.00") for award in base.scenario.awards}
        for row in plan.tables["awards"].rows():
            found[CHARGES + row["award"]] = dollars(row["charged"])
    return tuple(
        MEASURED[name](plan) if name in MEASURED else found.get(name) for name in columns(loaded)
    )
