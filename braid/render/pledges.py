"""Whose money stands beside which award: what is asked for, what is pledged, what is missing."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from braid.plan.plan import Plan
from braid.render.output import columns, heading, told
from braid.render.words import dollars, exact, usd

if TYPE_CHECKING:
    from rich.console import Console

NEEDS = ("match", "reimbursement")
Asked = dict[tuple[str, str], tuple[Decimal, Decimal]]
"""(award, rule) -> dollars asked for, and dollars missing, over all periods, lines, employers."""


def asked_for(plan: Plan) -> Asked:
    """What every rule asks for beside every award."""
    found: dict[tuple[str, str], tuple[Decimal, Decimal]] = {}
    for row in plan.tables["rules"].rows():
        if row["kind"] not in NEEDS or row["left"] is None or row["right"] is None:
            continue
        key = row["instance"].split(" ")[0], row["rule"]
        asked, missing = found.get(key, (Decimal(0), Decimal(0)))
        short = max(Decimal(0), row["right"] - row["left"])
        found[key] = asked + row["right"], missing + short
    return {key: of for key, of in sorted(found.items()) if of[0]}


def pledges(plan: Plan, out: Console) -> None:
    """A row for each award that needs others' money, and for each award that gives it."""
    asked = asked_for(plan)
    if not asked:
        return
    given: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    sums = plan.tables["pledges"].sums("pledged_award", "rule", "award")
    for (award, rule, whose), cents in sums.items():
        given[award, rule].append((whose, cents))
    heading(out, "Whose money stands beside which award", "a dollar counts once")
    table = columns("Award", "~Rule", "Needs", "~Money of", "Stands", "Missing")
    for (award, rule), (needs, missing) in asked.items():
        first = (award, rule, exact(needs))
        short = exact(missing) if missing else ""
        for whose, cents in given[award, rule] or [("nobody", 0)]:
            table.add_row(*first, whose, exact(dollars(cents)), short)
            first, short = ("", "", ""), ""
    out.print(table)


def of_award(plan: Plan, award: str, out: Console) -> None:
    """What stands beside one award, and beside which awards its own money stands."""
    lines: list[str] = []
    for (name, rule), (needs, missing) in asked_for(plan).items():
        if name == award:
            short = f"; {usd(missing)} is missing" if missing else ""
            lines.append(f"It needs {usd(needs)} of others' money beside it{short} [{rule}]")
    beside = plan.tables["pledges"].where("pledged_award", award)
    for (whose,), cents in beside.sums("award").items():
        lines.append(f"{usd(dollars(cents))} of {whose} stands beside it.")
    own = plan.tables["pledges"].where("award", award)
    for (other,), cents in own.sums("pledged_award").items():
        lines.append(f"{usd(dollars(cents))} of its own money stands beside {other}.")
    if lines:
        heading(out, "Match")
        told(lines, out)
