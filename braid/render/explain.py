"""Why: of a cost line, an award or a rule of a plan; and of the whole plan, line by line."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

from braid.catalog.law import last_day
from braid.plan.document import plain
from braid.plan.plan import Explanation, Plan, Summary, WhyNot
from braid.plan.tables import Table
from braid.render import pledges
from braid.render.binding import binding
from braid.render.cash import cash_of_award
from braid.render.fixes import fix_said
from braid.render.moved import moved_of_award
from braid.render.output import columns, heading, told
from braid.render.rules import rule_text
from braid.render.windows import windows_apart
from braid.render.words import (
    award_name,
    day,
    dollars,
    exact,
    line_and_group,
    line_name,
    listed,
    number,
    percent,
    plural,
    report_name,
    sentence,
    spoken,
    usd,
)

if TYPE_CHECKING:
    from rich.console import Console

_COUNTED = frozenset({"entitlement", "not-committed"})
"""Reasons that are the same for every line; told of a single line only."""


def explain_plan(plan: Plan, out: Console) -> None:
    """Of every unfunded line: each award that could pay and why not; lines alike are one."""
    out.print(plan.name, style="bold")
    _sums(plan.summary, out)
    if not plan.explanations:
        heading(out, "Every cost line is paid")
    alike: dict[tuple[tuple[str, str], ...], list[Explanation]] = {}
    for explanation in sorted(plan.explanations, key=lambda e: (-e.amount, e.cost, e.group)):
        if explanation.amount >= 1:
            why = tuple((w.award, _reason(w)) for w in explanation.awards)
            alike.setdefault(why, []).append(explanation)
    for several in alike.values():
        _explanations(plan, several, out, _COUNTED)
    small = sum(e.amount < 1 for e in plan.explanations)
    if small:
        out.print()
        out.print(f"and {plural(small, 'amount')} under $1", style="dim")
    rules = plan.tables["rules"]
    wanted = [r["binding"] and (r["price"] or r["kind"] == "limit") for r in rules.rows()]
    binding(plan, rules.kept(wanted), out)


def explain_cost(plan: Plan, cost: str, out: Console) -> None:
    """Of one cost line: who pays, what is open, each award and why not."""
    line = plan.inputs.costs.get(cost)
    name = line_name(plan.inputs, cost)
    out.print(name if name == cost else f"{name} ({cost})", style="bold")
    if line is not None:
        per = line.per_participant is not None
        price = line.per_participant if per else line.amount
        every = (
            "per participant" if per else "once" if line.every == "once" else f"per {line.every}"
        )
        kind = spoken(line.category)
        priced = f"{usd(price or Decimal(0))} {every}"
        out.print(f"{kind[0].upper()}{kind[1:]}, {priced}, priority {line.priority}")
    charges = plan.tables["charges"].where("cost", cost)
    _paid(charges, ("award", "group"), out, "Paid by", plan)
    found = [e for e in plan.explanations if e.cost == cost]
    missing = plan.tables["unfunded"].where("cost", cost)
    if not len(missing):
        heading(out, "Nothing of it is unfunded")
    for explanation in found:
        _explanations(plan, [explanation], out)
    if not found and len(missing):
        heading(out, f"Unfunded: {usd(dollars(sum(missing['cents'])))}")
        for reason, citation in missing.sums("reason", "citation"):
            out.print(f"  {sentence(reason)} {citation}".rstrip())


def explain_award(plan: Plan, award: str, out: Console) -> None:
    """Of one award: what it pays, what is left and why, what binds it, what it must report."""
    stated = plan.inputs.awards[award]
    stream = plan.inputs.law.streams[stated.stream]
    name = stated.name or award
    out.print(name if name == award else f"{name} ({award})", style="bold")
    amount = usd(stated.amount) if stated.amount is not None else "no fixed amount"
    start, end = plan.inputs.window(stated)
    counted = award in plan.inputs.committed
    standing = stated.status if counted else f"{number(100 * stated.probability)}% certain"
    if stream.entitlement:
        standing = "an entitlement"
    terms = f"{stream.origin}, {standing}"
    out.print(f"{stream.name} ({terms}), {amount}, {day(start)} to {day(last_day(end))}")
    told(windows_apart(plan.inputs, stated), out)
    if counted:
        _what_it_pays(plan, award, out)
        told(moved_of_award(plan, award), out)
    for uncertain in (u for u in plan.uncertain if u.award == award):
        now, then = usd(uncertain.unfunded_now), usd(uncertain.unfunded_then)
        out.print(f"The plan does not count on it. If it lands, {then} stays unfunded, not {now}.")
    charges = plan.tables["charges"].where("award", award)
    _paid(charges, ("cost", "group"), out, "It pays for", plan)
    if counted:
        cash_of_award(plan, award, out)
    pledges.of_award(plan, award, out)
    refused: dict[str, list[str]] = {}
    for explanation in plan.explanations:
        for why in explanation.awards:
            if why.award == award and why.rule != "not-committed":
                refused.setdefault(_reason(why), []).append(_where(plan, explanation))
    if refused:
        heading(out, "Not paid, or not in full")
        told((f"{'; '.join(lines)}: {reason}" for reason, lines in refused.items()), out)
    own = {r.id for r in plan.inputs.law.of_award.get(award, ())}
    rules = plan.tables["rules"]
    mine = [award in instance.replace(",", " ").split() for instance in rules["instance"]]
    wanted = [m and r in own for m, r in zip(mine, rules["rule"], strict=True)]
    binding(plan, rules.kept(wanted), out, "Its limits")
    due = plan.tables["reports"].where("award", award)
    if len(due):
        heading(out, "Its reports")
        kinds = sorted(set(due["report"]))
        told((f"{report_name(plan.inputs, r)}: {_due(due.where('report', r))}" for r in kinds), out)


def _what_it_pays(plan: Plan, award: str, out: Console) -> None:
    for row in plan.tables["awards"].where("award", award).rows():
        parts = [f"It pays {usd(dollars(row['charged']))}"]
        already = sum(c.cents for c in plan.inputs.posted if c.award == award)
        if already:
            last = plan.inputs.calendar.periods[plan.inputs.closed - 1].last
            parts = [f"It was charged {usd(dollars(already))} up to {day(last)}, and pays"
                     f" {usd(dollars(row['charged']))} more"]  # fmt: skip
        if row["left"]:
            parts.append(f"{usd(dollars(row['left']))} is left")
        if row["lapses"]:
            parts.append(f"{usd(dollars(row['lapses']))} lapses")
        if row["recapture_risk"]:
            parts.append(f"{usd(dollars(row['recapture_risk']))} may be recaptured")
        unused = "" if row["used"] else " The plan declines it."
        out.print(f"{listed(parts)}.{unused}")


def _due(reports: Table) -> str:
    times, cost = plural(len(reports), "time"), usd(dollars(sum(reports["cost"])))
    return f"{times}, first due {day(min(reports['due']))}, {cost}"


def explain_rule(plan: Plan, rule: str, out: Console) -> None:
    """Of one rule: what it says and on what ground, where it binds, what it costs."""
    library = plan.inputs.library
    conflicts = library.conflicts if library is not None else ()
    for homed in (r for r in plan.inputs.law.rules if r.id == rule):
        rule_text(rule, homed.rule, conflicts, out, of_family=homed.home == "family")
        for conflict in (c for c in conflicts if rule in c.rule and c.id in plan.readings):
            out.print(f"The plan is made under reading {plan.readings[conflict.id]} of it.")
        out.print(f"Followed by {listed(homed.awards)}.")
        if homed.waived_by:
            out.print(f"Changed by the waiver {homed.waived_by}.")
    binding(plan, plan.tables["rules"].where("rule", rule), out, "Where it applies")
    first = sum(plan.tables["unfunded"].where("rule", rule)["cents"])
    if first:
        out.print(f"It is the first reason why {usd(dollars(first))} is unfunded.")
    says = next((r.rule.why for r in plan.inputs.law.rules if r.id == rule), "")
    hit: dict[tuple[str, str], list[str]] = {}
    for explanation in plan.explanations:
        for why in (w for w in explanation.awards if w.rule == rule):
            more = why.sentence.removeprefix(says).strip(" .")
            hit.setdefault((_where(plan, explanation), more), []).append(why.award)
    if hit:
        heading(out, "What it keeps from being paid")
        told((_kept(where, more, by) for (where, more), by in hit.items()), out)


def _kept(where: str, more: str, awards: list[str]) -> str:
    text = f"{where}: not by {', '.join(awards)}."
    return f"{text} {sentence(more)}" if more else text


def _sums(summary: Summary, out: Console) -> None:
    share = percent(summary.unfunded, summary.cost)
    text = f"{usd(summary.unfunded)} of {usd(summary.cost)} is unfunded"
    out.print(f"{text} ({share})." if summary.unfunded else f"{text}.")


def _where(plan: Plan, explanation: Explanation) -> str:
    return line_and_group(plan.inputs, explanation.cost, explanation.group)


def _explanations(
    plan: Plan, alike: list[Explanation], out: Console, without: frozenset[str] = frozenset()
) -> None:
    """Lines with the same reasons: every award and why not, those with one reason together."""
    lines = [f"{_where(plan, e)}: {usd(e.amount)}" for e in alike]
    heading(out, f"{'; '.join(lines)} unfunded")
    reasons: dict[str, list[str]] = {}
    for why in alike[0].awards:
        if why.rule not in without:
            reasons.setdefault(_reason(why), []).append(why.award)
    told((f"{_named(plan, by)}: {reason}" for reason, by in reasons.items()), out)
    for one in (e for e in alike if e.cheapest_change):
        where = f" ({_where(plan, one)})" if len(alike) > 1 else ""
        fix = fix_said(one.cheapest_change[0], plan.inputs)
        told([f"What would fund it{where}: {fix}"], out)


def _named(plan: Plan, awards: list[str]) -> str:
    return award_name(plan.inputs, awards[0]) if len(awards) == 1 else ", ".join(awards)


def _reason(why: WhyNot) -> str:
    """Sentence and citation, and the rule's id, which can be looked up."""
    rule = f"[{why.rule}]" if "/" in why.rule else ""
    return " ".join(part for part in (sentence(why.sentence), why.citation, rule) if part)


