"""What a portfolio's plan comes to for each partnership, and what fairness costs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from braid.plan.plan import Fair, Plan
from braid.render.output import columns, heading, told
from braid.render.words import dollars, listed, percent, plural, usd, whole

if TYPE_CHECKING:
    from rich.console import Console


def partnerships(plan: Plan, out: Console) -> None:
    """A row for each partnership, what is shared in the last one."""
    rows = plan.tables["partnerships"].rows()
    if not rows:
        return
    count = len(rows) - 1
    heading(out, "Partnerships", f"{plural(count, 'partnership')}; whole dollars, reporting apart")
    table = columns("~Partnership", "People", "Cost", "Entitled", "Funded", "Unfunded", "Covered")
    for row in rows:
        paid = dollars(row["cost"] - row["unfunded"])
        unfunded = whole(dollars(row["unfunded"])) or ("<1" if row["unfunded"] else "")
        table.add_row(
            row["partnership"] or "All", f"{row['participants']:,}",
            *(whole(dollars(row[name])) for name in ("cost", "entitlements", "funded")), unfunded,
            percent(paid, dollars(row["cost"])) if row["cost"] else "",
            style=None if row["partnership"] else "bold",
        )  # fmt: skip
    out.print(table)
    lines = [_shared(plan)] if any(not _owner(plan, a) for a in plan.inputs.committed) else []
    told([*lines, *(_fair(plan.fairness) if plan.fairness is not None else ())], out)


def _owner(plan: Plan, award: str) -> str:
    return plan.inputs.owner(award)


def _shared(plan: Plan) -> str:
    """How much the shared money pays, and in how many partnerships."""
    inputs, table = plan.inputs, plan.tables["charges"]
    homes, total = set(), 0
    for (award, cost), cents in table.sums("award", "cost").items():
        home = inputs.partnership(cost)
        if award in inputs.awards and not inputs.owner(award) and home:
            total += cents
            homes.add(home)
    return f"Shared awards pay {usd(dollars(total))} in {plural(len(homes), 'partnership')}."


def _fair(fair: Fair) -> list[str]:
    """What was asked for before least cost, and its price."""
    worst = f"{fair.worst} is covered least, {100 * fair.coverage:.1f}%."
    if fair.minimum is None:
        said = f"The partnership that is covered least comes first: {worst}"
    elif fair.below:
        said = (
            f"At least {100 * fair.minimum:.1f}% of each partnership's cost is to be covered;"
            f" {usd(fair.missing)} is missing for {listed(fair.below)}. {worst}"
        )
    else:
        said = f"At least {100 * fair.minimum:.1f}% of each partnership's cost is covered. {worst}"
    if fair.cost is None or fair.least is None:
        return [said]
    price = "Fairness costs nothing: least cost would leave as much unfunded."
    if fair.cost >= Decimal("0.01"):
        price = (
            f"Fairness costs {usd(fair.cost)}: so much less would be unfunded without it"
            f" ({usd(fair.least)}, people in fractions)."
        )
    return [said, price]
