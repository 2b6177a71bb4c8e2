"""The page of a plan."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from braid.plan.plan import Explanation, Plan
from braid.record import record
from braid.render.fixes import fix_said
from braid.render.proposed import proposed_text
from braid.render.unsettled import readings_text
from braid.render.web.beside import ALONE, Parts
from braid.render.web.flows import flows
from braid.render.web.grid import all_reasons, grids
from braid.render.web.page import page
from braid.render.web.times import cash, spending, timeline
from braid.render.web.words import money, share, shown
from braid.render.web.worths import worths
from braid.render.words import award_name, line_name, number, plural, sentence, spoken, usd


def plan_page(plan: Plan, beside: Parts = ALONE, proven: str = "") -> str:
    """The page, from the plan, what is ``proven`` of it and what stands beside it.

    Nothing is solved.
    """
    found, details = grids(plan)
    flow, quarters, accounts = flows(plan), spending(plan), cash(plan)
    spans, times = timeline(plan)
    charts = {"flow": flow.chart, "spending": quarters.chart, "timeline": times}
    charts |= {f"cash-{k}": one.chart for k, one in enumerate(accounts)}
    context = {
        "plan": plan, "title": shown(plan.name), "s": plan.summary,
        "horizon": plan.inputs.scenario.horizon, "counts": _counts(plan),
        "notes": [*proposed_text(plan.inputs), *readings_text(plan)],
        "left_out": [shown(award_name(plan.inputs, a)) for a in plan.inputs.left_out],
        "headline": headline(plan), "parts": _parts(plan),
        "grids": found,
        "families": sorted({line.family for grid in found for line in grid.lines}),
        "reasons": all_reasons(details), "flow": flow, "spending": quarters,
        "cash": accounts, "bridges": plan.bridges,
        "refunds": plan.tables["refunds"].rows(), "income": plan.tables["income"].rows(),
        "spans": spans, "worths": worths(plan),
        "unfunded": unfunded(plan), "binding": binding(plan), "features": _features(plan),
        "partnerships": _partnerships(plan), "groups": _groups(plan),
        "reports": _reports(plan), "uncertain": _uncertain(plan),
        "remarks": plan.tables["problems"].rows(), "beside": beside, "proven": proven,
    }  # fmt: skip
    data = {"charts": {**charts, **beside.charts}, "grid": details, **beside.data}
    return page("plan.html", context, data, *beside.scripts)


def _counts(plan: Plan) -> str:
    inputs = plan.inputs
    parts = [
        plural(len(inputs.partnerships), "partnership") if inputs.partnerships else "",
        plural(len(inputs.programs), "program"),
        plural(plan.summary.participants, "participant"),
        plural(len(inputs.committed), "award"),
    ]
    unsure = f" and {len(plan.uncertain)} not certain" if plan.uncertain else ""
    return ", ".join(part for part in parts if part) + unsure


@record
class Tile:
    """A figure of the headline."""

    name: str
    value: str
    note: str
    alarm: bool = False


def headline(plan: Plan) -> list[Tile]:
    """What it costs, who pays, what stays open, what is lost and what reporting costs."""
    s = plan.summary
    must = f"${s.must_unfunded:,.2f} of it must be paid" if s.must_unfunded else ""
    hours = f"{number(s.overhead_hours)} hours of staff"
    ended = sum(1 for row in plan.tables["awards"].rows() if row["lapses"])
    followed = len(plan.tables["cash"]) > 0
    loan = max((bridge.most for bridge in plan.bridges), default=Decimal(0))
    return [
        Tile("Cost", f"${s.cost:,.2f}", "reporting included"),
        Tile("Paid by entitlements", f"${s.paid_by_entitlements:,.2f}",
             share(s.paid_by_entitlements, s.cost)),
        Tile("Paid by awards", f"${s.funded:,.2f}", share(s.funded, s.cost)),
        Tile("Unfunded", f"${s.unfunded:,.2f}",
             "; ".join(p for p in (share(s.unfunded, s.cost), must) if p), bool(s.unfunded)),
        Tile("Lapses", f"${s.lapses:,.2f}", f"from {plural(ended, 'award')}" if ended else "",
             s.lapses >= 1),
        Tile("Reporting overhead", f"${s.overhead_dollars:,.2f}",
             ", ".join(p for p in (share(s.overhead_dollars, s.cost), hours) if p)),
        Tile("Completely funded", f"{s.completely_funded:,} of {s.participants:,}", "people"),
        Tile("Largest bridge loan", f"${loan:,.2f}" if followed else "not known",
             "" if followed else "no organization states its cash"),
    ]  # fmt: skip


def _parts(plan: Plan) -> list[tuple[str, str, Decimal]]:
    """The parts of the bar under the headline, in percent of the cost."""
    s = plan.summary
    if not s.cost:
        return []
    named = [("Entitlements", s.paid_by_entitlements), ("Awards", s.funded),
             ("Unfunded", s.unfunded)]  # fmt: skip
    return [(name, share(a, s.cost), (100 * a / s.cost).quantize(Decimal("0.001")))
            for name, a in named if a]  # fmt: skip


@record
class Lack:
    """An unfunded line (and group): dollars, the first reason, every award's, the cheapest fix."""

    cost: str
    name: str
    group: str
    category: str
    must: bool
    cents: int
    reason: str
    citation: str
    awards: tuple[tuple[str, str], ...]
    fix: str


