"""The plan as a finance lead reads it in a terminal: about eighty lines, from money to people."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from braid.plan.plan import Plan, Tier
from braid.render import (
    budget,
    cash,
    duties,
    enrolment,
    money,
    moved,
    partnerships,
    pledges,
    refunds,
    thresholds,
    unsettled,
)
from braid.render.output import heading
from braid.render.proposed import proposing_options
from braid.render.words import listed, plural, sentence

if TYPE_CHECKING:
    from rich.console import Console

WARNINGS = 3
"""Rules that are named of which the audit only warns."""
SECTIONS = (
    money.headline,
    partnerships.partnerships,
    budget.charged,
    enrolment.enrolment,
    money.by_award,
    money.unfunded,
    moved.moved,
    pledges.pledges,
    cash.cash,
    refunds.refunds,
    duties.limits,
    duties.reports,
    thresholds.thresholds,
    duties.people,
    money.at_risk,
    unsettled.unsettled,
    duties.features,
)


def plan_report(
    plan: Plan, out: Console, folder: Path | None = None, earlier: Plan | None = None,
    proven: str = "",
) -> None:  # fmt: skip
    """The whole report; ``folder`` is where the plan was written, ``earlier`` a plan before it.

    ``proven`` is what is proven of it, in a sentence.
    """
    for section in SECTIONS:
        section(plan, out)
        if section is money.by_award:
            budget.against_actual(plan, out, earlier)
            budget.found(plan, out)
    how_good(plan, out, proven)
    if folder is not None:
        heading(out, "Next")
        for command, why in next_commands(plan, folder):
            out.print(f"  {command}  # {why}", soft_wrap=True)


def how_good(plan: Plan, out: Console, proven: str = "") -> None:
    """Whether the plan passed its audit and how near it is to the best there is."""
    out.print()
    if not plan.audit_passed:
        out.print("The audit failed: do not use this plan.", style="bold red")
        for finding in plan.audit_findings[:10]:
            out.print(f"  {sentence(finding)}")
        return
    text = "The audit passed: every charge and every limit was checked again to the cent."
    if plan.stopped:
        text = f"The search was stopped: {sentence(plan.stopped)} The audit of this plan passed."
    gaps = [f"${t.gap:,.2f} ({t.name})" for t in plan.tiers if t.gap]
    if gaps:
        text += f" Another plan could be better by at most {listed(gaps)}."
        unknown = [tier.name for tier in plan.tiers if tier.gap is None]
        text += f" Of the {listed(unknown)} that is not known." if unknown else ""
    elif plan.stopped:
        text += " How much better another plan could be is not known."
    notes = [*([proven] if proven else []), *_of_tiers(plan.tiers)]
    warnings = len(plan.tables["problems"])
    if warnings:
        notes.append(f"{plural(warnings, 'remark')} on the input: see problems.csv.")
    if plan.audit_warnings:
        notes.append(_warned(plan.audit_warnings))
    out.print(" ".join([text, *notes]))


def _of_tiers(tiers: Sequence[Tier]) -> list[str]:
    """What whole people and cents cost, once where it is the same of several aims."""
    aims: dict[str, list[str]] = {}
    for tier in tiers:
        if tier.note:
            aims.setdefault(f"{tier.note[0].upper()}{tier.note[1:]}", []).append(tier.name)
    return [f"{note} ({listed(names)})." for note, names in aims.items()]


def _warned(rules: tuple[str, ...]) -> str:
    """That the audit warns: of guidance that is not met, and of money at risk."""
    shown = list(rules[:WARNINGS])
    if len(rules) > WARNINGS:
        shown.append(f"{len(rules) - WARNINGS} more")
    return f"It warns of what no plan is held to: {listed(shown)}. See braid audit."


def next_commands(plan: Plan, folder: Path) -> list[tuple[str, str]]:
    """What to try next, with a word on why."""
    where = shlex.quote(folder.as_posix())
    commands: list[tuple[str, str]] = []
    sums = plan.tables["unfunded"].sums("cost")
    if sums:
        (worst,) = min(sums, key=lambda cost: (-sums[cost], cost))
        commands.append((f"braid explain {where} --cost {worst}", "why it is unfunded"))
    else:
        commands.append((f"braid explain {where}", "why every charge stands where it does"))
    name = plan.inputs.document.file if plan.inputs.document else "SCENARIO"
    kept = folder / "inputs" / Path(name).name
    if not Path(name).exists() and kept.is_file():  # of a sweep's case there is no other file
        name = kept.as_posix()
    again = "".join(f" --without {shlex.quote(award)}" for award in plan.without)
    again += "".join(f" --reading {name}={letter}" for name, letter in plan.readings.items())
    again += proposing_options(plan.inputs)
    again += " --right-size" if plan.enrolment else ""
    if plan.inputs.ledger is not None:
        ledger = plan.inputs.ledger
        again += f" --actuals {shlex.quote(ledger.table)} --as-of {ledger.as_of}"
    solve = f"braid solve {shlex.quote(name)}{again} --since {where}"
    commands.append((solve, "after a change: what it moved"))
    return commands
