"""What was charged already: the budget against it, and what of it the law would have refused."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from braid.plan.plan import Plan
from braid.render.output import columns, heading, told
from braid.render.words import day, dollars, plural, spoken, usd, whole

if TYPE_CHECKING:
    from rich.console import Console

FINDINGS = ("B402", "B403")
FINDINGS_SHOWN = 4
Amounts = dict[str, int]
"""Cents by the name of the column."""


def charged(plan: Plan, out: Console) -> None:
    """Up to when everything is charged already; what the plan is about."""
    inputs = plan.inputs
    if not inputs.closed:
        return
    last = inputs.calendar.periods[inputs.closed - 1].last
    cents = sum(charge.cents for charge in inputs.posted)
    following = last + timedelta(days=1)
    text = f"Charged up to {day(last)}: {usd(dollars(cents))}."
    if following < inputs.calendar.end:
        text += (
            f" The plan is for {day(following)} on: costs above, charges.csv and unfunded.csv have"
            " nothing before it."
        )
    else:
        text += " All periods are over; nothing is left to plan."
    out.print()
    told([text], out)


def against_actual(plan: Plan, out: Console, earlier: Plan | None = None) -> None:
    """Each award, charged so far, planned and together, with an earlier plan as the budget.

    Those that were charged anything also by category.
    """
    if not plan.inputs.closed:
        return
    names, heads = ["actual", "planned", "total"], ["Actual", "Planned", "Total"]
    if earlier is not None:
        names = ["to_date", "actual", "budget", "total", "difference"]
        heads = ["Budget to date", "Actual", "Budget", "Total", "Difference"]
    heading(out, "Budget against actual", "whole dollars; budget.csv has the cents")
    table = columns("Award", "~Category", *heads, words=2)
    for award, categories in _rows(plan, earlier).items():
        sums: Amounts = defaultdict(int)
        for amounts in categories.values():
            for name in names:
                sums[name] += amounts[name]
        table.add_row(award, "", *(_whole(sums[name]) for name in names), style="bold")
        for category, amounts in categories.items() if sums["actual"] else ():
            table.add_row("", spoken(category), *(_whole(amounts[name]) for name in names))
    out.print(table)
    if earlier is not None:
        last = plan.inputs.calendar.periods[plan.inputs.closed - 1].last
        text = f"Budget is the earlier plan: what it had for periods up to {day(last)}, and in all."
        text += " Difference is the total less the budget."
        if _unposted(plan):
            text += f" Of entitlements only what comes after {day(last)} is told."
        told([text], out)


def _rows(plan: Plan, earlier: Plan | None) -> dict[str, dict[str, Amounts]]:
    """Award -> category -> cents; awards in order of id."""
    found: dict[str, dict[str, Amounts]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(int))
    )
    for row in plan.tables["budget"].rows():
        amounts = found[row["award"]][row["category"]]
        for name in ("actual", "planned", "total"):
            amounts[name] = row[name]
        amounts["difference"] = row["total"]
    if earlier is not None:
        for row in earlier.tables["budget"].rows():
            amounts = found[row["award"]][row["category"]]
            amounts["to_date"] = row["actual"]
            amounts["budget"] = row["total"]
            amounts["difference"] -= row["total"]
        last = plan.inputs.calendar.periods[plan.inputs.closed - 1].last.isoformat()
        charges, unposted = earlier.tables["charges"], _unposted(earlier)
        by_now = charges.kept(first <= last for first in charges["period"])
        for (award, category), cents in by_now.sums("award", "category").items():
            amounts = found[award][category]
            if award in unposted:  # no ledger has it: only what is open is told
                amounts["budget"] -= cents
                amounts["difference"] += cents
            else:
                amounts["to_date"] += cents
    return {award: dict(sorted(of_award.items())) for award, of_award in sorted(found.items())}


def _unposted(plan: Plan) -> set[str]:
    """Awards without an amount, entitlements: what they paid is worked out, and in no ledger."""
    return {row["award"] for row in plan.tables["awards"].rows() if row["cents"] is None}


def _whole(cents: int) -> str:
    sign = "-" if cents < 0 else ""
    text = whole(Decimal(abs(cents)).scaleb(-2))
    return f"{sign}{text}" if text else "0"


def found(plan: Plan, out: Console) -> None:
    """Past charges that the law would have refused, each with its rule."""
    if not plan.inputs.closed:
        return
    problems = [r for r in plan.tables["problems"].rows() if r["code"] in FINDINGS]
    if not problems:
        return
    heading(out, "What of it breaks a rule", f"{plural(len(problems), 'finding')}, none repaired")
    problems.sort(key=lambda row: (row["code"] != "B403", row["place"], row["message"]))
    told(
        (
            f"{row['message']} ({row['place']})" if row["place"] else row["message"]
            for row in problems[:FINDINGS_SHOWN]
        ),
        out,
    )
    if len(problems) > FINDINGS_SHOWN:
        out.print(f"and {len(problems) - FINDINGS_SHOWN} more: see problems.csv", style="dim")
