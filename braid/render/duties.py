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
    percent,
    plural,
    report_name,
    sentence,
    shortened,
    usd,
    whole,
)
from braid.schema.rules import Limit

if TYPE_CHECKING:
    from rich.console import Console

LIMITS_SHOWN = 7
NEAREST_SHOWN = 3
REPORTS_SHOWN = 6
GROUPS_SHOWN = 8
PAYERS_SHOWN = 2
ROOMY = 96
"""Columns of a terminal from which on a report's line is not broken."""
NARROW = 12
HALF = Decimal("0.5")


def limits(plan: Plan, out: Console) -> None:
    """Caps and floors over the life of the awards: those that bind, then the nearest ones."""
    rules = {r.id: r.rule for r in plan.inputs.law.rules}
    found: list[tuple[bool, Decimal, dict[str, Any]]] = []
    for row in plan.tables["rules"].rows():
        rule = rules.get(row["rule"])
        if not isinstance(rule, Limit) or row["right"] is None or row["left"] is None:
            continue
        if not row["left"] and not row["right"]:
            continue  # nothing of nothing: neither used nor in the way
        if rule.at_most is None or rule.at_most.of != "cost":
            found.append((not row["binding"], -_used(row), row))
    if not found:
        return
    found.sort(key=lambda item: (*item[:2], item[2]["rule"], item[2]["instance"]))
    tight = [row for slack, _, row in found if not slack][:LIMITS_SHOWN]
    near = [row for slack, used, row in found if slack and used <= -HALF][:NEAREST_SHOWN]
    # of a share of what is spent both sides are one number, which says little while there is room
    nearest = [row for slack, _, row in found if slack and row["left"] >= 0][:1]
    shown = [*tight, *near] or nearest
    heading(out, "Caps and floors over the awards' life", "* binds; whole dollars or people")
    table = columns("Rule", "~For", "Used", "~", "Limit", "Share")
    for row in shown:
        left, right = Decimal(row["left"]), Decimal(row["right"])
        table.add_row(
            row["rule"], row["instance"],
            whole(left) or "0", "min" if ">" in row["sense"] else "max", whole(right) or "0",
            percent(left, right) + ("*" if row["binding"] else " "),
        )  # fmt: skip
    rest = len(found) - len(shown)
    if not shown:
        have = "All have" if rest > 1 else "The only one has"
        out.print(f"{have} room: see rules.csv", style="dim")
        return
    out.print(table)
    if rest:
        text = "more that binds or has room" if len(tight) == LIMITS_SHOWN else "more with room"
        out.print(f"and {rest} {text}: see rules.csv", style="dim")


def _used(row: dict[str, Any]) -> Decimal:
    """How much of a cap is used; of a floor, what is missing counts as more than all."""
    left, right = Decimal(row["left"]), Decimal(row["right"])
    if ">" in row["sense"]:
        return Decimal(2) if left < right else Decimal(0)
    return left / right if right else Decimal(left >= right)


def reports(plan: Plan, out: Console) -> None:
    """What must be reported when, by whom, and what it costs."""
    rows = [r for r in plan.tables["reports"].rows() if r["award"] or r["system"]]
    if not rows:
        heading(out, "No reports are due")
        return
    duties: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        duties[row["report"], row["filed_by"]].append(row)
    staff = sorted({r["performed_by"] for r in rows} - {""})
    by = f", done by {listed(staff)}" if staff else ""
    if plan.inputs.partnerships and len(staff) > 1:
        by = f", done by the staff of {len(staff)} cost lines"
    cost = dollars(sum(r["cost"] for r in rows))
    heading(out, "What must be reported", f"{usd(cost)} of staff time{by}")
    costs = {key: sum(int(r["cost"]) for r in rows) for key, rows in duties.items()}
    dearest = sorted(duties, key=lambda key: (-costs[key], key))
    duty_rows = [_duty(plan, key, duties[key], costs[key]) for key in dearest[:REPORTS_SHOWN]]
    shown = columns("Report", "~For", "~Filed by", "Times", "~First due", "Hours", "Cost")
    for told in _on_one_line(duty_rows, out.width) if out.width >= ROOMY else duty_rows:
        shown.add_row(*told)
    out.print(shown)
    if len(dearest) > REPORTS_SHOWN:
        out.print(f"and {len(dearest) - REPORTS_SHOWN} more: see reports.csv", style="dim")