def unfunded(plan: Plan) -> list[Lack]:
    """What nobody pays: what must be paid first, then the largest."""
    keys = ("cost", "group", "category", "priority", "reason", "citation")
    sums: dict[tuple[str, str, str, str], list[tuple[int, str, str]]] = defaultdict(list)
    for key, cents in plan.tables["unfunded"].sums(*keys).items():
        cost, group, category, priority, reason, citation = key
        sums[cost, group, category, priority].append((-cents, reason, citation))
    why = {(e.cost, e.group): e for e in plan.explanations}
    found = []
    for (cost, group, category, priority), parts in sums.items():
        _, reason, citation = min(parts)
        told = why.get((cost, group))
        awards: dict[str, list[str]] = defaultdict(list)
        for one in told.awards if told is not None else ():
            rule = f"[{one.rule}]" if "/" in one.rule else ""
            text = " ".join(p for p in (sentence(one.sentence), one.citation, rule) if p)
            awards[text].append(one.award)
        text = sentence(reason or "No award that may pay for it has money left")
        found.append(
            Lack(
                cost, shown(line_name(plan.inputs, cost)), group, spoken(category),
                priority == "must", -sum(part[0] for part in parts), text, citation,
                tuple((", ".join(names), text) for text, names in awards.items()),
                _cheapest(plan, told),
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (not one.must, -one.cents, one.cost, one.group))


def _cheapest(plan: Plan, told: Explanation | None) -> str:
    """The first of the changes that the plan has for a line; plans may have none."""
    found = told.cheapest_change if told is not None else ()
    return fix_said(found[0], plan.inputs) if found else ""


def binding(plan: Plan) -> list[dict[str, Any]]:
    """The rules that bind, the dearest first, with what they say."""
    law = {homed.id: homed.rule for homed in plan.inputs.law.rules}
    rows = []
    for row in plan.tables["rules"].rows():
        if not row["binding"] or not (row["left"] or row["right"]):
            continue
        rule = law.get(row["rule"])
        why = rule.why if rule is not None else OWN_RULES.get(row["kind"], "")
        price, ends = row["price"], (row["price_from"], row["price_to"])
        text = ""
        if price is not None and price and ends != (None, None):
            low, high = ("any" if end is None else f"{end:,.0f}" for end in ends)
            text = f"from {low} to {high}"
        rows.append({**row, "why": why, "range": text})
    return sorted(rows, key=lambda r: (-(r["price"] or 0), r["rule"], r["instance"]))


PAYERS = 8
"""Awards that are named for a feature: the largest."""
OWN_RULES = {
    "award": "All of the award's money is used.",
    "slice": "The open slices of the award are used.",
    "served": "It pays for as many people as it serves.",
}


def _features(plan: Plan) -> list[dict[str, Any]]:
    return [
        {
            "name": f.name, "present": f.present, "size": f.size, "unfunded": f.unfunded,
            "paid_by": [
                (shown(award_name(plan.inputs, p.award)), p.amount) for p in f.paid_by[:PAYERS]
            ],
            "others": [p.amount for p in f.paid_by[PAYERS:]],
        }
        for f in plan.features
    ]  # fmt: skip


def _partnerships(plan: Plan) -> list[dict[str, Any]]:
    """Each partnership of a portfolio, all together last."""
    rows = plan.tables["partnerships"].rows()
    rows.sort(key=lambda row: (not row["partnership"], row["partnership"]))
    return [{**row, "covered": f"{100 * (row['coverage'] or 0):.2f}%"} for row in rows]


def _groups(plan: Plan) -> list[dict[str, Any]]:
    """Each group once: how many, how many completely funded, served by which streams."""
    found: dict[str, dict[str, Any]] = {}
    for row in plan.tables["groups"].rows():
        group = found.setdefault(
            row["group"],
            {
                "group": row["group"],
                "program": row["program"],
                "served": [],
                "participants": row["participants"],
                "complete": row["completely_funded"],
            },
        )
        if row["scope"] == "stream" and row["served"]:
            group["served"].append(f"{row['name']} {row['served']:,}")
    return [found[name] for name in sorted(found)]


def _reports(plan: Plan) -> list[dict[str, Any]]:
    rows = sorted(
        plan.tables["reports"].rows(),
        key=lambda r: (r["due"], r["report"], r["award"], r["system"]),
    )
    return [
        {
            **row, "for": row["award"] or row["system"],
            "count": number(row["count"] or Decimal(0)),
            "hours": number(row["hours"] or Decimal(0)),
            "cost": money(row["cost"]),
        }
        for row in rows
    ]  # fmt: skip


def _uncertain(plan: Plan) -> list[str]:
    lines = []
    for one in plan.uncertain:
        gain = one.unfunded_now - one.unfunded_then
        effect = f"unfunded falls by {usd(gain)} to {usd(one.unfunded_then)}"
        lines.append(
            f"{shown(award_name(plan.inputs, one.award))}: {usd(one.amount)} at"
            f" {number(100 * one.probability)}%, left out of the plan; if it lands,"
            f" {effect if gain else 'nothing more is funded'}."
        )
    if plan.outlook is not None:
        o = plan.outlook
        lines.append(
            f"Unfunded: {usd(o.committed)} on committed money; {usd(o.landed)} if all that is"
            f" uncertain lands; {usd(o.worst)} at worst, on signed money alone."
        )
    return lines