def _paid(charges: Table, keys: tuple[str, str], out: Console, title: str, plan: Plan) -> None:
    if not len(charges):
        return
    heading(out, title)
    table = columns(*(f"~{key.capitalize()}" for key in keys), "Amount", words=2)
    for (first, group), cents in charges.sums(*keys).items():
        name = line_name(plan.inputs, first) if keys[0] == "cost" else first
        table.add_row(name, group, exact(dollars(cents)))
    table.add_row("Total", "", exact(dollars(sum(charges["cents"]))), style="bold")
    out.print(table)


def explanation_json(
    plan: Plan, cost: str | None = None, award: str | None = None, rule: str | None = None
) -> str:
    """The same as JSON text: charges, unfunded, explanations and rules of what was asked about."""
    asked = {"cost": cost, "award": award, "rule": rule}

    def kept(name: str) -> list[dict[str, str]]:
        rows = plan.tables[name].records()
        wanted = {k: v for k, v in asked.items() if v is not None and rows and k in rows[0]}
        return [row for row in rows if all(row[k] == v for k, v in wanted.items())]

    why = plain(plan.explanations)
    if cost is not None:
        why = [e for e in why if e["cost"] == cost]
    for key, value in (("award", award), ("rule", rule)):
        if value is not None:
            why = [e for e in why if any(w[key] == value for w in e["awards"])]
    tables = {name: kept(name) for name in ("charges", "unfunded", "awards", "reports", "rules")}
    return json.dumps({**tables, "explanations": why}, indent=2, ensure_ascii=False)
