"""A plan's own charges as the ledger of its first periods: everything went as it was planned."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from braid.catalog.inputs import Inputs
from braid.kinds.arrivals import payment_of
from braid.plan.plan import Plan
from braid.schema.scenario import Actual, Actuals, Organization, ToDate


def repeated(plan: Plan, closed: int) -> Inputs:
    """The inputs of a plan where the first periods are over and its own charges were made.

    Reports that were paid are stated as spent; an organization begins with the cash it has.
    """
    inputs = plan.inputs
    last = inputs.calendar.periods[closed - 1].last
    made: list[Actual] = []
    reports: dict[str, list[ToDate]] = defaultdict(list)
    for row in plan.tables["charges"].rows():
        day, amount = date.fromisoformat(row["period"]), Decimal(row["cents"]) / 100
        if day > last or inputs.law.streams[row["stream"]].entitlement:
            continue
        if row["cost"] not in inputs.costs:
            reports[row["award"]].append(ToDate(category=row["category"], amount=amount, date=day))
            continue
        group = row["group"] or None
        made.append(
            Actual(cost=row["cost"], group=group, period=day, award=row["award"], amount=amount)
        )
    charged = {one.award for one in made}
    awards = tuple(
        a.model_copy(
            update={
                "to_date": (*a.to_date, *reports[a.id]),
                "status": "accepted" if a.id in charged else a.status,
            }
        )
        for a in inputs.scenario.awards
    )
    change: dict[str, Any] = {
        "actuals": Actuals(as_of=last, charges=tuple(made)), "awards": awards,
    }  # fmt: skip
    later = replace(inputs, scenario=inputs.scenario.model_copy(update=change))
    change["organizations"] = tuple(
        _with_cash(plan, later, one, last) for one in inputs.scenario.organizations
    )
    return replace(inputs, scenario=inputs.scenario.model_copy(update=change))


def _with_cash(plan: Plan, later: Inputs, one: Organization, last: date) -> Organization:
    """The organization with what it has on the first open day, money paid up front left out."""
    if one.cash is None:
        return one
    days = plan.tables["cash"].rows()
    before = [r for r in days if r["organization"] == one.id and r["period"] <= last.isoformat()]
    cents = max(before, key=lambda row: row["period"])["balance"]
    for row in plan.tables["awards"].rows():
        award = later.awards[row["award"]]
        stated = award.amount is not None and later.recipient(award) == one.id and row["used"]
        if stated and award.form == "cash" and payment_of(later, award).method == "upfront":
            parts = [(part.from_, part.amount) for part in award.slices]
            parts = parts or [(later.window(award)[0], award.amount)]
            come = sum(int(amount * 100) for day, amount in parts if day <= last)
            cents -= max(0, come - later.spent(award))
    cash = one.cash.model_copy(update={"opening": Decimal(cents) / 100})
    return one.model_copy(update={"cash": cash})
