"""What a plan obliges to: caps over an award's life, reports, people, uncertain money, features."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from braid.plan.plan import Feature, Plan
from braid.render.output import columns, heading, indented
from braid.render.words import (
    dollars,
    exact,
    listed,
    number,
    on_two_lines,
    percent,
    plural,
    report_name,
    rows_of,
    sentence,
    usd,
    whole,
)
from braid.schema.rules import Limit

if TYPE_CHECKING:
    from rich.console import Console

LIMITS_SHOWN = 7
REPORTS_SHOWN = 6
GROUPS_SHOWN = 8
PAYERS_SHOWN = 3
HALF = Decimal("0.5")


def limits(plan: Plan, out: Console) -> None:
    """Caps and floors over the life of the awards that bind or are half used, tightest first."""
    rules = {r.id: r.rule for r in plan.inputs.law.rules}
    found: list[tuple[bool, Decimal, dict[str, Any]]] = []
    for row in rows_of(plan.tables.rules):
        rule = rules.get(row["rule"])
        if not isinstance(rule, Limit) or row["right"] is None or row["left"] is None:
            continue
        if rule.at_most is None or rule.at_most.of != "cost":
            found.append((not row["binding"], -_used(row), row))
    if not found:
        return
    found.sort(key=lambda item: (*item[:2], item[2]["rule"], item[2]["instance"]))
    tight = [row for slack, used, row in found if not slack or used <= -HALF] or [found[0][2]]
    heading(out, "Caps and floors over the awards' life", "* binds; whole dollars or people")
    table = columns("Rule", "~For", "Used", "~", "Limit", "Share")
    table.columns[1].max_width = max(12, out.width - 65)
    for row in tight[:LIMITS_SHOWN]:
        left, right = Decimal(row["left"]), Decimal(row["right"])
        table.add_row(
            on_two_lines(row["rule"], 35 if out.width >= 96 else 28), row["instance"],
            whole(left) or "0", "min" if ">" in row["sense"] else "max", whole(right) or "0",
            percent(left, right) + ("*" if row["binding"] else " "),
        )  # fmt: skip
    out.print(table)
    shown = min(len(tight), LIMITS_SHOWN)
    if len(found) > shown:
        out.print(f"and {len(found) - shown} more with room: see rules.csv", style="dim")


def _used(row: dict[str, Any]) -> Decimal:
    """How much of a cap is used; of a floor, what is missing counts as more than all."""
    left, right = Decimal(row["left"]), Decimal(row["right"])
    if ">" in row["sense"]:
        return Decimal(2) if left < right else Decimal(0)
    return left / right if right else Decimal(left >= right)


def reports(plan: Plan, out: Console) -> None:
    """What must be reported when, by whom, and what it costs."""
    table = plan.tables.reports
    if table.empty:
        heading(out, "No reports are due")
        return
    duties: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows_of(table):
        duties[row["report"], row["filed_by"]].append(row)
    staff = sorted({r["performed_by"] for rows in duties.values() for r in rows} - {""})
    by = f", done by {listed(staff)}" if staff else ""
    cost = dollars(sum(table["cost"].tolist()))
    heading(out, "What must be reported", f"{usd(cost)} of staff time{by}")
    shown = columns("Report", "~For", "~Filed by", "Times", "~First due", "Hours", "Cost")
    shown.columns[1].max_width = max(17, (out.width - 54) // 2)
    shown.columns[4].no_wrap = True
    costs = {key: sum(int(r["cost"]) for r in rows) for key, rows in duties.items()}
    dearest = sorted(duties, key=lambda key: (-costs[key], key))
    for report, filed_by in dearest[:REPORTS_SHOWN]:
        rows = duties[report, filed_by]
        shown.add_row(
            report_name(plan.inputs, report),
            ", ".join(sorted({r["award"] or r["system"] for r in rows})),
            filed_by,
            str(len(rows)),
            min(r["due"] for r in rows),
            number(sum((Decimal(r["hours"]) for r in rows), Decimal(0))),
            exact(dollars(costs[report, filed_by])),
        )
    out.print(shown)
    if len(dearest) > REPORTS_SHOWN:
        out.print(f"and {len(dearest) - REPORTS_SHOWN} more: see reports.csv", style="dim")


def people(plan: Plan, out: Console) -> None:
    """Every group: how many, who serves them, how many are completely funded."""
    table = plan.tables.groups
    if table.empty:
        return
    heading(
        out,
        "People",
        f"{plan.summary.completely_funded:,} of {plan.summary.participants:,} completely funded",
    )
    shown = columns("Group", "~Program", "People", "Funded", "~Served by")
    grouped = list(table.groupby("group", sort=True))
    for group, rows in grouped[:GROUPS_SHOWN]:
        first = rows.iloc[0]
        served = [
            f"{name} {number(Decimal(str(count)))}"
            for name, count, scope in zip(rows["name"], rows["served"], rows["scope"], strict=True)
            if name and count and scope == "stream"
        ]
        shown.add_row(
            str(group), str(first["program"]), f"{int(first['participants']):,}",
            f"{int(first['completely_funded']):,}", ", ".join(served) or "nobody yet",
        )  # fmt: skip
    out.print(shown)
    if len(grouped) > GROUPS_SHOWN:
        out.print(
            f"and {plural(len(grouped) - GROUPS_SHOWN, 'more group')}: see groups.csv", style="dim"
        )


def features(plan: Plan, out: Console) -> None:
    """The four features that decide whether a partnership works."""
    heading(out, "What makes a partnership work")
    indented(((("yes" if f.present else "NO"), _feature(f)) for f in plan.features), out)


def _feature(feature: Feature) -> str:
    payers = [f"{p.award} ${whole(p.amount)}" for p in feature.paid_by[:PAYERS_SHOWN]]
    if len(feature.paid_by) > PAYERS_SHOWN:
        payers.append(f"{len(feature.paid_by) - PAYERS_SHOWN} more")
    paid = f" Paid by {listed(payers)}." if payers else ""
    if feature.unfunded:
        paid += f" Unfunded: {usd(feature.unfunded)}."
    if not payers and not feature.unfunded:
        paid = " It has no cost line of its own."
    return f"{feature.name}: {sentence(feature.size)}{paid}"
