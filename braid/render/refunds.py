"""Entitlement money that goes back when some leave: how much, and by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from braid.eligibility.entitlements import school_of
from braid.plan.plan import Plan
from braid.render.output import heading, told
from braid.render.words import award_name, dollars, listed, number, usd

if TYPE_CHECKING:
    from rich.console import Console

GROUPS_SHOWN = 6


def refunds(plan: Plan, out: Console) -> None:
    """Each group of which some leave before the end: what the school and the students return."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in plan.tables["refunds"].rows():
        found[row["award"], row["group"]].append(row)
    if not found:
        return
    heading(out, "Money that goes back when some leave", "the plan counts without it already")
    lines = [_line(plan, award, group, rows) for (award, group), rows in found.items()]
    told(lines[:GROUPS_SHOWN], out)
    if len(lines) > GROUPS_SHOWN:
        out.print(f"and {len(lines) - GROUPS_SHOWN} more: see refunds.csv", style="dim")


def _line(plan: Plan, award: str, group: str, rows: list[dict[str, Any]]) -> str:
    stated = plan.inputs.groups[group]
    # money goes back of the one payment for the part in which they leave
    leavers, when = rows[0]["leavers"], Decimal(stated.attributes["withdraw_at"])
    school = school_of(plan.inputs, plan.inputs.awards[award], stated.program)
    unearned = usd(dollars(sum(row["returned"] for row in rows)))
    who = (
        f"{number(leavers)} of {stated.participants:,} in {group} leave after"
        f" {number(100 * when)}% of the training"
    )
    shares = listed(_shares(school, rows))
    return f"{award_name(plan.inputs, award)}: {who}; {unearned} is not earned: {shares}."


def _shares(school: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    sums = {name: sum(row[name] for row in rows) for name in ("by_school", "by_students", "kept")}
    if sums["by_school"]:
        yield f"{school} returns {usd(dollars(sums['by_school']))}"
    if sums["by_students"]:
        yield f"the students owe {usd(dollars(sums['by_students']))}"
    if sums["kept"]:
        yield f"the students keep {usd(dollars(sums['kept']))}"