def _duty(
    plan: Plan, key: tuple[str, str], rows: list[dict[str, Any]], cost: int
) -> tuple[str, ...]:
    hours = sum((Decimal(r["hours"]) for r in rows), Decimal(0))
    return (
        report_name(plan.inputs, key[0]),
        ", ".join(sorted({r["award"] or r["system"] for r in rows})),
        key[1],
        f"{len(rows):,}",
        min(r["due"] for r in rows),
        number(hours),
        exact(dollars(cost)),
    )


def _on_one_line(rows: list[tuple[str, ...]], width: int) -> list[tuple[str, ...]]:
    """Long names of reports end in dots, and many awards are counted, so that a line will do."""
    rows = [(*row[:2], shortened(row[2], max(NARROW, width // 4)), *row[3:]) for row in rows]
    widest = [max(len(row[k]) for row in rows) for k in range(7)]
    heads = [0, 0, len("Filed by"), len("Times"), 10, len("Hours"), len("Cost")]
    room = width - sum(max(w, h) for w, h in zip(widest[2:], heads[2:], strict=True)) - 12
    award_room = min(widest[1], max(NARROW, room // 4))
    named = []
    for name, awards, *rest in rows:
        many = awards.count(", ") + 1
        if len(awards) > award_room and many > 1:
            awards = f"{many} awards"
        named.append((name, awards, *rest))
    room -= max(len(row[1]) for row in named)
    return [(shortened(row[0], max(NARROW, room)), *row[1:]) for row in named]


def people(plan: Plan, out: Console) -> None:
    """Every group: how many, who serves them, how many are completely funded."""
    grouped: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in plan.tables["groups"].rows():
        grouped[row["group"]].append(row)
    if not grouped:
        return
    heading(
        out,
        "People",
        f"{plan.summary.completely_funded:,} of {plan.summary.participants:,} completely funded",
    )
    shown = columns("Group", "~Program", "People", "Funded", "~Served by")
    for group, rows in list(grouped.items())[:GROUPS_SHOWN]:
        first = rows[0]
        served = [
            f"{row['name']} {row['served']:,}"
            for row in rows
            if row["name"] and row["served"] and row["scope"] == "stream"
        ]
        shown.add_row(
            group, first["program"], f"{first['participants']:,}",
            f"{first['completely_funded']:,}", ", ".join(served) or "not counted",
        )  # fmt: skip
    out.print(shown)
    if len(grouped) > GROUPS_SHOWN:
        more = plural(len(grouped) - GROUPS_SHOWN, "more group")
        out.print(f"and {more}: see groups.csv", style="dim")


def features(plan: Plan, out: Console) -> None:
    """The four features that decide whether a partnership works, with who pays for them."""
    there = sum(f.present for f in plan.features)
    heading(
        out, "What makes a partnership work", f"{there} of {plural(len(plan.features), 'feature')}"
    )
    indented(((("yes" if f.present else "NO"), _feature(f)) for f in plan.features), out)


def _feature(feature: Feature) -> str:
    paying = [p for p in feature.paid_by if p.amount >= 1]
    payers = [f"{p.award} ${whole(p.amount)}" for p in paying[:PAYERS_SHOWN]]
    if len(paying) > PAYERS_SHOWN:
        payers.append(f"{len(paying) - PAYERS_SHOWN} more")
    paid = f" Paid by {listed(payers)}." if payers else ""
    if feature.unfunded >= 1:
        paid += f" Unfunded: ${whole(feature.unfunded)}."
    return f"{feature.name}: {sentence(feature.size)}{paid}"
