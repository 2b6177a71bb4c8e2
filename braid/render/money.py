"""The money of a plan: headline, awards by kind of cost, what is unfunded, what lapses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from braid.plan.plan import Outlook, Plan
from braid.render.output import columns, heading, told
from braid.render.proposed import proposed
from braid.render.unsettled import readings_taken
from braid.render.words import (
    award_name,
    day,
    dollars,
    exact,
    line_and_group,
    listed,
    number,
    percent,
    plural,
    sentence,
    spoken,
    usd,
    whole,
)

if TYPE_CHECKING:
    from rich.console import Console

UNFUNDED_SHOWN = 5
AT_RISK_SHOWN = 5
"""Awards of a portfolio whose money may be lost."""
DOLLAR = 100
"""Cents; what is less is left to the tables."""


def headline(plan: Plan, out: Console) -> None:
    """What it costs, who pays, what stays open."""
    from rich.text import Text

    inputs, s = plan.inputs, plan.summary
    horizon = inputs.scenario.horizon
    out.print(Text(plan.name, style="bold"))
    out.print(
        f"{day(horizon.start)} to {day(horizon.end)}, {plural(len(inputs.programs), 'program')}, "
        f"{plural(s.participants, 'participant')}, {plural(len(inputs.committed), 'award')}"
        + (f" and {len(plan.uncertain)} not certain" if plan.uncertain else "")
    )
    if inputs.left_out:
        names = listed(award_name(inputs, award) for award in inputs.left_out)
        out.print(f"Left out, as if they did not exist: {names}", style="bold")
    proposed(plan, out)
    readings_taken(plan, out)
    out.print()
    entitled = sorted(
        inputs.law.streams[stream].name
        for stream in {a.stream for a in inputs.committed.values()}
        if inputs.law.streams[stream].entitlement
    )
    must = f"{usd(s.must_unfunded)} of it on lines that must be paid" if s.must_unfunded else ""
    losing = [r["award"] for r in plan.tables["awards"].rows() if r["lapses"] >= DOLLAR]
    rows = [
        ("Cost", s.cost, "", "reporting included"),
        ("Paid by entitlements", s.paid_by_entitlements, percent(s.paid_by_entitlements, s.cost),
         _named(entitled, "entitlement", out)),
        ("Paid by awards", s.funded, percent(s.funded, s.cost), ""),
        ("Unfunded", s.unfunded, percent(s.unfunded, s.cost), must),
        ("Lapses", s.lapses, "", f"lost from {_named(losing, 'award', out)}" if losing else ""),
        ("Reporting overhead", s.overhead_dollars, percent(s.overhead_dollars, s.cost),
         f"{number(s.overhead_hours)} hours of staff"),
    ]  # fmt: skip
    for label, amount, share, note in rows:
        alarm = label in ("Unfunded", "Lapses") and amount
        line = Text(
            f"  {label:<21}{'$' + exact(amount):>16} {share:>6}", style="bold" if alarm else ""
        )
        if note:
            line.append(f"  {note}", style="not bold dim")
        out.print(line)
    people = f"{s.completely_funded:,} of {plural(s.participants, 'person', 'people')}"
    out.print(f"  {'Completely funded':<21}{people:>16}")


def _named(names: list[str], what: str, out: Console) -> str:
    """The names, or how many there are where the line has no room for them."""
    text = listed(names)
    return text if len(text) <= out.width - 60 else plural(len(names), what)


def by_award(plan: Plan, out: Console) -> None:
    """A row per award, a column per kind of cost (the smaller ones together), in whole dollars."""
    cells, kinds = _by_kind(plan)
    counted = plan.inputs.committed
    awards = {r["award"]: r for r in plan.tables["awards"].rows() if r["award"] in counted}
    left = {
        a: "" if r["left"] is None else whole(dollars(r["left"])) or "0" for a, r in awards.items()
    }
    names = [a for a in awards if not plan.inputs.partnership(a)]
    names += [f"9 awards of {member.id}" for member in plan.inputs.partnerships]
    separate = _columns_that_fit(kinds, out.width - 2 - min(24, max(5, *map(len, names))))
    order = [kind for kind in plan.inputs.law.categories.file.families if kind in separate]
    order += sorted(separate - set(order))
    heads = [_head(kind) for kind in order] + (["Other"] if len(separate) < len(kinds) else [])
    heading(out, "Who pays for what", "whole dollars; charges.csv has the cents")
    table = columns("Award", *heads, "Paid", "Left")

    def row(name: str, amounts: Mapping[str, Decimal], rest: str, style: str | None = None) -> None:
        shown = [amounts.get(kind, Decimal(0)) for kind in order]
        if len(separate) < len(kinds):
            shown.append(sum(amounts.values(), Decimal(0)) - sum(shown, Decimal(0)))
        paid = whole(sum(amounts.values(), Decimal(0))) or "0"
        table.add_row(name, *(whole(a) for a in shown), paid, rest, style=style)

    inputs = plan.inputs
    for award in awards:
        if not inputs.partnership(award):
            row(award, cells.get(award, {}), left[award])
    for member in inputs.partnerships:
        own = [award for award in awards if inputs.partnership(award) == member.id]
        added: dict[str, Decimal] = defaultdict(Decimal)
        for award in own:
            for kind, amount in cells.get(award, {}).items():
                added[kind] += amount
        rest = whole(dollars(sum(awards[award]["left"] or 0 for award in own))) or "0"
        row(f"{plural(len(own), 'award')} of {member.id}", added, rest)
    row("Total", kinds, "", "bold")
    out.print(table)


def _columns_that_fit(kinds: Mapping[str, Decimal], room: int) -> set[str]:
    """The largest kinds of cost, as many as fit beside the totals; the rest is ``Other``."""
    largest = sorted(kinds, key=lambda kind: (-kinds[kind], kind))
    amount = len(whole(sum(kinds.values(), Decimal(0))))
    for count in range(len(largest), 0, -1):
        widths = [max(len(_head(k)), len(whole(kinds[k]))) + 2 for k in largest[:count]]
        other = 0 if count == len(largest) else amount + 2
        if sum(widths) + other + 2 * (amount + 2) <= room:
            return set(largest[:count])
    return set()


def _by_kind(plan: Plan) -> tuple[dict[str, dict[str, Decimal]], dict[str, Decimal]]:
    """Dollars by award and kind of cost (a category's first family), and by kind alone."""
    categories = plan.inputs.law.categories.file.categories
    cells: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    kinds: dict[str, Decimal] = defaultdict(Decimal)
    for (award, category), cents in plan.tables["charges"].sums("award", "category").items():
        families = categories[category].families if category in categories else ()
        kind = families[0] if families else category
        cells[award][kind] += dollars(cents)
        kinds[kind] += dollars(cents)
    return cells, kinds


def _head(kind: str) -> str:
    """A family's name in at most ten letters a line."""
    short = {"supportive_services": "Support", "work_based_learning": "Work-based",
             "administrative_costs": "Admin", "career_services": "Career",
             "employer_services": "Employer"}  # fmt: skip
    return short.get(kind, spoken(kind).capitalize())


def unfunded(plan: Plan, out: Console) -> None:
    """The largest unfunded amounts, each with the first reason and its citation."""
    if not len(plan.tables["unfunded"]):
        heading(out, "Nothing is unfunded")
        return
    rows = [row for row in _first_reasons(plan) if row[0] >= DOLLAR]
    small = [row[0] for row in _first_reasons(plan) if row[0] < DOLLAR]
    heading(out, "What is unfunded, and the first reason", plural(len(rows), "amount"))
    shown = columns("Amount", "~Cost line", "~Reason", words=0)
    shown.columns[1].most = 34
    first: dict[str, str] = {}
    for cents, name, text in rows[:UNFUNDED_SHOWN]:
        short = f"As for {first[text]}." if text in first else text
        first.setdefault(text, name)
        shown.add_row(exact(dollars(cents)), name, min(short, text, key=len))
    out.print(shown)
    rest = [cents for cents, _, _ in rows[UNFUNDED_SHOWN:]]
    parts = [f"{len(rest)} more, {usd(dollars(sum(rest)))} together"] if rest else []
    if small:
        parts.append(f"{plural(len(small), 'amount')} under $1")
    if parts:
        out.print(f"and {' and '.join(parts)}: see unfunded.csv", style="dim")


def _first_reasons(plan: Plan) -> list[tuple[int, str, str]]:
    """Cents, line and reason of every unfunded amount; must-lines first, then the largest."""
    keys = ("cost", "group", "priority", "reason", "citation")
    sums: dict[tuple[str, str, str], list[tuple[int, str, str]]] = defaultdict(list)
    for key, cents in plan.tables["unfunded"].sums(*keys).items():
        cost, group, priority, reason, citation = key
        sums[cost, group, priority].append((-cents, reason, citation))
    found = [(-sum(r[0] for r in reasons), key, min(reasons)) for key, reasons in sums.items()]
    found.sort(key=lambda row: (row[1][2] != "must" or row[0] < DOLLAR, -row[0], row[1]))
    rows = []
    for cents, (cost, group, priority), (_, reason, citation) in found:
        name = line_and_group(plan.inputs, cost, group) + (" (must)" if priority == "must" else "")
        text = sentence(reason or "No award that may pay for it has money left")
        rows.append((cents, name, f"{text} {citation}".strip()))
    return rows


def at_risk(plan: Plan, out: Console) -> None:
    """Award money that is lost or may be taken back, and money that is not certain."""
    lines: list[str] = []
    for row in plan.tables["awards"].rows():
        parts = []
        if row["lapses"] >= DOLLAR:
            of = "" if row["cents"] is None else f" of {usd(dollars(row['cents']))}"
            parts.append(f"{usd(dollars(row['lapses']))}{of} lapses after {day(row['end'])}")
        if row["recapture_risk"] >= DOLLAR:
            parts.append(f"{usd(dollars(row['recapture_risk']))} may be recaptured")
        if parts:
            lines.append(f"{award_name(plan.inputs, row['award'])}: {listed(parts)}.")
    unsure = plan.uncertain or plan.outlook is not None
    heading(out, "What lapses, and what is not certain" if unsure else "What lapses")
    if plan.inputs.partnerships and len(lines) > AT_RISK_SHOWN:
        rest = plural(len(lines) - AT_RISK_SHOWN, "more award")
        lines[AT_RISK_SHOWN:] = [f"and {rest}: see lapses and recapture_risk in awards.csv"]
    if not lines:
        lines.append("No award money lapses.")
    for award in plan.uncertain:
        gain = award.unfunded_now - award.unfunded_then
        effect = f"unfunded falls by {usd(gain)} to {usd(award.unfunded_then)}"
        text = f"{usd(award.amount)} at {number(100 * award.probability)}%, left out of the plan; "
        text += f"if it lands, {effect if gain else 'nothing more is funded'}."
        name = award_name(plan.inputs, award.award)
        lines.append(f"{name}: {text} {sentence(award.note)}".strip())
    if plan.outlook is not None:
        lines.append(_outlook(plan.outlook))
    told(lines, out)


def _outlook(outlook: Outlook) -> str:
    """What is unfunded on committed money, if all of it lands, and at worst."""
    parts = [f"On committed money {_rounded(outlook.committed)} is unfunded"]
    if outlook.landing:
        parts.append(f"about {_rounded(outlook.landed)} if all that is uncertain lands")
    parts.append(f"about {_rounded(outlook.worst)} at worst, without {listed(outlook.failing)}")
    return f"{'; '.join(parts)}."


def _rounded(amount: Decimal) -> str:
    """Whole dollars: head counts in fractions are no truer than that."""
    return f"${whole(amount) or '0'}"
