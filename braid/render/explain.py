"""Why: of a cost line, an award or a rule of a plan; and of the whole plan, line by line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from braid.catalog.law import last_day
from braid.plan.plan import STORED, Explanation, Plan, Summary, records
from braid.render.output import columns, heading, indented
from braid.render.words import (
    day,
    dollars,
    exact,
    line_name,
    on_two_lines,
    percent,
    plural,
    report_name,
    rows_of,
    sentence,
    spoken,
    usd,
)

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

INSTANCES_SHOWN = 12


def explain_plan(plan: Plan, out: Console) -> None:
    """Of every unfunded line: each award and why not."""
    out.print(plan.name, style="bold")
    _sums(plan.summary, out)
    if not plan.explanations:
        heading(out, "Every cost line is paid")
    for explanation in sorted(plan.explanations, key=lambda e: (-e.amount, e.cost, e.group)):
        _explanation(plan, explanation, out)
    rules = plan.tables.rules
    told = [r["binding"] and bool(r["price"] or r["kind"] == "limit") for r in rows_of(rules)]
    _binding(plan, rules[told], out)


def explain_cost(plan: Plan, cost: str, out: Console) -> None:
    """Of one cost line: who pays, what is open, each award and why not."""
    line = plan.inputs.costs.get(cost)
    out.print(line_name(plan.inputs, cost), style="bold")
    if line is not None:
        per = line.per_participant is not None
        price = line.per_participant if per else line.amount
        every = (
            "per participant" if per else "once" if line.every == "once" else f"per {line.every}"
        )
        priced = f"{usd(price or Decimal(0))} {every}"
        out.print(f"{cost}: {spoken(line.category)}, {priced}, priority {line.priority}")
    charges = plan.tables.charges
    _paid(charges[charges["cost"] == cost], ("award", "group"), out, "Paid by", plan)
    found = [e for e in plan.explanations if e.cost == cost]
    unfunded = plan.tables.unfunded
    missing = unfunded[unfunded["cost"] == cost]
    if missing.empty:
        heading(out, "Nothing of it is unfunded")
    for explanation in found:
        _explanation(plan, explanation, out)
    if not found and not missing.empty:
        heading(out, f"Unfunded: {usd(dollars(missing['cents'].sum()))}")
        reasons = missing.groupby(["reason", "citation"])["cents"].sum()
        for reason, citation in reasons.index.tolist():
            out.print(f"  {sentence(reason)} {citation}".rstrip())


def explain_award(plan: Plan, award: str, out: Console) -> None:
    """Of one award: what it pays, what is left and why, what binds it, what it must report."""
    stated = plan.inputs.awards[award]
    stream = plan.inputs.law.streams[stated.stream]
    out.print(stated.name or award, style="bold")
    amount = usd(stated.amount) if stated.amount is not None else "no fixed amount"
    start, end = plan.inputs.window(stated)
    origin = f"{stream.origin}, {stated.status}"
    out.print(f"{award}: {stream.name} ({origin}), {amount}, {day(start)} to {day(last_day(end))}")
    for row in rows_of(plan.tables.awards[plan.tables.awards["award"] == award]):
        left = f", {usd(dollars(row['left']))} is left" if row["left"] else ""
        lapse = f", {usd(dollars(row['lapses']))} lapses" if row["lapses"] else ""
        unused = "" if row["used"] else " The plan declines it."
        out.print(f"It pays {usd(dollars(row['charged']))}{left}{lapse}.{unused}")
    for uncertain in plan.uncertain:
        if uncertain.award == award:
            then = usd(uncertain.unfunded_then)
            out.print(f"The plan does not count on it; if it lands, {then} stays unfunded.")
    charges = plan.tables.charges
    _paid(charges[charges["award"] == award], ("cost", "group"), out, "It pays for", plan)
    refused = [
        (_where(plan, e), why.sentence, why.citation)
        for e in plan.explanations
        for why in e.awards
        if why.award == award
    ]
    if refused:
        heading(out, "It does not pay")
        indented(((w, f"{sentence(s)} {c}".strip()) for w, s, c in refused), out)
    own = {r.id for r in plan.inputs.law.of_award.get(award, ())}
    rules = plan.tables.rules
    mine = [award in i.split() or award == i for i in rules["instance"].str.replace(",", " ")]
    _binding(
        plan,
        rules[[m and r in own for m, r in zip(mine, rules["rule"], strict=True)]],
        out,
        "Its limits",
    )
    reports = plan.tables.reports
    due = reports[reports["award"] == award].groupby("report")
    if len(due):
        heading(out, "Its reports")
        indented(((report_name(plan.inputs, str(r)), _due(table)) for r, table in due), out)


def _due(reports: pd.DataFrame) -> str:
    times, cost = plural(len(reports), "time"), usd(dollars(reports["cost"].sum()))
    return f"{times}, first due {day(min(reports['due']))}, {cost}"


def explain_rule(plan: Plan, rule: str, out: Console) -> None:
    """Of one rule: what it says and on what ground, where it binds, what it costs."""
    for homed in (r for r in plan.inputs.law.rules if r.id == rule):
        law = homed.rule
        out.print(rule, style="bold")
        out.print(sentence(law.why))
        out.print(f"{law.cite} ({law.authority}, {law.confidence}, reviewed {day(law.reviewed)})")
        out.print(f"Followed by {', '.join(homed.awards)}.")
        if homed.waived_by:
            out.print(f"Changed by the waiver {homed.waived_by}.")
        elif law.waivers:
            out.print(f"Can be changed by the waivers {', '.join(sorted(law.waivers))}.")
        if law.note:
            out.print(sentence(law.note))
    rules = plan.tables.rules
    _binding(plan, rules[rules["rule"] == rule], out, "Where it applies")
    unfunded = plan.tables.unfunded
    first = unfunded.loc[unfunded["rule"] == rule, "cents"].sum()
    if first:
        out.print(f"It is the first reason why {usd(dollars(first))} is unfunded.")
    hit = [(_where(plan, e), w) for e in plan.explanations for w in e.awards if w.rule == rule]
    if hit:
        heading(out, "What it keeps from being paid")
        indented(((where, f"{why.award}: {sentence(why.sentence)}") for where, why in hit), out)


def _sums(summary: Summary, out: Console) -> None:
    share = percent(summary.unfunded, summary.cost)
    text = f"{usd(summary.unfunded)} of {usd(summary.cost)} is unfunded"
    out.print(f"{text} ({share})." if summary.unfunded else f"{text}.")


def _where(plan: Plan, explanation: Explanation) -> str:
    group = f", {explanation.group}" if explanation.group else ""
    return f"{line_name(plan.inputs, explanation.cost)}{group}"


def _explanation(plan: Plan, explanation: Explanation, out: Console) -> None:
    heading(out, f"{_where(plan, explanation)}: {usd(explanation.amount)} unfunded")
    whys = ((w.award, f"{sentence(w.sentence)} {w.citation}".strip()) for w in explanation.awards)
    indented(whys, out)
    if explanation.cheapest_change:
        out.print(f"  What would help: {sentence(explanation.cheapest_change)}")


def _paid(
    charges: pd.DataFrame, keys: tuple[str, str], out: Console, title: str, plan: Plan
) -> None:
    if charges.empty:
        return
    heading(out, title)
    table = columns(*(f"~{key.capitalize()}" for key in keys), "Amount", words=2)
    sums = charges.groupby(list(keys), as_index=False)["cents"].sum()
    for first, group, cents in sums.itertuples(index=False, name=None):
        name = line_name(plan.inputs, first) if keys[0] == "cost" else first
        table.add_row(name, group, exact(dollars(cents)))
    table.add_row("Total", "", exact(dollars(charges["cents"].sum())), style="bold")
    out.print(table)


def _binding(plan: Plan, rules: pd.DataFrame, out: Console, title: str = "What binds") -> None:
    if rules.empty:
        return
    heading(out, title, "* binds; price: unfunded dollars that one more would save")
    table = columns("Rule", "~For", "Left", "~", "Right", "~Price")
    table.columns[1].max_width = max(14, out.width - 74)
    table.columns[5].max_width = 28 if out.width >= 96 else 13
    rows = sorted(rows_of(rules), key=lambda r: (not r["binding"], -(r["price"] or 0)))
    for row in rows[:INSTANCES_SHOWN]:
        rule = on_two_lines(row["rule"] + ("*" if row["binding"] else ""))
        table.add_row(rule, row["instance"], *_sides(row), _price(row))
    out.print(table)
    if len(rows) > INSTANCES_SHOWN:
        out.print(
            f"and {plural(len(rows) - INSTANCES_SHOWN, 'more row')}: see rules.csv", style="dim"
        )


def _sides(row: dict[str, Any]) -> Iterable[str]:
    left, right = (("" if row[k] is None else exact(row[k])) for k in ("left", "right"))
    return left, row["sense"], right


def _price(row: dict[str, Any]) -> str:
    """A price and the range of the right side that it holds for; nothing when not known."""
    if row["price"] is None:
        return ""
    text, ends = f"{row['price']:f}", [row["price_from"], row["price_to"]]
    if not row["price"] or ends == [None, None]:
        return text
    low, high = ("any" if end is None else f"{end:,.0f}" for end in ends)
    return f"{text} from {low} to {high}"


def explanation_json(
    plan: Plan, cost: str | None = None, award: str | None = None, rule: str | None = None
) -> str:
    """The same as JSON text: charges, unfunded, explanations and rules of what was asked about."""
    asked = {"cost": cost, "award": award, "rule": rule}

    def kept(name: str) -> list[dict[str, str]]:
        rows = records(name, getattr(plan.tables, name))
        wanted = {k: v for k, v in asked.items() if v is not None and rows and k in rows[0]}
        return [row for row in rows if all(row[k] == v for k, v in wanted.items())]

    why = STORED["explanations"].dump_python(plan.explanations, mode="json")
    if cost is not None:
        why = [e for e in why if e["cost"] == cost]
    for key, value in (("award", award), ("rule", rule)):
        if value is not None:
            why = [e for e in why if any(w[key] == value for w in e["awards"])]
    tables = {name: kept(name) for name in ("charges", "unfunded", "awards", "reports", "rules")}
    return json.dumps({**tables, "explanations": why}, indent=2, ensure_ascii=False)
